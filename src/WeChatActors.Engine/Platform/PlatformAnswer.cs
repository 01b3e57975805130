using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Reads a whole answer: what became of the call.</summary>
internal static class PlatformAnswer
{
    /// <summary>Reads it.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="response">The answer, read to its end or to the longest that is read.</param>
    /// <param name="idempotent">Whether a busy platform can have done nothing that matters.</param>
    /// <param name="now">The time, UTC.</param>
    public static PlatformResult Read(PlatformRequest request, PlatformResponse response, bool idempotent, DateTimeOffset now)
    {
        if (response.Errcode != 0) return Refusal(request, response, idempotent, now);
        var status = (int)response.Message.StatusCode;
        if (status is >= 300 and < 400) return new PlatformResult.Unknown($"{request.Path} was answered with the redirect {status}, which is not followed; check the account's api.");
        if (response.Whole is not { } body) return new PlatformResult.Unknown($"{request.Path} was answered with {What(response.Seen.Span)}.");
        if (status is < 200 or >= 300) return new PlatformResult.Unknown($"{request.Path} was answered with the status {status} and no errcode; something between here and the platform said so.");
        var json = body.Span;
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        if (json.Trim(" \t\r\n"u8).IsEmpty) return new PlatformResult.Unknown($"{request.Path} was answered with nothing, where JSON was expected.");
        try
        {
            return new PlatformResult.Done(JsonElement.Parse(json));
        }
        catch (JsonException error)
        {
            return new PlatformResult.Unknown(ErrcodeInJson.BeginsAsJson(json)
                ? $"{request.Path} was answered with broken JSON: it cannot be read from line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}."
                : $"{request.Path} was answered with {What(json)}.");
        }
    }

    private static PlatformResult Refusal(PlatformRequest request, PlatformResponse response, bool idempotent, DateTimeOffset now)
    {
        var (errcode, kind) = (response.Errcode, Errcode.ClassOf(response.Errcode));
        if (kind == ErrcodeClass.BusyRetry && !idempotent)
            return new PlatformResult.Unknown($"{request.Path} was answered with {errcode}, {PlatformRemedies.Of(errcode)}");
        var (remedy, retryAt) = response.NoToken is { } token ? ($"There is no other access_token: {token.Why}", token.RetryAt) : (PlatformRemedies.Of(errcode), RetryAt(errcode, kind, now));
        return new PlatformResult.Refused(errcode, kind, response.Errmsg, remedy, retryAt) { Rid = PlatformErrmsg.FindRid(response.Errmsg) };
    }

    private static DateTimeOffset? RetryAt(int errcode, ErrcodeClass kind, DateTimeOffset now) =>
        kind == ErrcodeClass.BusyRetry ? now + PlatformPorts.WorthAnother : QuotaReset.After(errcode, now);

    private static string What(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) switch
    {
        [(byte)'{' or (byte)'[', ..] => "more than 8 MB of JSON; ask for less at once, or stream it",
        [(byte)'<', ..] => "a page of HTML or XML, where JSON was expected; check the account's api",
        _ => "something that is no JSON; fetch it as a download",
    };
}

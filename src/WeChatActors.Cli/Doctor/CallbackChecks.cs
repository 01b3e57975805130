using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>The check that WeChat's console makes before it takes a callback, and one with a forged signature. Only GETs: nothing is written into a conversation.</summary>
/// <param name="probe">Asks.</param>
/// <param name="url">The callback.</param>
/// <param name="security">The account's token signs.</param>
/// <param name="time">Gives the timestamp.</param>
internal sealed class CallbackChecks(CallbackProbe probe, Uri url, AccountSecurity security, TimeProvider time)
{
    public const string Answer = "callback answer", Forgery = "callback forgery";

    /// <summary>With a right signature, echostr must come back to the byte.</summary>
    public async Task<CheckUp> CheckAnswer(CancellationToken ct)
    {
        var echo = Digits(19);
        var answer = await probe.Get(Signed(echo, forged: false), ct);
        return Judge(answer, echo);
    }

    /// <summary>With a wrong signature, nothing but a refusal may come back.</summary>
    /// <param name="right">The check with a right one: without an answer to that, a refusal says nothing.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<CheckUp> CheckForgery(Task<CheckUp> right, CancellationToken ct)
    {
        var echo = Digits(19);
        var judged = (await right.WaitAsync(ct)).Verdict;
        var answer = await probe.Get(Signed(echo, forged: true), ct);
        if (answer.Body.Span.IndexOf(Encoding.ASCII.GetBytes(echo)) >= 0)
            return new(Forgery, Verdict.Wrong, "a wrong signature is taken for a right one, so anybody can push packets") { Remedy = "Check the signature before anything is answered." };
        if (judged != Verdict.Ok) return CheckUp.Skip(Forgery, "needs a right answer first");
        return answer.Status == 403
            ? new(Forgery, Verdict.Ok, "a wrong signature is refused with status 403")
            : new(Forgery, Verdict.Warning, $"a wrong signature is answered with status {answer.Status}, expected 403") { Remedy = "See which server answers there: the engine says 403." };
    }

    private static CheckUp Judge(ProbeAnswer answer, string echo)
    {
        if (answer.Failure is { } failure) return new(Answer, Verdict.Wrong, $"the callback does not answer: {failure}") { Remedy = answer.Remedy };
        if (answer.Status is >= 300 and < 400)
            return Wrong($"the callback redirects (status {answer.Status}) to {Shown(answer.Location)}, and WeChat follows no redirect", "Enter the final address into the console.");
        if (answer.Status != 200) return Wrong($"the callback answers with status {answer.Status}, and WeChat takes only 200", OfStatus(answer.Status));
        return FindFault(answer.Body.Span, echo) is var (what, remedy) ? Wrong(what, remedy) : new(Answer, Verdict.Ok, "a right signature gets its echostr back, to the byte");
    }

    private static CheckUp Wrong(string what, string remedy) => new(Answer, Verdict.Wrong, what) { Remedy = remedy };

    private static (string What, string Remedy)? FindFault(ReadOnlySpan<byte> body, string echo)
    {
        ReadOnlySpan<byte> expected = Encoding.ASCII.GetBytes(echo);
        if (body.SequenceEqual(expected)) return null;
        if (body.IsEmpty) return ("the answer is empty, expected echostr", "Answer with the value of echostr and nothing else.");
        if (body.StartsWith("\uFEFF"u8)) return ("the answer begins with a byte order mark", "Save the page of the server without one, or write bytes.");
        if (body.Trim(" \t\r\n"u8).SequenceEqual(expected)) return ("the answer has white space or a line break around echostr", "Answer with the value of echostr and nothing else.");
        if (body.Trim((byte)'"').SequenceEqual(expected)) return ("the answer is echostr in quotes", "Write it as text: a framework has made JSON of it.");
        return body.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]
            ? ("the answer is an HTML page, expected echostr", "See which server answers there: a web server in front must pass /wechat/ to the engine.")
            : ($"the answer is not echostr but {body.Length} other bytes", "See which program answers there.");
    }

    private static string OfStatus(int status) => status switch
    {
        403 => "Compare the token of this configuration with the one the running server was started with, and both clocks.",
        404 => "See that the path ends with the account's alias and that the web server in front passes it on as it is.",
        502 or 503 or 504 => $"The web server in front does not reach the engine: see that {CommandLine.Name} serve runs and where it listens.",
        401 or 407 => "The web server in front asks for a password: let /wechat/ through without one.",
        _ => "See which program answers there.",
    };

    private static string Shown(Uri? location) => location is null ? "nowhere" : location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path) : location.OriginalString.Split('?')[0];

    private Uri Signed(string echo, bool forged)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Digits(10);
        var signature = security.Sign(timestamp, nonce);
        if (forged) signature = (signature[0] == '0' ? '1' : '0') + signature[1..];
        return new UriBuilder(url) { Query = $"signature={signature}&timestamp={timestamp}&nonce={nonce}&echostr={echo}" }.Uri;
    }

    private static string Digits(int count) => $"{RandomNumberGenerator.GetString("123456789", 1)}{RandomNumberGenerator.GetString("0123456789", count - 1)}";
}

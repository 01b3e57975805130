using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>A call that was not done, in lines for people.</summary>
internal static class PlatformFailure
{
    /// <summary>Says what became of a call that was not done; nothing for one that was.</summary>
    /// <param name="writer">Gets the lines.</param>
    /// <param name="request">The call.</param>
    /// <param name="result">What became of it.</param>
    public static void Write(TextWriter writer, PlatformRequest request, PlatformResult result)
    {
        switch (result)
        {
            case PlatformResult.Refused refused:
                Refused(writer, request, refused.Errcode, refused.Errmsg, refused.Remedy, refused.Rid);
                break;
            case PlatformResult.NotSent unsent:
                NotSent(writer, request, unsent.Why, unsent.RetryAt);
                break;
            case PlatformResult.Unknown unknown:
                Unknown(writer, request, unknown.Why);
                break;
        }
    }

    public static void Refused(TextWriter writer, PlatformRequest request, int errcode, string errmsg, string remedy, string? rid)
    {
        writer.WriteLine($"{request.Method} {request.Path}: errcode {errcode}. {remedy}");
        // It has a line of its own.
        var words = rid is null ? errmsg : errmsg.Replace($"rid: {rid}", "", StringComparison.Ordinal).Trim();
        if (words.Length > 0) writer.WriteLine($"WeChat says: {words}");
        if (rid is not null) writer.WriteLine($"rid: {rid}");
    }

    public static void NotSent(TextWriter writer, PlatformRequest request, string why, DateTimeOffset? retryAt)
    {
        writer.WriteLine($"{request.Method} {request.Path} was not sent: {why}");
        if (retryAt is { } at) writer.WriteLine($"Worth trying again at {Moment.Of(at)}.");
    }

    public static void Unknown(TextWriter writer, PlatformRequest request, string why) =>
        writer.WriteLine($"{request.Method} {request.Path}: whether it was done is not known: {why}");
}

using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What became of a call of the platform's API.</summary>
public abstract record PlatformResult
{
    private PlatformResult() { }

    /// <summary>It was done.</summary>
    /// <param name="Json">What the platform answered.</param>
    public sealed record Done(JsonElement Json) : PlatformResult
    {
        /// <summary>That it was done; the answer is left out: it may hold a ticket or a user's token.</summary>
        public override string ToString() => "done";
    }

    /// <summary>The platform refused it, so nothing was done.</summary>
    /// <param name="Errcode">Its number.</param>
    /// <param name="Class">What a caller makes of it.</param>
    /// <param name="Errmsg">The platform's own words.</param>
    /// <param name="Remedy">What it means and what to do, in one sentence.</param>
    /// <param name="RetryAt">When it is worth trying again, UTC; null when it stays wrong.</param>
    public sealed record Refused(int Errcode, ErrcodeClass Class, string Errmsg, string Remedy, DateTimeOffset? RetryAt) : PlatformResult
    {
        /// <summary>The platform's id of the call, to look it up with /cgi-bin/openapi/rid/get; null when it named none.</summary>
        public string? Rid { get; init; }
    }

    /// <summary>It was not sent: no token, a quota that is used up, or a server that cannot be reached.</summary>
    /// <param name="Why">The cause and the remedy, in one sentence.</param>
    /// <param name="RetryAt">When it is worth trying again, UTC; null when somebody must mend something first.</param>
    public sealed record NotSent(string Why, DateTimeOffset? RetryAt) : PlatformResult;

    /// <summary>It was sent, and whether it was done nobody knows: the answer did not come, or cannot be read, or said that the platform is busy.</summary>
    /// <param name="Why">What happened, in one sentence.</param>
    public sealed record Unknown(string Why) : PlatformResult;
}

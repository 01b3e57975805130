using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What a result means for a row. Pure.</summary>
internal abstract record OutboxVerdict
{
    private OutboxVerdict() { }

    /// <summary>It has ended.</summary>
    public sealed record Ended(OutboxOutcome Outcome) : OutboxVerdict;

    /// <summary>It was not done, and may be later.</summary>
    public sealed record PutOff(DateTimeOffset Until, string Why) : OutboxVerdict;

    /// <summary>What it refers to is gone at the platform: a file or a tag. Once that is there again, it is sent again.</summary>
    public sealed record Renew(string Why) : OutboxVerdict;

    /// <summary>The verdict.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="attempts">How often it was tried, this time included.</param>
    /// <param name="result">What became of the call.</param>
    /// <param name="renewable">Whether it refers to something that can be made anew, and was not before.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="options">Pauses and attempts.</param>
    public static OutboxVerdict Of(OutboxEntry entry, int attempts, PlatformResult result, bool renewable, DateTimeOffset now, OutboxOptions options)
    {
        var later = now + OutboxPauses.After(attempts, options);
        switch (result)
        {
            case PlatformResult.Done done:
                return new Ended(new OutboxOutcome(OutboxState.Sent, now, MsgId: entry.Item is OutboxItem.Notice ? MsgIdOf(done.Json) : null));
            case PlatformResult.Refused { Errcode: 45080 or 45081 } when entry.Item is OutboxItem.Typing:
                return new Ended(new OutboxOutcome(OutboxState.Sent, now));
            case PlatformResult.Refused { Errcode: 40007 } refused when renewable && entry.Item is OutboxItem.Message:
                return new Renew(refused.Remedy);
            case PlatformResult.Refused { Errcode: 45159 } refused when renewable && entry.Item is OutboxItem.Tag:
                return new Renew(refused.Remedy);
            case PlatformResult.Refused refused when refused.RetryAt is not null || IsPassing(refused) && attempts < options.Attempts:
                return Later(entry, refused.RetryAt > later ? refused.RetryAt.Value : later, refused.Remedy, now);
            case PlatformResult.Refused refused:
                return new Ended(new OutboxOutcome(OutboxState.Refused, now, refused.Errcode, refused.Remedy));
            case PlatformResult.NotSent not:
                return Later(entry, not.RetryAt > later ? not.RetryAt.Value : later, not.Why, now);
            // Another attempt would hold up the message that it announces.
            case PlatformResult.Unknown unknown when entry.Item is OutboxItem.Typing:
                return new Ended(Expired(now, unknown.Why));
            case PlatformResult.Unknown unknown when attempts < options.Attempts && later < OutboxCall.EndsAt(entry) && OutboxCall.MayRepeat(entry, attempts, later):
                return new PutOff(later, unknown.Why);
            case PlatformResult.Unknown unknown:
                return new Ended(new OutboxOutcome(OutboxState.Unknown, now, Why: unknown.Why));
            default:
                throw new ArgumentException($"No verdict on a {result.GetType().Name}.", nameof(result));
        }
    }

    /// <summary>Waits, or ends when it makes no sense any more by then. The typing line never waits: what it announces stands behind it.</summary>
    public static OutboxVerdict Later(OutboxEntry entry, DateTimeOffset until, string why, DateTimeOffset now) => until < OutboxCall.EndsAt(entry) && entry.Item is not OutboxItem.Typing
        ? new PutOff(until, why)
        : new Ended(Expired(now, why));

    /// <summary>It was not sent in time.</summary>
    public static OutboxOutcome Expired(DateTimeOffset now, string? why) =>
        new(OutboxState.Expired, now, Why: why is null ? "It was not sent while it made sense." : $"It could not be sent while it made sense: {why}");

    // What passes by itself, other than counts of tags.
    private static bool IsPassing(PlatformResult.Refused refused) =>
        refused.Class is ErrcodeClass.Quota or ErrcodeClass.BusyRetry or ErrcodeClass.TokenRefresh && refused.Errcode is not (45056 or 45059);

    private static string? MsgIdOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("msgid", out var id)
            ? id.ValueKind switch { JsonValueKind.Number => id.GetRawText(), JsonValueKind.String => id.GetString(), _ => null }
            : null;
}

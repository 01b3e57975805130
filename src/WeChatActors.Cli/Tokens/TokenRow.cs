using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>How one token stands by what is stored of it: what every process that shares the store knows. Holds no value.</summary>
/// <param name="Id">Which.</param>
/// <param name="Version">That of the newest; 0 when there was never one.</param>
/// <param name="ObtainedAt">When it was asked for, UTC; null without one.</param>
/// <param name="ExpiresAt">When it ends, UTC; null without one.</param>
/// <param name="Good">Whether it can be used now.</param>
/// <param name="Trouble">What is wrong and the remedy, in one sentence; null when nothing is. With it the token may still be good.</param>
/// <param name="CallsToday">Requests for it on this day in China, by which WeChat counts.</param>
/// <param name="ForcedToday">Forced ones among them.</param>
internal sealed record TokenRow(
    TokenId Id, long Version, DateTimeOffset? ObtainedAt, DateTimeOffset? ExpiresAt, bool Good, string? Trouble, int CallsToday, int ForcedToday)
{
    /// <summary>Reads what is stored.</summary>
    /// <param name="stored">The token.</param>
    /// <param name="audit">Lines of the account's audit, newest first.</param>
    /// <param name="id">Which.</param>
    /// <param name="now">The time, UTC.</param>
    public static TokenRow Of(TokenId id, StoredToken stored, ImmutableArray<TokenAuditEntry> audit, DateTimeOffset now)
    {
        var token = stored.Token;
        var good = token is not null && token.ExpiresAt > now;
        var today = stored.Day == ChinaCalendar.DayOf(now);
        return new(
            id, stored.Version, token?.ObtainedAt, token?.ExpiresAt, good, Wrong(id, audit, good, token), today ? stored.Calls : 0, today ? stored.Forced : 0);
    }

    /// <summary>The object of <c>--json</c>.</summary>
    public JsonObject Json() => new()
    {
        ["kind"] = Id.Name, ["version"] = Version, ["obtained_at"] = ObtainedAt is { } obtained ? Moment.Of(obtained) : null,
        ["expires_at"] = ExpiresAt is { } expires ? Moment.Of(expires) : null, ["good"] = Good, ["trouble"] = Trouble,
        ["requests_today"] = CallsToday, ["forced_today"] = ForcedToday,
    };

    private static string? Wrong(TokenId id, ImmutableArray<TokenAuditEntry> audit, bool good, GrantedToken? token)
    {
        // Who stops a server in the middle of a request has no trouble.
        if (audit.FirstOrDefault(entry => entry.Id == id) is { Line: { Version: null, Result: not "abandoned" } last })
            return $"{Moment.Of(last.At)}: {Cause(id.Kind, last)}";
        if (good || token is null) return null;
        return $"Nobody has asked for a new one: {CommandLine.Name} serve keeps it fresh, {CommandLine.Name} token refresh asks once.";
    }

    private static string Cause(TokenKind kind, TokenAuditLine line) =>
        line.Result.Split(' ', ',') is ["errcode", var number, ..] && int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var errcode)
            ? TokenRemedies.Of(kind, errcode, line.Detail ?? "")
            : line.Detail ?? line.Result;
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Who can be reached now by customer-service messages, and whose window closes soon.</summary>
/// <param name="known">Knows accounts.</param>
/// <param name="store">Holds the ledgers.</param>
/// <param name="time">The clock.</param>
internal sealed class ReachApi(KnownConversation known, IConversationStore store, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/accounts/{account}/reach", known.OfAccount(Show)).Needs(AdminScope.Read);

    /// <summary>Answers a list of conversations by their windows: <c>window=open</c> or <c>window=closing</c>.</summary>
    public async Task List(HttpContext context, Account account, string window)
    {
        if (window is not ("open" or "closing"))
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "'window' is neither open nor closing", "Use window=open for everybody who can be reached, window=closing for those whose window ends within an hour ('within' changes that), or leave it out for all conversations.");
            return;
        }
        if (await AskedCount.Read(context, "limit", 50, ", or page with 'after'") is not { } limit) return;
        if (await Within(context, window) is not (true, var within)) return;
        if (await After(context) is not (true, var after)) return;
        var now = time.GetUtcNow();
        // An account that cannot push reaches nobody, whatever its users did.
        var page = account.Pushes ? await store.ListReachable(account.Alias, now, now + within, after, limit) : [];
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("conversations");
            foreach (var conversation in page)
            {
                json.WriteStartObject();
                json.WriteString("open_id", conversation.OpenId.Value);
                json.WriteNumber("left", conversation.Left);
                json.WriteTimestamp("closes_at", conversation.ClosesAt);
                json.WriteNumber("version", conversation.Version);
                json.WriteString("last_turn_at", JsonAnswer.Timestamp(conversation.LastTurnAt));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (page.Length == limit && page[^1] is { ClosesAt: { } closes } last)
                json.WriteString("next", string.Create(CultureInfo.InvariantCulture, $"{closes.ToUnixTimeMilliseconds()}.{last.OpenId}"));
            json.WriteEndObject();
        });
    }

    private async Task Show(HttpContext context, Account account)
    {
        var totals = account.Pushes ? await store.CountReachable(account.Alias, time.GetUtcNow()) : default;
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("can_push", account.Pushes);
            json.WriteNumber("reachable", totals.Conversations);
            json.WriteNumber("messages", totals.Messages);
            json.WriteNumber("closing_within_an_hour", totals.ClosingWithinAnHour);
            json.WriteEndObject();
        });
    }

    private static async ValueTask<(bool Good, TimeSpan? Within)> Within(HttpContext context, string window)
    {
        if (!context.Request.Query.TryGetValue("within", out var text)) return (true, window == "closing" ? Soon : null);
        if (window == "closing" && text is [{ } only] && ConfigurationFields.ParseDuration(only) is { } span && span > TimeSpan.Zero && span <= Longest) return (true, span);
        await Problem.Write(context, StatusCodes.Status400BadRequest, "'within' is no time for this list", $"With window=closing write a time up to {ConfigurationFields.Show(Longest)}, such as within=30m; leave it out for an hour.");
        return (false, null);
    }

    private static async ValueTask<(bool Good, ReachablePlace? After)> After(HttpContext context)
    {
        if (!context.Request.Query.TryGetValue("after", out var values)) return (true, null);
        if (values is [{ } text] && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var closes) && closes <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && OpenId.IsValid(text.AsSpan(dot + 1)))
            return (true, new ReachablePlace(DateTimeOffset.FromUnixTimeMilliseconds(closes), new OpenId(text[(dot + 1)..])));
        await Problem.Write(context, StatusCodes.Status400BadRequest, "'after' is no place in this list", "Use 'next' of the page before, or leave it out for the first.");
        return (false, null);
    }
}

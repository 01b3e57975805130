using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>What WeChat told of an account and of no follower: results of mass sends, verification and the like.</summary>
/// <param name="known">Knows accounts.</param>
/// <param name="store">Keeps them.</param>
internal sealed class AccountEventsApi(KnownConversation known, IOperatorStore store)
{
    private const int MaxKind = 64;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/accounts/{account}/events", known.OfAccount(List)).Needs(AdminScope.Read);

    private async Task List(HttpContext context, Account account)
    {
        var kind = context.Request.Query.TryGetValue("kind", out var values) ? values.ToString() : null;
        if (kind is { Length: 0 or > MaxKind })
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "'kind' is no name of an event", "Use the name as WeChat sends it, such as MASSSENDJOBFINISH, or leave it out for all.");
            return;
        }
        if (await AskedPlace.Read(context, "before") is not (true, var before)) return;
        if (await AskedCount.Read(context, "limit", 50, ", or page with 'before'") is not { } limit) return;
        var events = await store.AccountEvents(account.Alias, kind, before, limit);
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var one in events)
            {
                json.WriteStartObject();
                json.WriteTimestamp("at", one.At);
                json.WriteString("kind", one.Kind);
                json.WriteString("summary", one.Summary);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (events.Length == limit) json.WriteNumber("next", events[^1].Position);
            json.WriteEndObject();
        });
    }
}

using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Gives the operator's site the person behind a ticket, once.</summary>
/// <param name="sites">The accounts that have logins, by alias.</param>
/// <param name="store">Holds the profiles.</param>
/// <param name="time">The clock.</param>
internal sealed class LoginApi(FrozenDictionary<string, LoginSite> sites, IConversationStore store, TimeProvider time)
{
    private const string Again = "Send the person through /oauth/ALIAS/login once more.";

    private readonly UsedTickets _used = new(capacity: 100_000);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/accounts/{account}/oauth/exchange", (HttpContext context, string account) => Exchange(context, account)).Needs(AdminScope.Read);

    private async Task Exchange(HttpContext context, string account)
    {
        if (!sites.TryGetValue(account, out var site))
        {
            await Problem.Write(context, StatusCodes.Status404NotFound, "No login pages belong to this account", "Use the alias of an account with 'oauth' in the configuration, and set 'listen: public_url'.");
            return;
        }
        var (text, fault) = await OneTextBody.Read(context.Request, "ticket", time);
        if (text is null)
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "The body holds no ticket", $"{fault}: send the JSON object {{\"ticket\": \"...\"}} with the query parameter 'ticket' that the browser brought.");
            return;
        }
        if (site.OpenTicket(text) is not { } ticket)
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "This is no ticket of this account", "Pass it on as the browser brought it, and ask the account whose login gave it; after the AppSecret was changed, log in again.");
            return;
        }
        if (!ticket.IsAlive(time.GetUtcNow()))
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "This ticket has lapsed", $"A ticket lives {LoginTicket.Life.TotalMinutes:0} minutes: exchange it when the browser brings it. {Again}");
            return;
        }
        // Read before it is used: a store that is out of reach must not cost the ticket.
        var profile = ticket.SnapshotUser ? null : (await store.Load(new ConversationId(account, ticket.OpenId), time.GetUtcNow())).Profile;
        switch (_used.Use(ticket, time.GetUtcNow()))
        {
            case TicketUse.First:
                await Write(context, ticket, profile);
                break;
            case TicketUse.Again:
                await Problem.Write(context, StatusCodes.Status400BadRequest, "This ticket was exchanged before", $"A ticket is good for once: keep who came in the site's own session. {Again}");
                break;
            default:
                await Problem.Write(context, StatusCodes.Status503ServiceUnavailable, "Too many tickets are being exchanged", "Try the same ticket again in some seconds.");
                break;
        }
    }

    private static async Task Write(HttpContext context, LoginTicket ticket, Profile? profile)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = PlatformJson.Encoder, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("open_id"u8, ticket.OpenId.Value);
            json.WriteString("union_id"u8, profile?.UnionId);
            json.WriteString("scope"u8, ProfileJson.Word(ticket.Scope));
            json.WritePropertyName("profile"u8);
            if (profile is null) json.WriteNullValue();
            else ProfileJson.Write(json, profile);
            json.WriteBoolean("snapshot_user"u8, ticket.SnapshotUser);
            json.WriteString("authorised_at"u8, ticket.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }
}

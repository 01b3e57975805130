using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Actors;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Messages of other systems to followers, and what became of everything the outbox owes.</summary>
/// <param name="known">Knows accounts and conversations.</param>
/// <param name="commands">Asks conversations.</param>
/// <param name="store">Holds the rows.</param>
/// <param name="time">The clock.</param>
internal sealed class MessagesApi(KnownConversation known, ConversationCommands commands, IEngineStore store, TimeProvider time)
{
    private const string Example = "a message in the words of the rules' 'send', such as {\"type\":\"text\",\"text\":\"...\"}";

    private readonly SameAsked _same = new(store);

    public void Map(IEndpointRouteBuilder routes)
    {
        const string Messages = "/api/accounts/{account}/conversations/{openId}/messages";
        routes.MapPost(Messages, known.Of(Send)).Needs(AdminScope.Send);
        routes.MapGet(Messages, known.Of(List)).Needs(AdminScope.Read);
        routes.MapGet(Messages + "/{id}", known.Of(Show)).Needs(AdminScope.Read);
        routes.MapGet("/api/accounts/{account}/outbox", known.OfAccount(ListAll)).Needs(AdminScope.Read);
    }

    private async Task Send(HttpContext context, Account account, ConversationId id, Conversation state)
    {
        if (await AskedKey.Read(context) is not { } key) return;
        using var body = await AskedBody.Read(context, Example);
        if (body is null) return;
        var mistakes = new Mistakes();
        if (AskedMessage.Read(body.RootElement, mistakes) is not { } asked)
        {
            await mistakes.Write(context, "The message cannot be sent as it is");
            return;
        }
        context.Response.Headers[AskedKey.Header] = key;
        if (await AnswerKnown(context, id, key, asked)) return;
        // Behind what is known: the rules may have named the file when the message was asked for first.
        if (asked.Item is OutboxItem.Message message && MessageMedia.FindUnnamed(message.Content, account.Script) is var (member, why))
        {
            mistakes.Add(member, why);
            await mistakes.Write(context, "The message cannot be sent as it is");
            return;
        }
        if (await commands.Ask(context, account, id, $"send:{key}", new ConversationCommand.Send(asked.Item, key, asked.ElsePark), "Send it again with the same Idempotency-Key.") is not { } answer) return;
        switch (answer.Outcome)
        {
            case null:
                // Another request with the key was first: what it led to is on disk.
                if (!await AnswerKnown(context, id, key, asked, evenWhenNotAsked: true)) await AnswerParked(context, key);
                break;
            case { Done: true, Entry: { } entry }:
                await Answer(context, await store.Find(id, entry) ?? throw new InvalidOperationException($"Row {entry} of {id} is gone right after its turn."), StatusCodes.Status202Accepted);
                break;
            case { Done: true }:
                await AnswerParked(context, key);
                break;
            case var refused:
                await Refuse(context, account, state, asked, refused.Why ?? "The conversation did not take it.");
                break;
        }
    }

    /// <summary>Answers a request whose key is known already: with what became of the first, or 422 when it asks for something else.</summary>
    private async Task<bool> AnswerKnown(HttpContext context, ConversationId id, string key, AskedMessage asked, bool evenWhenNotAsked = false)
    {
        if (await _same.Row(id, key) is { } row)
        {
            if (await _same.IsSame(row, asked.Item)) await Answer(context, row, StatusCodes.Status200OK);
            else await RefuseKey(context);
            return true;
        }
        if (!(asked.ElsePark || evenWhenNotAsked) || await _same.Parked(id, key) is not { } parked) return false;
        if (parked.Equals(asked.Item)) await AnswerParked(context, key, StatusCodes.Status200OK);
        else await RefuseKey(context);
        return true;
    }

    private static Task RefuseKey(HttpContext context) => Problem.Write(
        context, StatusCodes.Status422UnprocessableEntity, "The key belongs to another message",
        "A message with this Idempotency-Key was asked for before, and it was another one: use a new key for a new message.");

    private Task Refuse(HttpContext context, Account account, Conversation state, AskedMessage asked, string why)
    {
        var now = time.GetUtcNow();
        var left = account.Pushes ? state.Ledger.Left(now) : 0;
        var title = !account.Pushes ? $"The account '{account.Alias}' cannot push" : !state.Subscribed ? "The user does not follow the account" : left == 0 ? "The user's window is closed or used up" : "The window has too little left";
        return Results.Problem(
            statusCode: StatusCodes.Status409Conflict, title: title, detail: why,
            extensions: new Dictionary<string, object?>
            {
                ["left"] = left,
                ["closes_at"] = account.Pushes && state.Ledger.ClosesAt(now) is { } closes ? JsonAnswer.Timestamp(closes) : null,
                ["reaches"] = OtherWays.Of(account.Pushes, state.Subscribed, asked).Select(way => new Dictionary<string, string> { ["by"] = way.By, ["sentence"] = way.Sentence }).ToArray(),
            }).ExecuteAsync(context);
    }

    private static Task Answer(HttpContext context, OutboxRow row, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/accounts/{row.Entry.To.Account}/conversations/{row.Entry.To.OpenId}/messages/{row.Entry.Id}");
        return JsonAnswer.Write(context, json => RowJson.Write(json, row));
    }

    private static Task AnswerParked(HttpContext context, string key, int status = StatusCodes.Status202Accepted)
    {
        context.Response.StatusCode = status;
        return JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteNull("id");
            json.WriteString("state", "parked");
            json.WriteString("sentence", "It cannot be pushed now, so it waits and is shown with the answer to what the user writes next.");
            json.WriteString("key", key);
            json.WriteEndObject();
        });
    }

    private async Task Show(HttpContext context, Account account, ConversationId id, Conversation state)
    {
        var row = long.TryParse(context.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? await store.Find(id, entry) : null;
        if (row is not null) await JsonAnswer.Write(context, json => RowJson.Write(json, row));
        else await Problem.Write(context, StatusCodes.Status404NotFound, "This conversation has no such message", $"List them with GET /api/accounts/{account.Alias}/conversations/{id.OpenId}/messages. Those that ended are kept for {SqliteConversationStore.EndedRowsKept.TotalDays:0} days.");
    }

    private async Task List(HttpContext context, Account account, ConversationId id, Conversation state)
    {
        if (await AskedRows.Read(context) is not { } page) return;
        var rows = await store.Rows(id, page.State, page.Before, page.Limit);
        await Write(context, rows, rows.Length == page.Limit ? rows[^1].Entry.Id : null);
    }

    private async Task ListAll(HttpContext context, Account account)
    {
        if (await AskedRows.Read(context) is not { } page) return;
        var rows = await store.List(account.Alias, page.State, page.Before, page.Limit);
        await Write(context, [.. rows.Select(row => row.Row)], rows.Length == page.Limit ? rows[^1].Position : null);
    }

    private static Task Write(HttpContext context, IReadOnlyList<OutboxRow> rows, long? next) => JsonAnswer.Write(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("messages");
        foreach (var row in rows) RowJson.Write(json, row);
        json.WriteEndArray();
        if (next is { } before) json.WriteNumber("next", before);
        json.WriteEndObject();
    });
}

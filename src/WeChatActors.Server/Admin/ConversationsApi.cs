using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Conversations for the operator: a page of them, and one with its last turns.</summary>
/// <param name="known">Knows accounts and conversations.</param>
/// <param name="reach">Lists those with an open window.</param>
/// <param name="store">Holds them.</param>
/// <param name="time">The clock.</param>
internal sealed class ConversationsApi(KnownConversation known, ReachApi reach, IConversationStore store, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/conversations", known.OfAccount(List)).Needs(AdminScope.Read);
        routes.MapGet("/api/accounts/{account}/conversations/{openId}", known.OfAccount(Show)).Needs(AdminScope.Read);
    }

    private async Task List(HttpContext context, Account account)
    {
        if (context.Request.Query.TryGetValue("window", out var window))
        {
            await reach.List(context, account, window.ToString());
            return;
        }
        if (await AskedCount.Read(context, "limit", 50, ", or page with 'after'") is not { } limit) return;
        var page = await store.List(account.Alias, context.Request.Query["after"], limit);
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("conversations");
            foreach (var conversation in page)
            {
                json.WriteStartObject();
                json.WriteString("open_id", conversation.OpenId.Value);
                json.WriteNumber("version", conversation.Version);
                json.WriteBoolean("subscribed", conversation.Subscribed);
                if (conversation.Since is { } since) json.WriteString("since", JsonAnswer.Timestamp(since));
                json.WriteString("last_turn_at", JsonAnswer.Timestamp(conversation.LastTurnAt));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (page.Length == limit) json.WriteString("next", page[^1].OpenId.Value);
            json.WriteEndObject();
        });
    }

    private async Task Show(HttpContext context, Account account)
    {
        if (await AskedCount.Read(context, "turns", 50, ", or page with 'after'") is not { } turns) return;
        await known.Find(context, account, (_, _, id, state) => Write(context, account, id, state, turns));
    }

    private async Task Write(HttpContext context, Account account, ConversationId id, Conversation state, int turns)
    {
        var transcript = await store.Transcript(id, turns);
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("open_id", id.OpenId.Value);
            json.WriteNumber("version", state.Version);
            json.WriteBoolean("subscribed", state.Subscribed);
            if (state.Since is { } since) json.WriteString("since", JsonAnswer.Timestamp(since));
            if (state.Profile is { } profile)
            {
                json.WritePropertyName("profile");
                ProfileJson.Write(json, profile);
            }
            json.WriteStartArray("tags");
            foreach (var tag in state.Tags) json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteStartObject("user");
            foreach (var (name, value) in state.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                value.WriteJson(json);
            }
            json.WriteEndObject();
            ConversationJson.WritePause(json, state);
            ConversationJson.WriteLedger(json, state, account, time.GetUtcNow());
            ConversationJson.WriteDialog(json, state, account.Script);
            ConversationJson.WriteWork(json, state);
            json.WriteStartArray("turns");
            foreach (var turn in transcript) WriteTurn(json, turn);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteTurn(Utf8JsonWriter json, StoredTurn turn)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", turn.Seq);
        json.WriteString("at", JsonAnswer.Timestamp(turn.At));
        using var stored = JsonDocument.Parse(turn.Json);
        foreach (var property in stored.RootElement.EnumerateObject())
            if (!property.NameEquals("elapsed_ms"u8)) property.WriteTo(json);
        json.WriteNumber("deliveries", turn.Deliveries);
        if (stored.RootElement.TryGetProperty("elapsed_ms"u8, out var elapsed)) json.WriteNumber("elapsed_ms", elapsed.GetDecimal());
        json.WriteEndObject();
    }
}

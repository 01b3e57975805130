using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Conversations for the operator: a page of them, and one with its last turns.</summary>
internal sealed class ConversationsApi(ConversationHost conversations, IConversationStore store, TimeProvider time)
{
    private const int MaxPage = 500;

    private static readonly JsonWriterOptions Json = new() { Encoder = PlatformJson.Encoder, Indented = true };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/conversations", (HttpContext context, string account) => List(context, account)).Needs(AdminScope.Read);
        routes.MapGet("/api/accounts/{account}/conversations/{openId}", (HttpContext context, string account, string openId) => Show(context, account, openId)).Needs(AdminScope.Read);
    }

    private async Task List(HttpContext context, string account)
    {
        if (!await Knows(context, account)) return;
        if (await Count(context, "limit", 50) is not { } limit) return;
        var page = await store.List(account, context.Request.Query["after"], limit);
        await Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("conversations");
            foreach (var conversation in page)
            {
                json.WriteStartObject();
                json.WriteString("open_id", conversation.OpenId.Value);
                json.WriteNumber("version", conversation.Version);
                json.WriteBoolean("subscribed", conversation.Subscribed);
                if (conversation.Since is { } since) json.WriteString("since", Timestamp(since));
                json.WriteString("last_turn_at", Timestamp(conversation.LastTurnAt));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (page.Length == limit) json.WriteString("next", page[^1].OpenId.Value);
            json.WriteEndObject();
        });
    }

    private async Task Show(HttpContext context, string account, string openId)
    {
        if (!await Knows(context, account)) return;
        if (await Count(context, "turns", 50) is not { } turns) return;
        var id = new ConversationId(account, new OpenId(openId));
        var state = await store.Load(id, time.GetUtcNow());
        if (state.Version == 0)
        {
            await Problem.Write(context, StatusCodes.Status404NotFound, $"Nobody with this OpenID has written to '{account}'", "List the conversations, or check the OpenID: upper and lower case differ.");
            return;
        }
        var transcript = await store.Transcript(id, turns);
        await Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("open_id", openId);
            json.WriteNumber("version", state.Version);
            json.WriteBoolean("subscribed", state.Subscribed);
            if (state.Since is { } since) json.WriteString("since", Timestamp(since));
            if (state.Profile is { } profile)
            {
                json.WritePropertyName("profile");
                ProfileJson.Write(json, profile);
            }
            json.WriteStartObject("user");
            foreach (var (name, value) in state.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                value.WriteJson(json);
            }
            json.WriteEndObject();
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
        json.WriteString("at", Timestamp(turn.At));
        using var stored = JsonDocument.Parse(turn.Json);
        foreach (var property in stored.RootElement.EnumerateObject())
            if (!property.NameEquals("elapsed_ms"u8)) property.WriteTo(json);
        json.WriteNumber("deliveries", turn.Deliveries);
        if (stored.RootElement.TryGetProperty("elapsed_ms"u8, out var elapsed)) json.WriteNumber("elapsed_ms", elapsed.GetDecimal());
        json.WriteEndObject();
    }

    private async Task<bool> Knows(HttpContext context, string account)
    {
        if (conversations.Accounts.ContainsKey(account)) return true;
        await Problem.Write(context, StatusCodes.Status404NotFound, $"There is no account '{account}'", "Use an alias under 'accounts' of the configuration.");
        return false;
    }

    private static async Task<int?> Count(HttpContext context, string name, int @default)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return @default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxPage) return count;
        await Problem.Write(context, StatusCodes.Status400BadRequest, $"'{name}' is not a number from 1 to {MaxPage}", $"Leave it out for {@default}, or page with 'after'.");
        return null;
    }

    private static async Task Write(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Json)) write(json);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }

    private static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

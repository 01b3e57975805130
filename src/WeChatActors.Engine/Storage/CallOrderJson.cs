using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>A call that a turn waits for, in the state.</summary>
internal static class CallOrderJson
{
    public static void Write(Utf8JsonWriter json, CallOrder order)
    {
        json.WriteStartObject();
        switch (order)
        {
            case HttpOrder http:
                json.WriteString("type"u8, "http"u8);
                json.WriteString("place"u8, http.Place);
                json.WriteString("method"u8, http.Method);
                json.WriteString("url"u8, http.Url);
                WriteHeaders(json, http);
                StoredJson.WriteText(json, "body", http.Body);
                StoredJson.WriteText(json, "content_type", http.ContentType);
                if (http.Retries != 0) json.WriteNumber("retries"u8, http.Retries);
                StoredJson.WriteFlag(json, "once", http.Once);
                break;
            case LlmOrder llm:
                json.WriteString("type"u8, "llm"u8);
                json.WriteString("place"u8, llm.Place);
                json.WriteString("model"u8, llm.Model);
                StoredJson.WriteText(json, "system", llm.System);
                json.WriteString("prompt"u8, llm.Prompt);
                if (llm.History != 0) json.WriteNumber("history"u8, llm.History);
                break;
            default:
                throw new InvalidOperationException($"{order.GetType().Name} has no stored form.");
        }
        StoredJson.WriteSpan(json, "deadline", order.Deadline);
        json.WriteEndObject();
    }

    public static CallOrder Read(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "http" => new HttpOrder(
            StoredJson.Text(json, "place"), StoredJson.Text(json, "method"), StoredJson.Text(json, "url"), ReadHeaders(json), StoredJson.OptionalText(json, "body"),
            StoredJson.OptionalText(json, "content_type"), StoredJson.OptionalSpan(json, "deadline"), (int)StoredJson.Number(json, "retries", 0),
            StoredJson.Flag(json, "once")),
        "llm" => new LlmOrder(
            StoredJson.Text(json, "place"), StoredJson.Text(json, "model"), StoredJson.OptionalText(json, "system"), StoredJson.Text(json, "prompt"),
            (int)StoredJson.Number(json, "history", 0), StoredJson.OptionalSpan(json, "deadline")),
        var other => throw StoredJson.Unknown("call", other),
    };

    // An object, in which a name may come twice.
    private static void WriteHeaders(Utf8JsonWriter json, HttpOrder http)
    {
        if (http.Headers.IsDefaultOrEmpty) return;
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in http.Headers) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static System.Collections.Immutable.ImmutableArray<KeyValuePair<string, string>> ReadHeaders(JsonElement json) =>
        json.TryGetProperty("headers"u8, out var headers)
            ? [.. headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString() ?? ""))]
            : [];
}

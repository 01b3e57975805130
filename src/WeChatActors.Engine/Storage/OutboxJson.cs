using System.Buffers;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What the outbox owes as JSON, in the words of the rule language and, for messages, of the API, for the store, the turn log and the admin API.</summary>
public static class OutboxJson
{
    /// <summary>Writes an item as an object with its type and fields.</summary>
    public static void Write(Utf8JsonWriter json, OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteFields(json, item);
        json.WriteEndObject();
    }

    internal static void Write(IBufferWriter<byte> output, OutboxItem item)
    {
        var json = StoredJson.Writer(output);
        Write(json, item);
        json.Flush();
    }

    /// <summary>An item's type: that of a message in the words of <c>send</c>, or <c>typing</c>, <c>tag</c>, <c>remark</c>, <c>template</c>,
    /// <c>subscribe</c> and <c>once</c>.</summary>
    public static string Type(OutboxItem item) => item switch
    {
        OutboxItem.Message message => CustomerMessageWriter.Type(message.Content),
        OutboxItem.Typing => "typing",
        OutboxItem.Tag => "tag",
        OutboxItem.Remark => "remark",
        OutboxItem.Notice notice => notice.Kind switch
        {
            NoticeKind.Template => "template",
            NoticeKind.Subscribe => "subscribe",
            NoticeKind.Once => "once",
            _ => throw new InvalidOperationException($"A notice of kind {notice.Kind} has no stored form."),
        },
        _ => throw new InvalidOperationException($"{item.GetType().Name} has no stored form."),
    };

    /// <summary>The state of a row, in one word.</summary>
    public static string Word(OutboxState state) => state switch
    {
        OutboxState.Waiting => "waiting",
        OutboxState.Sending => "sending",
        OutboxState.Sent => "sent",
        OutboxState.Refused => "refused",
        OutboxState.Expired => "expired",
        OutboxState.Unknown => "unknown",
        _ => throw new InvalidOperationException($"The state {state} has no stored form."),
    };

    /// <summary>The state of a word; null when it is none.</summary>
    public static OutboxState? State(string? word) => word switch
    {
        "waiting" => OutboxState.Waiting,
        "sending" => OutboxState.Sending,
        "sent" => OutboxState.Sent,
        "refused" => OutboxState.Refused,
        "expired" => OutboxState.Expired,
        "unknown" => OutboxState.Unknown,
        _ => null,
    };

    /// <summary>Reads what <see cref="Write(Utf8JsonWriter, OutboxItem)"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static OutboxItem Read(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "typing" => new OutboxItem.Typing(json.GetProperty("on"u8).GetBoolean()),
        "tag" => StoredJson.OptionalText(json, "add") is { } added
            ? new OutboxItem.Tag(added, Add: true)
            : new OutboxItem.Tag(StoredJson.Text(json, "remove"), Add: false),
        "remark" => new OutboxItem.Remark(StoredJson.Text(json, "text")),
        "template" => new OutboxItem.Notice(NoticeKind.Template, Body(json)),
        "subscribe" => new OutboxItem.Notice(NoticeKind.Subscribe, Body(json)),
        "once" => new OutboxItem.Notice(NoticeKind.Once, Body(json)),
        _ => new OutboxItem.Message(OlderMessageJson.Is(json) ? OlderMessageJson.Read(json) : CustomerMessageReader.ReadStored(json)),
    };

    internal static void WriteFields(Utf8JsonWriter json, OutboxItem item)
    {
        if (item is OutboxItem.Message message)
        {
            CustomerMessageWriter.WriteMembers(json, message.Content);
            return;
        }
        json.WriteString("type"u8, Type(item));
        switch (item)
        {
            case OutboxItem.Typing typing:
                json.WriteBoolean("on"u8, typing.On);
                break;
            case OutboxItem.Tag tag:
                json.WriteString(tag.Add ? "add"u8 : "remove"u8, tag.Name);
                break;
            case OutboxItem.Remark remark:
                json.WriteString("text"u8, remark.Text);
                break;
            case OutboxItem.Notice notice:
                WriteBody(json, notice.Json);
                break;
        }
    }

    // To the letter: a number that is written otherwise may be another one to the platform.
    private static void WriteBody(Utf8JsonWriter json, string body)
    {
        json.WritePropertyName("body"u8);
        if (IsObject(body)) json.WriteRawValue(body, skipInputValidation: true);
        else json.WriteStringValue(body);
    }

    private static string Body(JsonElement json)
    {
        var body = json.GetProperty("body"u8);
        return body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

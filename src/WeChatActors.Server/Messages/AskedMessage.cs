using System.Buffers;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What another system asks to send.</summary>
/// <param name="Item">What.</param>
/// <param name="ElsePark">Whether a message that cannot be pushed now waits for the user's next packet.</param>
internal sealed record AskedMessage(OutboxItem Item, bool ElsePark)
{
    private const string NextReply = "next_reply";

    /// <summary>Reads a body; null after mistakes were added.</summary>
    public static AskedMessage? Read(JsonElement body, Mistakes mistakes)
    {
        var elsePark = ReadElse(body, mistakes);
        OutboxItem? item = body.TextOf("type") switch
        {
            "template" => ReadNotice(body, NoticeKind.Template, elsePark, mistakes),
            "subscribe" => ReadNotice(body, NoticeKind.Subscribe, elsePark, mistakes),
            "once" => ReadNotice(body, NoticeKind.Once, elsePark, mistakes),
            "typing" => ReadTyping(body, elsePark, mistakes),
            _ => ReadMessage(body, elsePark, mistakes),
        };
        return item is null || mistakes.Any ? null : new(item, elsePark);
    }

    private static bool ReadElse(JsonElement body, Mistakes mistakes)
    {
        if (!body.TryGetProperty("else", out _)) return false;
        if (body.TextOf("else") != NextReply) mistakes.Add("else", $"it is something else than \"{NextReply}\"; write that, or leave it out.");
        return true;
    }

    private static OutboxItem.Message? ReadMessage(JsonElement body, bool elsePark, Mistakes mistakes)
    {
        var read = CustomerMessageReader.Read(elsePark ? WithoutElse(body) : body);
        foreach (var mistake in read.Mistakes)
            mistakes.Add(mistake.Path, mistake.Path == "type" ? $"{mistake.Sentence} Also template, subscribe, once and typing." : mistake.Sentence);
        if (read.Message is not { } message) return null;
        if (elsePark && PushForms.Back(message) is null) mistakes.Add("else", $"a {body.TextOf("type")} has no form as a reply, so that it cannot wait for one; leave it out.");
        return new OutboxItem.Message(message);
    }

    // What is wrong with a message must not depend on a member that is not the message's.
    private static JsonElement WithoutElse(JsonElement body)
    {
        var rest = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(rest))
        {
            json.WriteStartObject();
            foreach (var member in body.EnumerateObject())
                if (!member.NameEquals("else"u8)) member.WriteTo(json);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(rest.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static OutboxItem.Notice? ReadNotice(JsonElement body, NoticeKind kind, bool elsePark, Mistakes mistakes)
    {
        RefuseElse(elsePark, mistakes);
        AskedBody.RefuseOthers(body, mistakes, "type", "body", "else");
        if (!body.TryGetProperty("body", out var content))
        {
            mistakes.Add("body", "it is missing; write the object that WeChat's API takes, without touser.");
            return null;
        }
        var json = content.GetRawText();
        if (NoticeJson.FindFault(json) is { } fault) mistakes.Add("body", fault);
        else if (string.IsNullOrWhiteSpace(content.TextOf("template_id"))) mistakes.Add("body.template_id", "it is missing or empty; write the id of the template.");
        return new OutboxItem.Notice(kind, json);
    }

    private static OutboxItem.Typing ReadTyping(JsonElement body, bool elsePark, Mistakes mistakes)
    {
        RefuseElse(elsePark, mistakes);
        AskedBody.RefuseOthers(body, mistakes, "type", "on", "else");
        if (!body.TryGetProperty("on", out var on)) return new OutboxItem.Typing(true);
        if (on.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) mistakes.Add("on", "it is neither true nor false.");
        return new OutboxItem.Typing(on.ValueKind == JsonValueKind.True);
    }

    private static void RefuseElse(bool elsePark, Mistakes mistakes)
    {
        if (elsePark) mistakes.Add("else", "it is for messages that spend the window; leave it out.");
    }
}

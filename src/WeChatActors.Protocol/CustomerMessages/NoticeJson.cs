using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Bodies of the messages that need no window: template messages, subscription notices, one-time subscription messages. Whoever sends one
/// writes its object; the follower is added here. Source: WeChat Official Accounts docs, 模板消息, 订阅通知, 一次性订阅消息.</summary>
public static class NoticeJson
{
    /// <summary>The path of template messages.</summary>
    public const string TemplatePath = "/cgi-bin/message/template/send";

    /// <summary>The path of subscription notices.</summary>
    public const string SubscribePath = "/cgi-bin/message/subscribe/bizsend";

    /// <summary>The path of one-time subscription messages.</summary>
    public const string OncePath = "/cgi-bin/message/template/subscribe";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Why a text is no body of a notice, one sentence with the remedy; null when it is one.</summary>
    /// <param name="json">The object without <c>touser</c>.</param>
    public static string? FindFault(string json)
    {
        using var document = Parse(json, out var fault);
        return fault;
    }

    /// <summary>The body, UTF-8: the object, to a follower.</summary>
    /// <param name="json">The object without <c>touser</c>, as <see cref="FindFault"/> passes it.</param>
    /// <param name="to">The follower.</param>
    /// <param name="clientMsgId">The id under which the platform takes a repetition for the same message, added when the object has none; null for none.</param>
    /// <exception cref="FormatException">It is no body of a notice.</exception>
    public static byte[] Body(string json, OpenId to, string? clientMsgId)
    {
        using var document = Parse(json, out var fault);
        if (document is null || fault is not null) throw new FormatException(fault);
        return PlatformBody.Write(writer =>
        {
            writer.WriteString("touser", to.Value);
            var members = document.RootElement;
            foreach (var member in members.EnumerateObject()) member.WriteTo(writer);
            if (clientMsgId is not null && !members.TryGetProperty("client_msg_id", out _)) writer.WriteString("client_msg_id", clientMsgId);
        });
    }

    private const string Example = "{\"template_id\":\"...\",\"data\":{}}";

    private static JsonDocument? Parse(string json, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument? document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException error)
        {
            // What stands twice has no place in the framework's words.
            fault = error.LineNumber is { } line
                ? $"The notice cannot be read as JSON from line {line + 1}, byte {error.BytePositionInLine + 1}; write one object such as {Example}."
                : "The notice has a member twice; write each once.";
            return null;
        }
        fault = document.RootElement switch
        {
            { ValueKind: not JsonValueKind.Object } => $"The notice is {CustomerMessageReader.Describe(document.RootElement)}; write an object such as {Example}.",
            var root when root.TryGetProperty("touser", out _) => "The notice names a touser; leave it out: it goes to the conversation's follower.",
            _ => null,
        };
        return document;
    }
}

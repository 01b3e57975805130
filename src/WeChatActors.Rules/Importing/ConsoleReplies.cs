using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A rule file made of the automatic replies of WeChat's console.</summary>
/// <param name="Yaml">The file; null when the answer cannot be used at all.</param>
/// <param name="Notes">What was not carried over, or otherwise than the console had it, each in one sentence; the one reason when there is no file.</param>
public sealed record ImportedReplies(string? Yaml, ImmutableArray<string> Notes)
{
    /// <summary>Whether replies that are switched off in the console stand in comments.</summary>
    public bool HasClosed { get; init; }
}

/// <summary>Reads the automatic replies that were set up in WeChat's console (get_current_autoreply_info).</summary>
/// <remarks>Source: WeChat Official Accounts docs, "Get current auto-reply rules".</remarks>
public static class ConsoleReplies
{
    /// <summary>The path that answers them.</summary>
    public const string Path = "/cgi-bin/get_current_autoreply_info";

    /// <summary>The longest answer that is read, in bytes: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxRules = 2000;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 32 };

    /// <summary>Makes a rule file of them.</summary>
    /// <param name="json">The platform's answer.</param>
    /// <param name="withClosed">Whether what is switched off in the console becomes rules too; otherwise it stands in comments.</param>
    /// <returns>The file, which loads without errors. Never throws for anything the answer holds.</returns>
    public static ImportedReplies Import(ReadOnlyMemory<byte> json, bool withClosed = false)
    {
        if (json.Length > MaxBytes) return Refused($"it has {json.Length} bytes, at most {MaxBytes} are read");
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Bounded);
            if (JsonTexts.HasHalfCharacter(document.RootElement)) return Refused("it holds half of a surrogate pair, which is no text");
            return Import(document.RootElement, withClosed);
        }
        catch (JsonException error)
        {
            return Refused($"it is no JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})");
        }
    }

    private static ImportedReplies Import(JsonElement answer, bool withClosed)
    {
        if (answer.ValueKind != JsonValueKind.Object) return Refused("it is no JSON object");
        if (answer.TryGetProperty("errcode", out var errcode) && errcode.ValueKind == JsonValueKind.Number && errcode.GetRawText() != "0")
            return Refused($"it says errcode {ShortText.Cut(errcode.GetRawText(), 20)} instead of the replies");
        if (!answer.TryGetProperty("is_autoreply_open", out _) && !answer.TryGetProperty("keyword_autoreply_info", out _) && !answer.TryGetProperty("add_friend_autoreply_info", out _))
            return Refused("it has none of is_autoreply_open, keyword_autoreply_info and add_friend_autoreply_info");
        var writer = new ReplyRules();
        var follows = withClosed || IsOpen(answer, "is_add_friend_reply_open");
        var answers = withClosed || IsOpen(answer, "is_autoreply_open");
        if (answer.TryGetProperty("add_friend_autoreply_info", out var follow)) writer.Follow(follow, follows);
        foreach (var (rule, number) in Keywords(answer).Take(MaxRules).Select((rule, index) => (rule, index + 1))) writer.Keyword(rule, number, answers);
        if (Keywords(answer).Skip(MaxRules).Any()) writer.Note($"only the first {MaxRules} rules were taken");
        if (answer.TryGetProperty("message_default_autoreply_info", out var rest)) writer.Default(rest, answers);
        if (!follows) writer.NoteClosed("the reply to a new follower is");
        if (!answers) writer.NoteClosed("the replies to messages are");
        return writer.ToFile() with { HasClosed = !follows || !answers };
    }

    private static IEnumerable<JsonElement> Keywords(JsonElement answer) =>
        answer.TryGetProperty("keyword_autoreply_info", out var info) ? JsonMembers.List(info, "list") : [];

    private static bool IsOpen(JsonElement answer, string name) =>
        !answer.TryGetProperty(name, out var open) || open.ValueKind is not (JsonValueKind.Number or JsonValueKind.False) || (open.ValueKind == JsonValueKind.Number && open.GetRawText() != "0");

    private static ImportedReplies Refused(string why) => new(null, [$"This is no answer of {Path}: {why}."]);
}

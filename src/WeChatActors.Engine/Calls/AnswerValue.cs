using System.Net.Http.Headers;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Reads the body of an answer as rules see it: JSON as values, everything else as text.</summary>
internal static class AnswerValue
{
    /// <summary>Reads it.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="type">Its content type; null when it has none.</param>
    /// <returns>The value, null for an empty body; and whether it is called JSON and is none.</returns>
    public static (Value Body, bool IsBroken) Read(ReadOnlySpan<byte> bytes, MediaTypeHeaderValue? type)
    {
        if (bytes.IsEmpty) return (Value.Null, false);
        var text = AnswerText.Read(bytes, type);
        var begin = text.AsSpan().TrimStart();
        var called = IsJson(type?.MediaType);
        // Many servers send JSON and call it text.
        if (!called && !begin.StartsWith("{") && !begin.StartsWith("[")) return (text, false);
        if (LooseJson.TryRead(text, out var value)) return (value, false);
        return (text, called && !begin.IsEmpty);
    }

    private static bool IsJson(string? type) =>
        type is not null && (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}

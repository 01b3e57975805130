using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Finds in the log of a conversation what a question was answered with.</summary>
internal static class LoggedAnswer
{
    /// <summary>The answer; null when the log does not hold it.</summary>
    /// <param name="lines">Lines of the log, newest first.</param>
    /// <param name="seq">The line that took the question.</param>
    public static PassiveReply? Find(ImmutableArray<StoredTurn> lines, long seq)
    {
        foreach (var line in lines)
        {
            if (line.Seq < seq) break;
            using var json = JsonDocument.Parse(line.Json);
            var turn = json.RootElement;
            // Kept for the user: whole, while a reply may have been cut to what a carrier takes.
            if (Entry(turn, "parked", seq) is { } parked) return ReplyJson.Read(parked.GetProperty("reply"u8));
            if (Entry(turn, "settled", seq) is { } settled && settled.GetProperty("how"u8).ValueEquals("answer"u8) && settled.TryGetProperty("reply"u8, out var given))
                return ReplyJson.Read(given);
            if (line.Seq == seq && turn.TryGetProperty("reply"u8, out var reply)) return ReplyJson.Read(reply);
        }
        return null;
    }

    private static JsonElement? Entry(JsonElement turn, string name, long seq)
    {
        if (!turn.TryGetProperty(name, out var list)) return null;
        foreach (var entry in list.EnumerateArray())
            if (entry.GetProperty("seq"u8).GetInt64() == seq) return entry;
        return null;
    }
}

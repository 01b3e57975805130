using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What a line of the log says about packets' answers.</summary>
/// <param name="IsOpen">Whether its own packet has none yet.</param>
/// <param name="Reply">The reply to its own packet; null for <c>success</c>.</param>
/// <param name="Settled">Packets of earlier lines that got theirs.</param>
internal readonly record struct StoredAnswers(bool IsOpen, PassiveReply? Reply, ImmutableArray<SettledPacket> Settled)
{
    /// <exception cref="JsonException">It is no line of the log.</exception>
    public static StoredAnswers Read(ReadOnlyMemory<byte> turn)
    {
        using var document = StoredJson.Parse(turn);
        var root = document.RootElement;
        return new(StoredJson.Flag(root, "open"), ReadReply(root), StoredJson.List(root, "settled", ReadSettled));
    }

    private static SettledPacket ReadSettled(JsonElement json) => new(
        new DeliveryKey(StoredJson.Text(json, "packet")), json.GetProperty("seq"u8).GetInt64(), ReadReply(json), StoredJson.Text(json, "how"));

    private static PassiveReply? ReadReply(JsonElement json) => json.TryGetProperty("reply"u8, out var reply) ? ReplyJson.Read(reply) : null;
}

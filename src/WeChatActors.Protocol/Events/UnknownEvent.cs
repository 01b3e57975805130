using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>An event of a kind this engine does not know. New kinds appear without notice: count it, answer <c>success</c>.</summary>
public sealed record UnknownEvent : AccountEvent
{
    /// <inheritdoc/>
    public UnknownEvent() { }

    [SetsRequiredMembers]
    internal UnknownEvent(ref PacketSource source) : base(ref source) { }
}

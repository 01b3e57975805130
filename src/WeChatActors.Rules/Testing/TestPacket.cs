using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Something a follower does in a test, as the platform would push it. Immutable.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="MsgType">The MsgType element.</param>
/// <param name="Elements">The elements of its own.</param>
/// <param name="Shown">How a conversation shows it: the text, or <c>(event subscribe)</c>.</param>
public sealed record TestPacket(Place Place, string MsgType, ImmutableArray<PacketElement> Elements, string Shown);

/// <summary>An element of a packet.</summary>
/// <param name="Name">Its name in the XML.</param>
/// <param name="Text">Its content; empty for one with elements inside.</param>
public sealed record PacketElement(string Name, string Text)
{
    /// <summary>The elements inside; empty as a rule.</summary>
    public ImmutableArray<PacketElement> Inside { get; init; } = [];
}

using System.Buffers;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>The text packet that a connection sends next; its memory is used again for the one after.</summary>
/// <param name="signer">Writes and signs.</param>
internal sealed class LoadMessage(PushSigner signer)
{
    private readonly ArrayBufferWriter<byte> _plain = new(1024);
    private readonly ArrayBufferWriter<byte> _wire = new();

    /// <summary>The packet.</summary>
    public SimulatedPacket Packet { get; private set; } = new("", default, "text", []);

    /// <summary>Its query string.</summary>
    public string Query { get; private set; } = "";

    /// <summary>Its body; valid until the next packet is written.</summary>
    public ReadOnlyMemory<byte> Body => _wire.WrittenCount > 0 ? _wire.WrittenMemory : _plain.WrittenMemory;

    /// <summary>Writes the next packet.</summary>
    public void Write(int follower, string text, long msgId, DateTimeOffset now)
    {
        _plain.ResetWrittenCount();
        _wire.ResetWrittenCount();
        Packet = new SimulatedPacket(OpenIdOf(follower), now, "text", [PacketElement.Of("Content", text), PacketElement.Of("MsgId", msgId)]);
        Query = signer.Sign(_plain, _wire, Packet, now, (msgId % 9_000_000_000 + 1_000_000_000).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The OpenID of a virtual follower: 28 characters.</summary>
    public static string OpenIdOf(int follower) => string.Create(CultureInfo.InvariantCulture, $"oLoad{follower:D23}");
}

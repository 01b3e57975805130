using System.Buffers;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Keeps packets that no conversation takes: those WeChat means are surely kept, malformed ones only now and then, so that
/// a flood of them cannot fill the disk.</summary>
public sealed class SetAsides(IConversationStore store, TimeProvider time)
{
    /// <summary>The bytes of a packet that are kept.</summary>
    public const int MaxBytes = 4096;

    private readonly LogGate _gate = new(time, perSecond: 1);

    /// <summary>Copies as much of a body as may be kept.</summary>
    public static ReadOnlyMemory<byte> Take(in ReadOnlySequence<byte> body) => body.Slice(0, Math.Min(body.Length, MaxBytes)).ToArray();

    /// <summary>Keeps a packet; on disk when this returns, unless the result says otherwise.</summary>
    public ValueTask<CommitResult> Keep(SetAsidePacket packet) => store.SetAside(packet);

    /// <summary>Keeps a packet if none was kept this second, and does not wait for it.</summary>
    public void Sample(SetAsidePacket packet)
    {
        if (_gate.Opens(out _)) _ = store.SetAside(packet).AsTask();
    }
}

using System.Buffers;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Keeps packets that no conversation takes: those WeChat means are surely kept, malformed ones only now and then, so that
/// a flood of them cannot fill the disk.</summary>
public sealed class SetAsides(IConversationStore store, TimeProvider time)
{
    private readonly LogGate _gate = new(time, perSecond: 1);

    /// <summary>Copies as much of a body as may be kept.</summary>
    public static ReadOnlyMemory<byte> Take(in ReadOnlySequence<byte> body) => body.Slice(0, Math.Min(body.Length, SetAsidePacket.MaxBodyBytes)).ToArray();

    /// <summary>Keeps a packet; on disk when this returns, unless the result says otherwise.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="budget">How long to wait for the disk.</param>
    public async ValueTask<CommitResult> Keep(SetAsidePacket packet, TimeSpan budget)
    {
        try
        {
            return await store.SetAside(packet).AsTask().WaitAsync(budget > TimeSpan.Zero ? budget : TimeSpan.Zero, time);
        }
        catch (TimeoutException)
        {
            return new CommitResult(CommitOutcome.Failed, "the reply deadline passed before the packet was on disk");
        }
    }

    /// <summary>Keeps a packet if none was kept this second, and does not wait for it.</summary>
    public void Sample(SetAsidePacket packet)
    {
        if (_gate.Opens(out _)) _ = store.SetAside(packet).AsTask();
    }
}

namespace WeChatActors.Replay;

/// <summary>Gives the packets of a run one after the other, in the order of their offsets, and holds few of them in memory.</summary>
internal interface IPacketSource : IAsyncDisposable
{
    /// <summary>The next packet; null at the end.</summary>
    ValueTask<PlannedPacket?> Next(CancellationToken ct);
}

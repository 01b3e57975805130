namespace WeChatActors.Replay;

/// <summary>The packets of one account among those of a capture.</summary>
/// <param name="all">The packets of all accounts.</param>
/// <param name="alias">The account; packets whose account is not known are taken, too. Null takes all.</param>
internal sealed class AccountPackets(IPacketSource all, string? alias) : IPacketSource
{
    /// <summary>How many packets of other accounts were left out.</summary>
    public long LeftOut { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<PlannedPacket?> Next(CancellationToken ct)
    {
        while (await all.Next(ct) is { } packet)
        {
            if (alias is null || packet.Captured?.Account is null || packet.Captured.Account == alias) return packet;
            LeftOut++;
        }
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => all.DisposeAsync();
}

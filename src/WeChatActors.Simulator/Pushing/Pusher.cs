namespace WeChatActors.Simulator;

/// <summary>Pushes packets to the callbacks of accounts.</summary>
internal sealed class Pusher(Platform platform)
{
    /// <summary>Pushes one packet, with as many deliveries as it takes.</summary>
    /// <param name="account">Whose callback.</param>
    /// <param name="packet">What.</param>
    /// <returns>The record of it, complete. Never throws for anything the callback does.</returns>
    public Task<PushRecord> Push(SimulatedAccount account, SimulatedPacket packet)
    {
        var record = new PushRecord
        {
            Number = account.Pushes.Reserve(), OpenId = packet.From, Kind = packet.Event ?? packet.MsgType, At = packet.CreateTime, Packet = "",
            Outcome = PushOutcome.NotSent, Verdict = "No callback is configured for this account.",
        };
        account.Pushes.Set(record.Number, record);
        platform.Feed.Publish("push", account.Setup.Alias, packet.From, record);
        return Task.FromResult(record);
    }
}

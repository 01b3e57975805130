using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>Pushes packets to the callbacks of accounts.</summary>
internal sealed class Pusher(Platform platform)
{
    private readonly ConcurrentDictionary<SimulatedAccount, Crossing> _crossings = new();

    /// <summary>Pushes one packet, with as many deliveries as it takes.</summary>
    /// <param name="account">Whose callback.</param>
    /// <param name="packet">What.</param>
    /// <returns>The record of it, complete. Never throws for anything the callback does.</returns>
    public Task<PushRecord> Push(SimulatedAccount account, SimulatedPacket packet) => Begin(account, packet).Deliver();

    /// <summary>Writes and signs a packet and makes its record, so that it has a number; nothing is sent yet.</summary>
    /// <param name="account">Whose callback.</param>
    /// <param name="packet">What.</param>
    /// <param name="ban">Why it may not be sent at all; null when it may.</param>
    public OutgoingPacket Begin(SimulatedAccount account, SimulatedPacket packet, Sentence? ban = null)
    {
        var now = platform.Clock.GetUtcNow();
        var setup = account.Setup;
        var nonce = account.Chance.NextNonce();
        var plain = new ArrayBufferWriter<byte>(1024);
        var wire = new ArrayBufferWriter<byte>();
        var record = new PushRecord
        {
            Number = account.Pushes.Reserve(), OpenId = packet.From, Kind = packet.Event ?? packet.MsgType, At = packet.CreateTime, Packet = "",
        };
        if (!PushSigner.TryCreate(setup, out var signer, out var obstacle))
        {
            PacketXml.Write(plain, setup.OriginalId, packet);
        }
        else
        {
            record = record with { Query = signer.Sign(plain, wire, packet, now, nonce) };
            obstacle = Obstacle(setup);
        }
        record = record with
        {
            Packet = Encoding.UTF8.GetString(plain.WrittenSpan),
            Wire = wire.WrittenCount == 0 ? null : Encoding.UTF8.GetString(wire.WrittenSpan),
        };
        var outgoing = new OutgoingPacket(
            platform, account, packet, record, signer, (wire.WrittenCount == 0 ? plain : wire).WrittenSpan.ToArray(), ban ?? obstacle,
            _crossings.GetOrAdd(account, static (_, wall) => new Crossing(wall), platform.Clock.Wall));
        outgoing.Announce();
        return outgoing;
    }

    /// <summary>Checks a callback as WeChat's console does when it is saved: by GET with an echostr. Success ends a silence.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="candidate">The settings to check before they are saved; null for those in force.</param>
    public async Task<Verification> Verify(SimulatedAccount account, AccountSetup? candidate = null)
    {
        var setup = candidate ?? account.Setup;
        if (Obstacle(setup) is { } obstacle) return new Verification(false, obstacle, "", null, null, TimeSpan.Zero);
        if (!PushSigner.TryCreate(setup, out var signer, out var error)) return new Verification(false, error, "", null, null, TimeSpan.Zero);
        var echo = (1_000_000_000_000_000_000 + account.Chance.Number("echostr", 8_000_000_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
        var nonce = (1_000_000_000 + account.Chance.Number("echostr nonce", 1_000_000_000)).ToString(CultureInfo.InvariantCulture);
        var address = CallbackRequest.With(setup.Callback!, signer.SignEcho(platform.Clock.GetUtcNow(), nonce, echo));
        if (platform.Weather.Cut) return new Verification(false, OutgoingPacket.CutOff, address.PathAndQuery, null, null, TimeSpan.Zero);

        var exchange = await CallbackRequest.Send(address, null, platform.Clock.Wall);
        var fault = EchoCheck.FindFault(exchange, echo);
        if (fault is null)
            lock (account.Gate) account.Silence.End();
        return new Verification(
            fault is null, fault ?? new Sentence("The callback echoed echostr; it is taken.", "回调原样返回了 echostr，验证通过。"), address.PathAndQuery,
            exchange.Status, exchange.Status is null ? null : Encoding.UTF8.GetString(exchange.Body), exchange.Elapsed);
    }

    /// <summary>Why nothing can be sent with these settings; null when it can.</summary>
    private static Sentence? Obstacle(AccountSetup setup) => setup.Callback switch
    {
        null => new Sentence("No callback is configured for this account.", "该账号未配置回调 URL。"),
        { IsAbsoluteUri: true, Scheme: "http" or "https" } => null,
        var other => new Sentence($"The callback {other} is no http or https address.", $"回调 URL {other} 不是 http 或 https 地址。"),
    };
}

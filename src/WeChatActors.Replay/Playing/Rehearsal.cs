using System.Runtime.CompilerServices;
using System.Text;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>A short run without a target, before the clock of the real one starts: the first packets of a program take a hundred times as long
/// as all others because their code is compiled then, and that would be counted as their latency.</summary>
internal sealed class Rehearsal : IPacketSource, IWire
{
    private const int Packets = 300;
    private const string OriginalId = "gh_rehearsal", Follower = "oRehearsal";

    private static readonly PlannedPacket Packet = new(
        TimeSpan.Zero,
        Encoding.ASCII.GetBytes($"<xml><ToUserName>{OriginalId}</ToUserName><FromUserName>{Follower}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>"),
        Follower, "text");

    private static readonly byte[] Reply = Encoding.ASCII.GetBytes(
        $"<xml><ToUserName>{Follower}</ToUserName><FromUserName>{OriginalId}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>");

    private int _given;

    private Rehearsal() { }

    /// <summary>Runs with the options of the real run, as fast as it goes; nothing is sent and no sink hears of it.</summary>
    public static async Task Run(PlayOptions options, TimeProvider time, PushSigner signer)
    {
        var rehearsal = new Rehearsal();
        var kept = options with { Pace = new Pace.Saturate(), WarmUp = TimeSpan.Zero, Ramp = TimeSpan.Zero, Duration = null, Packets = Packets, Followers = new Followers.Keep(), ReplaceOriginalId = false };
        using var run = new PlayRun(kept, rehearsal, [], rehearsal, time, signer);
        await run.Play(CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask<PlannedPacket?> Next(CancellationToken ct) => new(_given++ < Packets ? Packet : null);

    /// <inheritdoc/>
    public IWireConnection Create() => new Connection();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private sealed class Connection : IWireConnection
    {
        private readonly AnswerReader _reader = new();

        /// <inheritdoc/>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<WireAnswer> Exchange(ReadOnlyMemory<byte> request, bool rested)
        {
            // As a real answer, it comes later than it is waited for.
            await Task.Yield();
            var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Reply.Length}\r\n\r\n{Encoding.ASCII.GetString(Reply)}");
            _reader.Begin();
            answer.CopyTo(_reader.Room);
            _reader.Take(answer.Length);
            return new WireAnswer(DeliveryFault.None, "", _reader.Status, null, Reply);
        }

        /// <inheritdoc/>
        public void Abort()
        {
        }

        /// <inheritdoc/>
        public void Dispose()
        {
        }
    }
}

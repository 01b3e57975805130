using System.Globalization;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Simulator;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>A run in virtual time: packets, a target, and what came of it.</summary>
internal sealed class Stage : IPlayedSink
{
    public static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public VirtualTime Time { get; } = new();

    public List<PlayedPacket> Played { get; } = [];

    public List<string> Answers { get; } = [];

    public ScriptedTarget? Target { get; private set; }

    public static AccountSetup Account(Uri? callback = null, SecurityMode mode = SecurityMode.Plaintext) => new()
    {
        Alias = "demo", AppId = Samples.AppId, AppSecret = "", OriginalId = Samples.OriginalId, Token = Samples.Token,
        Callback = callback ?? new Uri("http://bot.example/wx"), Security = mode, AesKey = mode == SecurityMode.Plaintext ? null : Samples.AesKey,
    };

    public static string OpenId(int number) => string.Create(CultureInfo.InvariantCulture, $"oFollower{number:D19}");

    public static PlannedPacket Text(double seconds, int follower, string content = "你好") => new(
        TimeSpan.FromSeconds(seconds),
        Encoding.UTF8.GetBytes(
            $"<xml><ToUserName><![CDATA[{Samples.OriginalId}]]></ToUserName><FromUserName><![CDATA[{OpenId(follower)}]]></FromUserName><CreateTime>7</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content><MsgId>77</MsgId></xml>"),
        OpenId(follower), "text");

    public static PlannedPacket Click(double seconds, int follower, string key = "KEY") => new(
        TimeSpan.FromSeconds(seconds),
        Encoding.UTF8.GetBytes(
            $"<xml><ToUserName><![CDATA[{Samples.OriginalId}]]></ToUserName><FromUserName><![CDATA[{OpenId(follower)}]]></FromUserName><CreateTime>7</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[{key}]]></EventKey></xml>"),
        OpenId(follower), "event CLICK");

    public static PlayOptions Options(Pace pace) => new() { Account = Account(), Pace = pace };

    /// <summary>Plays in virtual time until the run has ended.</summary>
    public async Task<PlayResult> Play(PlayOptions options, IEnumerable<PlannedPacket> packets, Func<ScriptedDelivery, (TimeSpan, WireAnswer)> script, CancellationToken stop = default)
    {
        Time.Advance(Samples.Now - Time.GetUtcNow());
        Target = new ScriptedTarget(Time, script);
        await using var source = new ListedPackets(packets);
        var run = new Player(options, source, [this], Target, Time).Run(stop);
        Time.Advance(TimeSpan.FromHours(10));
        return await run.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
    }

    public void Add(in PlayedPacket played)
    {
        Played.Add(played);
        Answers.Add(Encoding.UTF8.GetString(played.Answer.Span));
    }
}

/// <summary>Packets that are there already.</summary>
internal sealed class ListedPackets(IEnumerable<PlannedPacket> packets) : IPacketSource
{
    private readonly IEnumerator<PlannedPacket> _packets = packets.GetEnumerator();

    public int Taken { get; private set; }

    public ValueTask<PlannedPacket?> Next(CancellationToken ct)
    {
        if (!_packets.MoveNext()) return new((PlannedPacket?)null);
        Taken++;
        return new(_packets.Current);
    }

    public ValueTask DisposeAsync()
    {
        _packets.Dispose();
        return default;
    }
}

using System.Globalization;
using WeChatActors.Replay;
using WeChatActors.Simulator;

namespace WeChatActors.Benchmarks;

/// <summary>The player as load generator: every packet written and signed by itself, every answer judged as WeChat does and recorded.</summary>
internal static class PushedLoad
{
    public static async Task Measure(Uri callback, int connections, TimeSpan duration)
    {
        SocketWire.CompleteInline();
        var meter = new RunMeter(TimeProvider.System);
        var player = new Player(
            new PlayOptions
            {
                Account = new AccountSetup { Alias = "bench", AppId = Bench.AppId, AppSecret = "", OriginalId = "gh_7f3c19ab02de", Token = Bench.Token, Callback = callback },
                Pace = new Pace.Saturate(),
                Concurrency = connections,
                Duration = duration,
            },
            new VirtualWriters(10_000), [meter], new SocketWire(callback), TimeProvider.System);
        var result = await player.Run(CancellationToken.None);
        var report = meter.Finish(result, RunSubject.Of("load", [], callback, "as fast as answered"));
        var (latency, errors) = (report.Latency.FromIntended, string.Join(", ", report.Errors.Select(error => $"{error}")));
        Console.Error.WriteLine($"{result} {errors}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT {report.Rate:F0} {latency.P50.TotalMilliseconds:F2} {latency.P99.TotalMilliseconds:F2} {report.Outcomes.Failed}"));
    }

    /// <summary>Followers who write in turn.</summary>
    private sealed class VirtualWriters(int followers) : IPacketSource
    {
        private static readonly string[] Texts = ["你好", "营业时间是几点？", "帮助", "Wi-Fi 密码", "随便说一句机器人不懂的话"];

        private readonly PlannedPacket[] _packets = [.. Enumerable.Range(0, followers).Select(follower =>
            new PlannedPacket(TimeSpan.Zero, Bench.Packet(follower, 1, Texts[follower % Texts.Length], 1), Bench.OpenId(follower), "text"))];
        private int _next;

        public ValueTask<PlannedPacket?> Next(CancellationToken ct) => new(_packets[_next++ % _packets.Length]);

        public ValueTask DisposeAsync() => default;
    }
}

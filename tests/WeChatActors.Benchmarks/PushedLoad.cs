using System.Globalization;
using WeChatActors.Simulator;

namespace WeChatActors.Benchmarks;

/// <summary>The simulator as load generator: every packet signed by itself, every answer judged as WeChat does.</summary>
internal static class PushedLoad
{
    public static async Task Measure(Uri callback, int connections, TimeSpan duration)
    {
        var source = new LoadSource(
            new LoadOptions
            {
                Account = new AccountSetup { Alias = "bench", AppId = Bench.AppId, AppSecret = "", OriginalId = "gh_7f3c19ab02de", Token = Bench.Token, Callback = callback },
                Connections = connections,
                Duration = duration,
                FirstMsgId = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000,
            },
            TimeProvider.System);
        var result = await source.Run();
        Console.Error.WriteLine(result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT {result.PerSecond:F0} {result.Latency.Percentile(0.5).TotalMilliseconds:F2} {result.Latency.Percentile(0.99).TotalMilliseconds:F2} {result.Failed}"));
    }
}

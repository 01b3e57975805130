using System.Globalization;
using WeChatActors.Cli;
using WeChatActors.Engine;
using WeChatActors.Server;

namespace WeChatActors.Benchmarks;

/// <summary>A server for a load generator; once a second it prints how many bytes it has allocated, packets answered, and microseconds of a processor used.</summary>
internal static class ServedEngine
{
    public static async Task Run(string mode, int port, string demoRules, int keywordRules, string? database)
    {
        if (mode == "baseline")
        {
            await using var baseline = await Baseline.Start(port);
            await Report(() => Baseline.Answered);
        }
        if (database is null) throw new ArgumentException("An engine needs a database file, if only for its tokens.");
        var store = mode switch
        {
            "memory" => new MemoryStore(),
            "sqlite" or "captured" => (IEngineStore)SqliteConversationStore.Open(database, TimeProvider.System),
            _ => throw new ArgumentException($"'{mode}' is none of baseline, memory, sqlite, captured."),
        };
        var configuration = Bench.Configuration(Bench.Account(Bench.Script(demoRules, keywordRules)), port, database);
        var captures = mode == "captured" ? new CaptureOptions { File = Path.GetFullPath(database + ".jsonl") } : null;
        await using var capture = ServedCapture.Start(captures, TimeProvider.System, Console.Error.WriteLine);
        await using var server = await ServerHost.Start(configuration, store, TimeProvider.System, null, capture);
        await Report(() => server.Conversations.Counters.Messages);
    }

    private static async Task Report(Func<long> answered)
    {
        Console.WriteLine("ready");
        while (true)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stats {GC.GetTotalAllocatedBytes()} {answered()} {Environment.CpuUsage.TotalTime.TotalMicroseconds:F0}"));
            await Task.Delay(1000);
        }
    }
}

using System.Diagnostics;
using WeChatActors.Actors;
using WeChatActors.Engine;

namespace WeChatActors.Benchmarks;

/// <summary>Memory while every OpenID is seen once: passivation must keep it flat.</summary>
internal static class PassingOpenIds
{
    private const int Resident = 50_000;
    private const int InFlight = 512;

    public static async Task Measure(string database, int openIds)
    {
        var account = Bench.Account(Bench.Script("conf/rules/demo.yaml", 0));
        await using var store = SqliteConversationStore.Open(database, TimeProvider.System);
        await using var host = new ConversationHost(
            [account], store, new ActorOptions { IdleWindow = TimeSpan.FromSeconds(5), MaxResident = Resident }, TimeProvider.System, Bench.Fail);
        var clock = Stopwatch.StartNew();
        var step = Math.Max(1, openIds / 10);
        var (heap, process) = (0L, 0L);
        for (var at = 0; at < openIds; at += step)
        {
            var from = at;
            await Task.WhenAll(Enumerable.Range(0, InFlight).Select(lane => Task.Run(async () =>
            {
                for (var i = from + lane; i < Math.Min(from + step, openIds); i += InFlight)
                    await Bench.Deliver(host, account, i, "你好", i + 1, DateTimeOffset.UtcNow);
            })));
            Console.WriteLine($"passing: {Math.Min(at + step, openIds):N0} OpenIDs seen, {host.Counters.Resident:N0} resident, heap {GC.GetTotalMemory(forceFullCollection: true) >> 20:N0} MB, process {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB, {clock.Elapsed.TotalSeconds:N0} s");
            heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false) >> 20);
            process = Math.Max(process, Process.GetCurrentProcess().WorkingSet64 >> 20);
        }
        Bench.Note("passing.openids", openIds);
        Bench.Note("passing.heap_mb", heap);
        Bench.Note("passing.process_mb", process);
        Bench.Note("passing.rate", openIds / clock.Elapsed.TotalSeconds);
    }
}

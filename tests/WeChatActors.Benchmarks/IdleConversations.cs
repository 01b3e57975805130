using System.Diagnostics;
using WeChatActors.Actors;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Benchmarks;

/// <summary>What a resident conversation that waits for its user costs: actor, mailbox, state, and the answered packet it still recognises.</summary>
internal static class IdleConversations
{
    public static async Task Measure(int conversations)
    {
        var account = Bench.Account(Bench.Script("conf/rules/demo.yaml", 0));
        await using var host = new ConversationHost(
            [account], new MemoryStore(), new ActorOptions { IdleWindow = TimeSpan.FromHours(1), MaxResident = int.MaxValue }, TimeProvider.System, Bench.Fail);
        var now = DateTimeOffset.UtcNow;
        await Bench.Deliver(host, account, 0, "随便说一句机器人不懂的话", 1, now);
        var before = Live();
        for (var i = 1; i <= conversations; i++) await Bench.Deliver(host, account, i, i % 2 == 0 ? "你好" : "随便说一句机器人不懂的话", i, now);
        var after = Live();
        Console.WriteLine($"idle: {host.Counters.Resident:N0} resident conversations, {(after - before) / (double)conversations:N0} bytes each on the heap; process {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB");
    }

    private static long Live()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

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
        for (var at = 0; at < openIds; at += step)
        {
            var from = at;
            await Task.WhenAll(Enumerable.Range(0, InFlight).Select(lane => Task.Run(async () =>
            {
                for (var i = from + lane; i < Math.Min(from + step, openIds); i += InFlight)
                    await Bench.Deliver(host, account, i, "你好", i + 1, DateTimeOffset.UtcNow);
            })));
            Console.WriteLine($"passing: {Math.Min(at + step, openIds):N0} OpenIDs seen, {host.Counters.Resident:N0} resident, heap {GC.GetTotalMemory(forceFullCollection: true) >> 20:N0} MB, process {Process.GetCurrentProcess().WorkingSet64 >> 20:N0} MB, {clock.Elapsed.TotalSeconds:N0} s");
        }
    }
}

/// <summary>How long a passivated conversation takes from its packet to its committed answer, beside a resident one.</summary>
internal static class Reactivation
{
    private const int Conversations = 20_000;
    private const int Samples = 2_000;

    public static async Task Measure(string database)
    {
        var account = Bench.Account(Bench.Script("conf/rules/demo.yaml", 0));
        await using (var store = SqliteConversationStore.Open(database, TimeProvider.System))
        await using (var host = new ConversationHost([account], store, new ActorOptions(), TimeProvider.System, Bench.Fail))
            await Task.WhenAll(Enumerable.Range(0, Conversations).Select(i => Bench.Deliver(host, account, i, "我叫小明", i + 1, DateTimeOffset.UtcNow).AsTask()));

        await using var again = SqliteConversationStore.Open(database, TimeProvider.System);
        var random = new Random(1);
        var loads = new List<double>();
        var loader = new Stopwatch();
        for (var i = 0; i < Samples; i++)
        {
            var id = new ConversationId(account.Alias, new OpenId(Bench.OpenId(random.Next(Conversations))));
            loader.Restart();
            await again.Load(id, DateTimeOffset.UtcNow);
            loads.Add(loader.Elapsed.TotalMicroseconds);
        }
        loads.Sort();
        Console.WriteLine($"reactivate: a passivated conversation is loaded in {loads[Samples / 2]:N0} us at the median, {loads[Samples * 99 / 100]:N0} us at p99 ({Samples:N0} of {Conversations:N0}, file cached)");
    }
}

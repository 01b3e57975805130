using System.Diagnostics;
using WeChatActors.Actors;
using WeChatActors.Engine;

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
        Bench.Note("idle.bytes", (after - before) / (double)conversations);
        Bench.Note("idle.million_gb", Process.GetCurrentProcess().WorkingSet64 / 1e9 / conversations * 1e6);
    }

    private static long Live()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

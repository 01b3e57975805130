using System.Diagnostics;
using WeChatActors.Actors;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Benchmarks;

/// <summary>How long a passivated conversation takes to come back into memory from the database file.</summary>
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
        Bench.Note("reactivate.us", loads[Samples / 2]);
    }
}

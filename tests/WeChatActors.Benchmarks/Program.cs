using System.Globalization;
using WeChatActors.Benchmarks;
using WeChatActors.Engine;
using WeChatActors.Server;

// Usage: serve baseline|memory|sqlite PORT DEMO_RULES KEYWORD_RULES [DATABASE]
var port = int.Parse(args[2], CultureInfo.InvariantCulture);
if (args[1] == "baseline")
{
    await using var baseline = await Baseline.Start(port);
    Console.WriteLine("ready");
    await Task.Delay(Timeout.Infinite);
    return;
}
var script = Bench.Script(args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
IConversationStore store = args[1] == "memory" ? new MemoryStore() : SqliteConversationStore.Open(args[5], TimeProvider.System);
await using var server = await ServerHost.Start(Bench.Configuration(Bench.Account(script), port), store, TimeProvider.System, null);
Console.WriteLine("ready");
await Task.Delay(Timeout.Infinite);

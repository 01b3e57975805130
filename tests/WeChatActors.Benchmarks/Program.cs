using System.Globalization;
using WeChatActors.Benchmarks;

const string Usage = """
    Measures WeChatActors; scripts/bench.sh runs all of it and pins the cores. Usage:
      serve baseline|memory|sqlite PORT DEMO_RULES KEYWORD_RULES [DATABASE]   a server to load with wrk
      idle [CONVERSATIONS]           bytes of a resident idle conversation (default 1,000,000)
      passing DATABASE [OPENIDS]     memory while every OpenID is seen once and passivated (default 1,000,000)
      reactivate DATABASE            how long a passivated conversation takes to come back into memory
    """;

switch (args)
{
    case ["serve", var mode, var port, var rules, var keywords, .. var database]:
        await ServedEngine.Run(mode, int.Parse(port, CultureInfo.InvariantCulture), rules, int.Parse(keywords, CultureInfo.InvariantCulture), database.FirstOrDefault());
        return 0;
    case ["idle", .. var count]:
        await IdleConversations.Measure(Number(count, 1_000_000));
        return 0;
    case ["passing", var database, .. var count]:
        await PassingOpenIds.Measure(database, Number(count, 1_000_000));
        return 0;
    case ["reactivate", var database]:
        await Reactivation.Measure(database);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Number(string[] rest, int @default) => rest is [var first] ? int.Parse(first, CultureInfo.InvariantCulture) : @default;

using System.Globalization;
using WeChatActors.Benchmarks;

const string Usage = """
    Measures WeChatActors; scripts/bench.sh runs all of it and pins the cores. Usage:
      serve baseline|memory|sqlite|captured PORT DEMO_RULES KEYWORD_RULES [DATABASE]   a server to load; captured is sqlite with a capture beside it
      captured FILE BYTES            writes a capture of that length
      numbers FILE                   of the JSON report of a run: "packets/s p50_ms p99_ms errors"
      delays fixed|bimodal|stall PORT   a server whose delays are known
      delayed fixed|bimodal|stall FILE TAKEN RATE CONNECTIONS WARM_UP   of the JSON report of a run against it, and of what it measured: what was reported beside the truth
      upstream PORT                  answers any call as WeChat's API with a fixed JSON, and swallows uploads
      relay PORT UPSTREAM DATABASE   a server whose account's platform is UPSTREAM; the admin listener is at PORT
      added DIRECT PROXIED [CALLS]   what a proxied call takes beside a direct one, in turn on one connection each (default 5,000)
      model PORT CERT KEY SECONDS    a model that thinks so long before it answers
      waiting PORT DATABASE MODEL UPSTREAM DEMO_RULES   a server whose users wait for it; a line on stdin is answered with what it holds
      ask URL USERS FIRST            so many users ask it at once; prints "RESULT answered failed seconds"
      followers [FOLLOWERS]          bytes of a virtual follower of the simulator (default 100,000)
      idle [CONVERSATIONS]           bytes of a resident idle conversation (default 1,000,000)
      passing DATABASE [OPENIDS]     memory while every OpenID is seen once and passivated (default 1,000,000)
      rules_load                     how long 10,000 rules take to load, and a text to be matched against them
      check [TESTS]                  conversation tests a second as the check runs them (default 20,000)
      table MEASURED NOTES           takes noted numbers into MEASURED and writes the tables of the READMEs beside it
      reactivate DATABASE            how long a passivated conversation takes to come back into memory
    """;

switch (args)
{
    case ["serve", var mode, var port, var rules, var keywords, .. var database]:
        await ServedEngine.Run(mode, int.Parse(port, CultureInfo.InvariantCulture), rules, int.Parse(keywords, CultureInfo.InvariantCulture), database.FirstOrDefault());
        return 0;
    case ["captured", var path, var bytes]:
        await LongCapture.Write(path, long.Parse(bytes, CultureInfo.InvariantCulture));
        return 0;
    case ["numbers", var file]:
        return RunNumbers.Print(file);
    case ["delays", var kind, var port]:
        new DelayServer(KnownDelay.Named(kind)).Run(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["delayed", var kind, var file, var taken, var rate, var connections, var warmUp]:
        return KnownDelay.Named(kind).Check(
            file, taken, double.Parse(rate, CultureInfo.InvariantCulture), int.Parse(connections, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(warmUp, CultureInfo.InvariantCulture)));
    case ["upstream", var port]:
        await FixedUpstream.Run(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["relay", var port, var upstream, var database]:
        await RelayServer.Run(int.Parse(port, CultureInfo.InvariantCulture), new Uri(upstream), database);
        return 0;
    case ["model", var port, var certificate, var key, var thinks]:
        await SlowModel.Run(int.Parse(port, CultureInfo.InvariantCulture), certificate, key, TimeSpan.FromSeconds(double.Parse(thinks, CultureInfo.InvariantCulture)));
        return 0;
    case ["waiting", var port, var database, var model, var upstream, var rules]:
        await WaitingUsers.Serve(int.Parse(port, CultureInfo.InvariantCulture), database, new Uri(model), new Uri(upstream), rules);
        return 0;
    case ["ask", var url, var users, var first]:
        await WaitingUsers.Ask(new Uri(url), int.Parse(users, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture));
        return 0;
    case ["added", var direct, var proxied, .. var count]:
        await AddedTime.Measure(new Uri(direct), new Uri(proxied), Number(count, 5_000));
        return 0;
    case ["followers", .. var count]:
        VirtualFollowers.Measure(Number(count, 100_000));
        return 0;
    case ["idle", .. var count]:
        await IdleConversations.Measure(Number(count, 1_000_000));
        return 0;
    case ["passing", var database, .. var count]:
        await PassingOpenIds.Measure(database, Number(count, 1_000_000));
        return 0;
    case ["rules_load"]:
        RuleLoad.Measure();
        return 0;
    case ["check", .. var count]:
        RehearsedTests.Measure(Number(count, 20_000));
        return 0;
    case ["table", var measured, var notes]:
        MeasuredTables.Write(measured, notes);
        return 0;
    case ["reactivate", var database]:
        await Reactivation.Measure(database);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Number(string[] rest, int @default) => rest is [var first] ? int.Parse(first, CultureInfo.InvariantCulture) : @default;

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Benchmarks;

/// <summary>What many rules cost: reading their file, and finding the one that answers a text.</summary>
internal static class RuleLoad
{
    private const int Rounds = 7, Few = 1_000, Many = 10_000, FewToMatch = 10;

    public static void Measure()
    {
        var (few, many) = (Yaml(Few), Yaml(Many));
        var first = Milliseconds(() => Load(many));
        var (fewTimes, manyTimes, ratios) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            fewTimes[round] = Milliseconds(() => Load(few));
            manyTimes[round] = Milliseconds(() => Load(many));
            ratios[round] = manyTimes[round] / fewTimes[round];
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"rules load: {Many:N0} rules ({many.Length / 1e6:0.0} million characters) in {Median(manyTimes) / 1000:0.00} s at the median of {Rounds}, {first / 1000:0.00} s for the first of the process (limit 2 s); {Median(ratios):0.0} times the {Few:N0}, which are {few.Length / 1e3:0} thousand characters"));
        Bench.Note("rules_load.seconds", Median(manyTimes) / 1000);
        Match();
    }

    private static void Match()
    {
        var (few, many) = (Load(Matched(FewToMatch)), Load(Matched(Many)));
        var texts = Enumerable.Range(0, 64).Select(i => Text((i % 4) switch
        {
            0 => $"请问关键词{i % FewToMatch}怎么卖",
            1 => $"问候{i % FewToMatch}",
            2 => "你好，想问一下你们周末几点开门，停车方便吗",
            _ => "hello there",
        })).ToArray();
        var (fewTimes, manyTimes, ratios) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        Decide(few, texts);
        Decide(many, texts);
        for (var round = 0; round < Rounds; round++)
        {
            fewTimes[round] = Decide(few, texts);
            manyTimes[round] = Decide(many, texts);
            ratios[round] = manyTimes[round] / fewTimes[round];
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"rules match: a text against {Many:N0} keyword and exact rules in {Median(manyTimes):0} ns, against {FewToMatch} in {Median(fewTimes):0} ns at the median of {Rounds}; {Median(ratios):0.00} times (limit 2)"));
        Bench.Note("rules_load.match_ratio", Median(ratios));
    }

    private static double Decide(Script script, TextMessage[] texts)
    {
        const int Each = 4_000;
        var user = new UserView(ImmutableDictionary<string, Value>.Empty, 0, null, true);
        var account = new AccountView("bench", Bench.AppId, TimeZoneInfo.Utc);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Each; i++)
            foreach (var text in texts)
                if (script.Decide(new RuleInput(text, user, account, DateTimeOffset.UnixEpoch, 1)).Rules.Length == 0) throw new UnreachableException("The last rule catches everything.");
        return watch.Elapsed.TotalNanoseconds / Each / texts.Length;
    }

    private static TextMessage Text(string content) => new()
    {
        ToUserName = "gh_bench", FromUserName = "oBench", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty, Content = content, MsgId = "1",
    };

    // Of twenty rules one has a regex and two templates, nine look for keywords, ten for exact texts.
    private static string Yaml(int count)
    {
        var yaml = new StringBuilder("version: 1\nvars: {shop: 晨光书店}\nrules:\n");
        for (var i = 0; i < count; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - id: r{i}\n");
            switch (i % 20)
            {
                case 0: yaml.Append(CultureInfo.InvariantCulture, $"    when: {{regex: '^(?:查|订单)\\s*{i}(?<no>\\d{{6,12}})$'}}\n    do:\n      - set: {{last: \"{{{{ m.no }}}}\"}}\n      - reply: \"订单 {{{{ m.no }}}}，{{{{ msg.text | cut(8) }}}}，请稍候。\"\n"); break;
                case < 10: yaml.Append(CultureInfo.InvariantCulture, $"    keyword: [关键词{i}号, 问题{i}号, 产品{i}号的价格]\n    reply: \"你好，{{{{ user.last ?? '朋友' }}}}，第 {i} 款在{{{{ shop }}}}有货。\"\n"); break;
                default: yaml.Append(CultureInfo.InvariantCulture, $"    exact: [问候{i}, 说法{i}]\n    reply: \"第 {i} 个回答，{{{{ random('甲', '乙') }}}} {{{{ now() | date('M月d日') }}}}\"\n"); break;
            }
        }

        return yaml.ToString();
    }

    private static string Matched(int count)
    {
        var yaml = new StringBuilder("version: 1\nrules:\n");
        for (var i = 0; i < count; i++) yaml.Append(CultureInfo.InvariantCulture, $"  - {{{(i % 2 == 0 ? "keyword: 关键词" : "exact: 问候")}{i}, reply: 第 {i} 个回答}}\n");
        return yaml.Append("  - {default: true, reply: 没听懂}\n").ToString();
    }

    private static Script Load(string yaml) =>
        ScriptFile.Parse(yaml, "bench.yaml") is { Script: { } script } ? script : throw new UnreachableException("The rules have no mistakes.");

    private static double Milliseconds(Func<Script> load)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(load());
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

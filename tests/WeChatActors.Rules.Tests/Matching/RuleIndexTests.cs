using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Matching;

public class RuleIndexTests
{
    [Fact]
    public void Decides_as_trying_every_rule_one_by_one_does()
    {
        for (var seed = 0; seed < 250; seed++)
        {
            var rules = new RandomRules(new Random(seed));
            var set = rules.Make(1 + (seed % 40));
            var script = Rulebook.Of(RandomRules.ToYaml(set));
            for (var i = 0; i < 40; i++)
            {
                var packet = rules.Packet();
                var expected = RandomRules.Naive(set, packet);
                var decision = script.Hears(packet);
                Assert.True(expected.SequenceEqual(decision.Rules), $"seed {seed}, packet {i} '{packet.Text}': expected {string.Join(',', expected)}, got {string.Join(',', decision.Rules)}");
                Assert.Equal(expected.FirstOrDefault(), Rulebook.Text(decision));
            }
        }
    }

    [Theory]
    [InlineData("exact", "词条7x", "词条7x")]
    [InlineData("prefix", "词条7x", "词条7x 请问")]
    [InlineData("keyword", "词条7x", "请问词条7x在哪")]
    public void Looks_at_one_of_ten_thousand_rules_by_text(string key, string text, string heard)
    {
        var script = Rulebook.Of(Ten_thousand(i => $"{key}: 词条{i}x"));
        Assert.Equal(text.Replace("词条", "答", StringComparison.Ordinal).Replace("x", "", StringComparison.Ordinal), script.Says(heard));
        Assert.Equal(1, Tried(script, Packets.Text(heard)));
        Assert.Equal(0, Tried(script, Packets.Text("别的话")));
    }

    [Theory]
    [InlineData("event")]
    [InlineData("menu")]
    [InlineData("scene")]
    public void Looks_at_one_of_ten_thousand_rules_by_key(string key)
    {
        var script = Rulebook.Of(Ten_thousand(i => $"{key}: k{i}x"));
        var packet = Packets.Event(key == "event" ? "K7x" : "SCAN", "k7x", "k7x", menu: key == "menu");
        Assert.Equal("答7", Rulebook.Text(script.Hears(packet)));
        Assert.Equal(1, Tried(script, packet));
        Assert.Equal(0, Tried(script, Packets.Text("k7x")));
    }

    [Fact]
    public void Looks_up_alternatives_and_the_most_telling_of_several_conditions()
    {
        var script = Rulebook.Of(Ten_thousand(i => $"when: {{type: text, any: [{{exact: e{i}x}}, {{keyword: [w{i}x, v{i}x]}}], if: user.turns == 0}}"));
        Assert.Equal(1, Tried(script, Packets.Text("v12x")));
        Assert.Equal("答12", script.Says("e12x"));
        Assert.Equal(0, Tried(script, Packets.Text("nothing")));
    }

    [Fact]
    public void Stops_at_the_first_of_ten_thousand_rules_that_share_a_keyword()
    {
        var script = Rulebook.Of(Ten_thousand(i => $"keyword: [订单, w{i}x]"));
        Assert.Equal("答0", script.Says("订单 w99x"));
        Assert.Equal(1, Tried(script, Packets.Text("订单 w99x")));
    }

    [Fact]
    public void Tries_each_of_the_rules_that_share_a_keyword_once()
    {
        var script = Rulebook.Of(Ten_thousand(i => $"when: {{keyword: [订单, 单, w{i}x], if: user.turns > 5}}"));
        Assert.Equal(10_000, Tried(script, Packets.Text(string.Concat(Enumerable.Repeat("订单", 1000)))));
    }

    [Fact]
    public void Allocates_less_than_300_bytes_for_an_exact_rule_with_a_constant_reply()
    {
        var script = Rulebook.Of(Ten_thousand(i => $"exact: 词条{i}x"));
        var input = Packets.Input(Packets.Text(" 词条７X "));
        for (var i = 0; i < 100; i++) script.Decide(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var decision = script.Decide(input);
        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("答7", Rulebook.Text(decision));
        Assert.True(spent < 300, $"{spent} bytes");
    }

    [Fact]
    public void Gives_the_same_reply_object_every_time()
    {
        var script = Rulebook.Of("vars: {shop: 晨光}\nrules: [{exact: hi, reply: '欢迎来到{{ shop }}'}]");
        Assert.Same(script.Hears(Packets.Text("hi")).Reply, script.Hears(Packets.Text("HI")).Reply);
    }

    [Fact]
    public void Serves_many_threads_at_once()
    {
        var script = Rulebook.Of(Ten_thousand(i => $"keyword: 词条{i}x"));
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Equal($"答{i}", script.Says($"请问 词条{i}X 呢")));
    }

    [Fact]
    public void Loads_ten_thousand_rules_of_every_indexed_kind()
    {
        string[] kinds = ["exact", "prefix", "keyword", "event", "menu"];
        var script = Rulebook.Of(Ten_thousand(i => $"{kinds[i % 5]}: k{i}x"));
        Assert.Equal(10_000, script.Rules.Length);
        Assert.Equal("答3", Rulebook.Text(script.Hears(Packets.Event("k3x"))));
    }

    private static int Tried(Script script, Packet packet)
    {
        script.Decide(Packets.Input(packet), out var tried);
        return tried;
    }

    private static string Ten_thousand(Func<int, string> condition)
    {
        var yaml = new StringBuilder("rules:\n");
        for (var i = 0; i < 10_000; i++) yaml.Append(CultureInfo.InvariantCulture, $"  - {{{condition(i)}, reply: 答{i}}}\n");
        return yaml.ToString();
    }
}

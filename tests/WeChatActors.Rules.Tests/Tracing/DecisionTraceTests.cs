using WeChatActors.Rules.Tests.Matching;

namespace WeChatActors.Rules.Tests;

public class DecisionTraceTests
{
    private static readonly Script Shop = Rulebook.Of("""
        rules:
          - {id: greet, exact: [你好, hi], reply: 您好}
          - {id: closed, keyword: 订, time: "20:00-21:00", reply: 打烊了}
          - id: order
            regex: '^查(?<no>\d+)$'
            do:
              - if: m.no == '1'
                then: [{reply: 一}]
              - switch: m.no
                cases: {'2': [{reply: 二}], '3': [{reply: 三}]}
          - {id: vip, when: {prefix: 会员, tag: vip}, reply: 尊敬的会员}
          - {id: scan, event: SCAN, reply: 扫了}
          - {id: either, when: {any: [{exact: a}, {type: image}], not: {exact: b}}, reply: 其一}
        """);

    private static DecisionTrace Hears(bool explains, params string[] texts)
    {
        var trace = new DecisionTrace(explains);
        foreach (var text in texts) Shop.Decide(Packets.Input(Packets.Text(text)) with { Trace = trace });
        return trace;
    }

    [Fact]
    public void It_notes_rules_and_branches_of_all_decisions()
    {
        var trace = Hears(explains: false, "你好", "查1", "查2");
        Assert.Equal(["greet", "order"], trace.RulesRan.Order());
        Assert.Empty(trace.Tried);
        Assert.Equal(
            [("'then'", true), ("the condition does not hold", true), ("the case '2'", true), ("the case '3'", false), ("no case fits", true)],
            Shop.Branches.OrderBy(branch => branch.Place.Line).ThenBy(branch => branch.Place.Column).Select(branch => (branch.What, trace.WasTaken(branch)))
                .OrderBy(branch => Array.IndexOf(["'then'", "the condition does not hold", "the case '2'", "the case '3'", "no case fits"], branch.What)));
    }

    [Fact]
    public void What_never_ran_is_told_with_its_place()
    {
        var coverage = Coverage.Of(Shop, Hears(explains: false, "你好", "查1", "会员"));
        Assert.Equal((6, 5), (coverage.Rules, coverage.Branches));
        Assert.Equal(["closed", "vip", "scan", "either"], coverage.RulesNeverRun.Select(rule => rule.Id));
        Assert.Equal(["the condition does not hold", "the case '2'", "the case '3'"], coverage.BranchesNeverTaken.Select(branch => branch.What));
        Assert.All(coverage.BranchesNeverTaken, branch => Assert.Equal(("order", "t.yaml"), (branch.Owner, branch.Place.File)));
    }

    [Fact]
    public void It_says_which_condition_did_not_hold()
    {
        var trace = Hears(explains: true, "你好", "订座");
        Assert.Equal(
            [
                "greet: the text is none of 你好, hi",
                "closed: it is 2026-02-01 Sun 12:30, and it asks for time: 20:00-21:00",
                "order: the text does not fit regex: ^查(?<no>\\d+)$",
                "vip: the text begins with none of 会员",
                "scan: it is a message of type text, and the rule asks for the event scan",
                "either: the text is none of a; it is a message of type text, and the rule asks for type image",
            ],
            trace.Tried.Select(tried => $"{tried.Rule.Id}: {tried.WhyNot}"));
        Assert.Equal("the follower has no tags, and it asks for tag: vip", Hears(explains: true, "会员").Tried.Single(tried => tried.Rule.Id == "vip").WhyNot);
    }

    [Fact]
    public void It_ends_with_the_rule_that_ran()
    {
        var tried = Hears(explains: true, "查9").Tried;
        Assert.Equal([("greet", false), ("closed", false), ("order", true)], tried.Select(one => (one.Rule.Id, one.WhyNot is null)));
    }

    [Fact]
    public void Looking_on_changes_no_decision()
    {
        var random = new RandomRules(new Random(1));
        for (var i = 0; i < 300; i++)
        {
            var script = Rulebook.Of(RandomRules.ToYaml(random.Make(12)));
            var packet = random.Packet();
            var plain = script.Decide(Packets.Input(packet));
            var looked = script.Decide(Packets.Input(packet) with { Trace = new DecisionTrace(explains: true) });
            Assert.Equal((string.Join(' ', plain.Rules), plain.Reply), (string.Join(' ', looked.Rules), looked.Reply));
        }
    }
}

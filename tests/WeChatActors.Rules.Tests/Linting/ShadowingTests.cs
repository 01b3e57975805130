namespace WeChatActors.Rules.Tests.Linting;

public class ShadowingTests
{
    [Fact]
    public void Rules_behind_a_catch_all_are_unreachable() => Assert.Equal(
        ["t.yaml:4:5: warning: this rule never runs, because rule 'all' catches everything before it; give it a higher priority, or take it out. [shadowed]"],
        Rulebook.Findings("rules:\n  - {id: all, default: true, reply: x}\n  - {exact: a, reply: x}\n  - {exact: b, priority: 1, reply: x}"));

    [Fact]
    public void Exact_texts_that_earlier_rules_answer_are_unreachable() => Assert.Equal(
        [
            "t.yaml:4:5: warning: this rule never runs, because rule 'one' answers 'a' before it; give it a higher priority, or take it out. [shadowed]",
            "t.yaml:5:5: warning: this rule does not run for 'b', because rule 'one' answers 'b' before it; give it a higher priority, or take 'b' out. [shadowed]",
            "t.yaml:6:5: warning: this rule never runs, because rule 'one' answers 'b' before it; give it a higher priority, or take it out. [shadowed]",
        ],
        Rulebook.Findings("rules:\n  - {id: one, exact: [a, b], reply: x}\n  - {exact: Ａ, reply: x}\n  - {exact: [b, c], reply: x}\n  - {exact: b, if: user.turns > 1, reply: x}"));

    [Theory]
    [InlineData("{exact: a, continue: true, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{default: true, continue: true, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{exact: a, if: user.turns > 1, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{default: true, type: text, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{exact: a, reply: x}", "{any: [{exact: a}, {exact: b}], reply: x}")]
    [InlineData("{type: text, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{keyword: ab, reply: x}", "{keyword: a, reply: x}")]
    [InlineData("{prefix: b, reply: x}", "{keyword: b, reply: x}")]
    [InlineData("{not: {exact: a}, reply: x}", "{exact: b, reply: x}")]
    [InlineData("{event: click, reply: x}", "{menu: A, reply: x}")]
    [InlineData("{if: 'random(1, 0) == 1', reply: x}", "{if: 'random(1, 0) == 1', reply: z}")]
    [InlineData("{exact: a, priority: -1, reply: x}", "{keyword: ab, reply: x}")]
    public void Nothing_is_claimed_that_is_not_certain(string first, string second) =>
        Assert.Empty(Rulebook.Findings($"rules:\n  - {first}\n  - {second}"));

    [Theory]
    [InlineData("{keyword: 茶, reply: x}", "{exact: [绿茶, 红茶], reply: x}", "绿茶 never")]
    [InlineData("{keyword: 茶, reply: x}", "{keyword: 绿茶, reply: x}", "never")]
    [InlineData("{prefix: 查, reply: x}", "{prefix: 查询, reply: x}", "never")]
    [InlineData("{keyword: 查, reply: x}", "{prefix: 查询, reply: x}", "never")]
    [InlineData("{any: [{exact: a}, {menu: M}], reply: x}", "{menu: M, reply: x}", "never")]
    [InlineData("{any: [{exact: a}, {menu: M}], reply: x}", "{any: [{menu: M}, {exact: a}], if: user.turns > 1, reply: x}", "never")]
    [InlineData("{event: scan, reply: x}", "{event: SCAN, tag: vip, reply: x}", "never")]
    [InlineData("{type: event, reply: x}", "{event: subscribe, reply: x}", "never")]
    [InlineData("{scene: '7', reply: x}", "{scene: ['7', '8'], reply: x}", "not for '7'")]
    public void What_earlier_rules_certainly_answer_is_told(string first, string second, string told)
    {
        var finding = Rulebook.Load($"rules:\n  - {first}\n  - {second}").Findings.First(finding => finding.Id == "shadowed");
        Assert.Equal(4, finding.Line);
        Assert.Contains(told.EndsWith("never", StringComparison.Ordinal) ? "never runs" : "does not run for '7'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_that_one_keyword_swallows_is_told_in_a_few_lines()
    {
        var texts = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"茶{i}"));
        Assert.Equal(6, Rulebook.Load($"rules:\n  - {{keyword: 茶, reply: x}}\n  - {{keyword: [{texts}, 咖啡], reply: x}}").Findings.Length);
    }

    [Theory]
    [InlineData("{exact: [a, b], if: user.turns > 3, reply: x}", "{if: user.turns > 3, exact: [a, b], reply: z}", true)]
    [InlineData("{when: {tag: vip}, reply: x}", "{tag: [vip], reply: z}", true)]
    [InlineData("{regex: a, reply: x}", "{regex: b, reply: z}", false)]
    [InlineData("{regex: a, continue: true, reply: x}", "{regex: a, reply: z}", false)]
    public void Rules_with_the_same_conditions_are_told(string first, string second, bool same) =>
        Assert.Equal(same, Rulebook.Load($"rules:\n  - {first}\n  - {second}").Findings.Any(finding => finding.Id == "same-condition"));
}

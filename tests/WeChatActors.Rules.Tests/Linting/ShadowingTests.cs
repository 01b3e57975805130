namespace WeChatActors.Rules.Tests.Linting;

public class ShadowingTests
{
    [Fact]
    public void Rules_behind_a_catch_all_are_unreachable() => Assert.Equal(
        ["t.yaml:4:5: warning: this rule never runs, because rule 'all' catches everything before it. [shadowed]"],
        Rulebook.Findings("rules:\n  - {id: all, default: true, reply: x}\n  - {exact: a, reply: x}\n  - {exact: b, priority: 1, reply: x}"));

    [Fact]
    public void Exact_texts_that_earlier_rules_answer_are_unreachable() => Assert.Equal(
        [
            "t.yaml:4:5: warning: this rule never runs, because rule 'one' answers 'a' before it. [shadowed]",
            "t.yaml:5:5: warning: this rule does not run for 'b', because rule 'one' answers it before. [shadowed]",
            "t.yaml:6:5: warning: this rule never runs, because rule 'one' answers 'b' before it. [shadowed]",
        ],
        Rulebook.Findings("rules:\n  - {id: one, exact: [a, b], reply: x}\n  - {exact: Ａ, reply: x}\n  - {exact: [b, c], reply: x}\n  - {exact: b, if: user.turns > 1, reply: x}"));

    [Theory]
    [InlineData("{exact: a, continue: true, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{default: true, continue: true, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{exact: a, if: user.turns > 1, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{default: true, type: text, reply: x}", "{exact: a, reply: x}")]
    [InlineData("{exact: a, reply: x}", "{any: [{exact: a}, {exact: b}], reply: x}")]
    [InlineData("{exact: a, priority: -1, reply: x}", "{keyword: a, reply: x}")]
    public void Nothing_is_claimed_that_is_not_certain(string first, string second) =>
        Assert.Empty(Rulebook.Findings($"rules:\n  - {first}\n  - {second}"));
}

namespace WeChatActors.Rules.Tests.Linting;

public class SpendingTests
{
    private static bool Overspends(string rules) => Rulebook.Load(rules).Findings.Any(finding => finding.Id == "overspend");

    [Theory]
    [InlineData("exact: a", "[{send: 1}, {send: 2}, {send: 3}, {send: 4}, {send: 5}]", false)]
    [InlineData("exact: a", "[{send: 1}, {send: 2}, {send: 3}, {send: 4}, {send: 5}, {send: 6}]", true)]
    [InlineData("exact: a", "[{send: 1}, {send: 2}, {send: 3}, {send: 4}, {send: 5}, {send: 6, else: [{reply: x}]}]", false)]
    [InlineData("event: subscribe", "[{reply: 0}, {send: 1}, {send: 2}, {send: 3}]", false)]
    [InlineData("event: subscribe", "[{reply: 0}, {reply: 1}, {send: 2}, {send: 3}, {send: 4}]", true)]
    [InlineData("any: [{menu: K}, {exact: a}]", "[{send: 1}, {send: 2}, {send: 3}, {send: 4}]", true)]
    [InlineData("event: view", "[{send: 1}, {send: 2}, {send: 3}, {send: 4}]", false)]
    [InlineData("event: scan", "[{if: user.turns > 1, then: [{send: 1}, {send: 2}], else: [{send: 3}]}, {send: 4}, {send: 5}]", true)]
    [InlineData("event: scan", "[{if: user.turns > 1, then: [{send: 1}], else: [{send: 3}]}, {send: 4}, {send: 5}]", false)]
    [InlineData("event: scan", "[{switch: msg.scene, cases: {a: [{send: 1}, {send: 2}, {send: 3}], b: [{reply: x}]}}, {send: 4}]", true)]
    [InlineData("event: scan", "[{reply: 0}, {reply: {news: [{title: a}, {title: b}, {title: c}]}}, {send: 4}]", true)]
    [InlineData("event: scan", "[{later: {after: 5s, do: [{send: 1}, {send: 2}, {send: 3}]}}, {send: 4}]", false)]
    [InlineData("event: scan", "[{reply: 0}, {llm: {prompt: a, reply: true, fallback: b}}, {send: 1}, {send: 2}, {send: 3}]", true)]
    public void The_worst_case_is_held_against_what_the_packet_grants(string condition, string actions, bool overspends) =>
        Assert.Equal(overspends, Overspends($"rules:\n  - id: r\n    when: {{{condition}}}\n    do: {actions}"));

    [Fact]
    public void The_message_that_is_too_many_is_named() => Assert.Equal(
        "t.yaml:5:44: warning: this is message 4 that one turn may push, and the platform grants 3 after a follow, a scan or a tap in the menu; put some into one, or say with 'else' what to do when nothing is left. [overspend]",
        Rulebook.Finding("rules:\n  - id: r\n    event: scan\n    do: [{send: a}, {send: b}, {send: c}, {send: d}]"));

    [Fact]
    public void A_dialog_answers_a_message() => Assert.True(Overspends(
        "rules: [{exact: a, do: [{dialog: d}]}]\ndialogs: {d: {slots: [{name: n, ask: x}], done: [{send: 1}, {send: 2}, {send: 3}, {send: 4}, {send: 5}, {send: 6}]}}"));
}

using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Actions;

public class ActionTests
{
    private static Decision Run(string actions, UserView? user = null, string text = "hi") =>
        Rulebook.Of($"rules:\n  - id: r\n    default: true\n    do: {actions}").Hears(Packets.Text(text), user);

    [Theory]
    [InlineData("5", ValueKind.Number)]
    [InlineData("1.5", ValueKind.Number)]
    [InlineData("true", ValueKind.Bool)]
    [InlineData("'5'", ValueKind.Text)]
    [InlineData("yes it is", ValueKind.Text)]
    [InlineData("'{{ 5 }}'", ValueKind.Number)]
    [InlineData("'{{ 5 }}.'", ValueKind.Text)]
    [InlineData("'{{ user.turns + 1 }}'", ValueKind.Number)]
    [InlineData("'{{ now() }}'", ValueKind.Moment)]
    [InlineData("'{{ today }}'", ValueKind.Date)]
    [InlineData("[1, '{{ msg.text }}']", ValueKind.List)]
    [InlineData("{a: '{{ msg.text }}'}", ValueKind.Map)]
    public void Set_keeps_the_kind_of_a_value(string written, ValueKind kind) =>
        Assert.Equal(kind, Run($"[{{set: {{x: {written}}}}}]").Variables["x"].Kind);

    [Fact]
    public void Set_counts_and_later_actions_see_it()
    {
        var decision = Run("[{set: {n: '{{ (user.n ?? 0) + 1 }}', twice: '{{ user.n * 2 }}'}}, {reply: '{{ user.n }} {{ user.twice }}'}]", Packets.With(("n", 4)));
        Assert.Equal("5 10", Rulebook.Text(decision));
        Assert.Equal(Value.Of(5), decision.Variables["n"]);
    }

    [Fact]
    public void Set_to_nothing_and_unset_remove()
    {
        var user = Packets.With(("a", 1), ("b", 2), ("c", 3), ("d", 4));
        Assert.Equal(["d"], Run("[{set: {a: , }}, {unset: [b, c]}]", user).Variables.Keys);
        Assert.DoesNotContain("d", Run("[{unset: d}]", user).Variables.Keys);
    }

    [Fact]
    public void Variables_are_the_same_object_when_nothing_changes()
    {
        var user = Packets.With(("a", 1));
        Assert.Same(user.Variables, Run("[{set: {a: 1}}, {unset: b}, {reply: x}]", user).Variables);
    }

    [Theory]
    [InlineData("[{if: msg.text == 'hi', then: [{reply: yes!}], else: [{reply: no!}]}]", "yes!")]
    [InlineData("[{if: user.none, then: [{reply: yes!}], else: [{reply: no!}]}]", "no!")]
    [InlineData("[{if: user.none, then: {reply: yes!}}]", null)]
    [InlineData("{if: user.none, else: {if: true, then: {reply: deep}}}", "deep")]
    public void If_chooses(string actions, string? reply) => Assert.Equal(reply, Rulebook.Text(Run(actions)));

    [Fact]
    public void The_first_reply_stands_and_others_are_pushed_or_wait_for_the_user()
    {
        var script = Rulebook.Of("rules:\n  - {id: a, keyword: x, continue: true, do: [{set: {seen: 1}}, {reply: one}]}\n  - {id: b, if: user.seen == 1, continue: true, reply: two}\n  - {id: c, default: true, reply: three}\n  - {id: d, priority: -1, exact: w, reply: four}");
        var decision = script.Hears(Packets.Text("xx"));
        Assert.Equal(new TextReply("one"), decision.Reply);
        Assert.Equal(["a", "b", "c"], decision.Rules.ToArray());
        Assert.Equal<RuleStep>([new RuleStep.Send(new TextPush("two"), IsReply: true), new RuleStep.Send(new TextPush("three"), IsReply: true)], decision.Steps);
        Assert.Empty(decision.Notes);
    }

    [Fact]
    public void Nothing_held_is_an_empty_decision()
    {
        var decision = Rulebook.Of("rules: [{exact: a, reply: b}]").Hears(Packets.Text("c"));
        Assert.Empty(decision.Rules);
        Assert.Null(decision.Reply);
        Assert.Empty(decision.Notes);
        Assert.Same(Packets.Newcomer.Variables, decision.Variables);
    }

    [Theory]
    [InlineData("[]", "t.yaml:5:9: the list of actions is empty, expected at least one action.")]
    [InlineData("[{}]", "t.yaml:5:10: the action is empty, expected one of: %actions%.")]
    [InlineData("[{replay: x}]", "t.yaml:5:11: 'replay' is not a key of an action; did you mean 'reply'? allowed: %keys of actions%. [unknown-key]")]
    [InlineData("[{reply: x, set: {a: 1}}]", "t.yaml:5:21: 'set' stands beside 'reply' in one action, expected an item of the list for each.")]
    [InlineData("[{reply: x, else: {reply: b}}]", "t.yaml:5:21: 'else' stands without 'if' or 'switch' or 'send', expected both in one action.")]
    [InlineData("[{if: true}]", "t.yaml:5:11: 'if' stands alone in an action, expected 'then' or 'else' beside it.")]
    [InlineData("[{set: x}]", "t.yaml:5:16: 'x' stands at 'set', expected a map from names to values.")]
    [InlineData("[{set: {turns: 1}}]", "t.yaml:5:17: 'turns' is kept by the engine, expected a name of your own.")]
    [InlineData("[{set: {1a: 1}}]", "t.yaml:5:17: '1a' is not a name, expected letters, digits and _, at most 64, no digit first.")]
    [InlineData("[{reply: x, as: a@b}]", "t.yaml:5:21: 'as' stands without 'send', expected both in one action.")]
    [InlineData("[{reply: x}, {reply: {transfer: true}}]", "t.yaml:5:31: warning: 'transfer' does nothing behind another reply, because only a message's first answer can be one. [no-carrier]")]
    [InlineData("[{if: msg.text, then: {reply: x}, else: {reply: b}}, {reply: {transfer: true}}]", "t.yaml:5:71: warning: 'transfer' does nothing behind another reply, because only a message's first answer can be one. [no-carrier]")]
    public void Says_what_is_wrong_with_an_action(string actions, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"rules:\n  - id: r\n    default: true\n    do: {actions}"));

    [Fact]
    public void Replies_on_different_paths_are_no_mistake() =>
        Assert.Empty(Rulebook.Findings("rules: [{default: true, do: [{if: msg.text, then: {reply: x}}, {reply: b}]}]"));
}

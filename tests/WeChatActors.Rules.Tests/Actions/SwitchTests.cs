namespace WeChatActors.Rules.Tests.Actions;

public class SwitchTests
{
    private const string BySize = "[{switch: user.size, cases: {1: {reply: one}, 大: [{reply: large}], '3': {reply: three}, null: {reply: none}}, else: {reply: other}}]";

    [Theory]
    [InlineData(1, "one")]
    [InlineData("1", "one")]
    [InlineData("大", "large")]
    [InlineData(3, "three")]
    [InlineData(null, "none")]
    [InlineData("小", "other")]
    [InlineData("大 ", "other")]
    public void The_case_that_equals_the_value_runs(object? size, string said)
    {
        var value = size is int number ? Value.Of(number) : Value.Of((string?)size);
        Assert.Equal(said, Rulebook.Text(Asked.Doing(BySize).Hears(Packets.Text("hi"), Packets.With(("size", value)))));
    }

    [Fact]
    public void A_list_gives_a_case_several_values_in_order()
    {
        var script = Asked.Doing("[{switch: msg.text | lower, cases: [{is: [是, 好, ok], do: [{set: {sure: true}}, {reply: fine}]}, {is: 不, do: {reply: pity}}]}, {reply: '{{ user.sure }}'}]");
        Assert.Equal("fine", script.Says("OK"));
        Assert.Equal(["true"], script.Text("好").SentTexts());
        Assert.Equal("pity", script.Says("不"));
        Assert.Equal("", Rulebook.Text(script.Text("?")) ?? "");
    }

    [Fact]
    public void A_call_in_a_case_waits_and_goes_on()
    {
        var script = Asked.Doing("[{switch: msg.text, cases: {查: [{http: {get: 'https://a.example/', into: o}}, {reply: '{{ o.ok }}'}]}}, {send: after}]");
        Assert.NotNull(script.Text("查").Call);
        Assert.Empty(script.Text("查").Sent());
        var ended = script.Text("查", results: Asked.Result(1, 5, ("ok", true)));
        Assert.Equal("true", Rulebook.Text(ended));
        Assert.Equal(["after"], ended.SentTexts());
    }

    [Theory]
    [InlineData("[{switch: msg.text}]", "t.yaml:5:11: 'switch' stands without 'cases', expected a map from values to actions beside it.")]
    [InlineData("[{reply: x, cases: {a: {reply: b}}}]", "t.yaml:5:21: 'cases' stands without 'switch', expected both in one action.")]
    [InlineData("[{switch: msg.text, cases: {}}]", "t.yaml:5:36: an empty map stands at 'cases', expected a map from values to actions, or a list of maps with 'is' and 'do'.")]
    [InlineData("[{switch: msg.text, cases: a}]", "t.yaml:5:36: 'a' stands at 'cases', expected a map from values to actions, or a list of maps with 'is' and 'do'.")]
    [InlineData("[{switch: msg.text, cases: {1: {reply: a}, '1.0': {reply: b}}}]", "t.yaml:5:52: the case '1.0' stands here again, it is already on line 5.")]
    [InlineData("[{switch: msg.text, cases: [{is: [], do: {reply: a}}]}]", "t.yaml:5:42: an empty list stands at 'is', expected at least one value.")]
    [InlineData("[{switch: msg.text, cases: [{is: [{a: b}], do: {reply: a}}]}]", "t.yaml:5:43: a map stands at 'is', expected a value or a list of values.")]
    [InlineData("[{switch: msg.text, cases: [{is: a}]}]", "t.yaml:5:37: a case needs the key 'do'.")]
    [InlineData("[{switch: msg.text, cases: {a: []}}]", "t.yaml:5:40: the list of actions is empty, expected at least one action.")]
    [InlineData("[{switch: [a], cases: {a: {reply: b}}}]", "t.yaml:5:19: a list stands at 'switch', expected an expression.")]
    [InlineData("[{switch: msg.text, cases: {'{{ a }}': {reply: b}}}]", "t.yaml:5:37: warning: {{ }} is not evaluated here, the value is compared as it is; 'if' compares with expressions. [literal-braces]")]
    [InlineData("[{switch: msg.text, cases: {a: {reply: b}}, else: {reply: c}}, {reply: {transfer: true}}]", "t.yaml:5:81: warning: 'transfer' does nothing behind another reply, because only a message's first answer can be one. [no-carrier]")]
    public void Says_what_is_wrong_with_a_choice(string actions, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings(actions)));

    [Fact]
    public void Only_what_every_branch_does_is_certain_afterwards() =>
        Assert.Empty(Asked.Findings("[{switch: msg.text, cases: {a: {reply: b}}}, {reply: {transfer: true}}]"));
}

namespace WeChatActors.Rules.Tests.Actions;

public class ReportTests
{
    [Fact]
    public void A_metric_counts_one_or_as_many_as_it_says() => Assert.Equal<RuleStep>(
        [new RuleStep.Count("orders", 1), new RuleStep.Count("订单", 1), new RuleStep.Count("litres", 2.5), new RuleStep.Count("words", 2), new RuleStep.Count("none", 0)],
        Asked.Doing("[{metric: orders}, {metric: {name: 订单}}, {metric: {name: litres, by: 2.5}}, {metric: {name: words, by: len(msg.text)}}, {metric: {name: none, by: 0}}]").Text().Steps);

    [Fact]
    public void A_metric_by_nothing_counts_nothing_and_says_so()
    {
        var decision = Asked.Doing("[{set: {debt: -1}}, {metric: {name: a, by: user.debt}}, {metric: {name: b, by: msg.text}}, {reply: x}]").Text();
        Assert.Empty(decision.Steps);
        Assert.Equal(["rule 'r': 'a' was not counted, because 'by' gave no number from 0 up.", "rule 'r': 'b' was not counted, because 'by' gave no number from 0 up."], decision.Notes.ToArray());
        Assert.Equal("x", Rulebook.Text(decision));
    }

    [Fact]
    public void A_log_is_a_note_on_one_line_of_at_most_500_characters()
    {
        Assert.Equal(["rule 'r': hi said twice: hi hi"], Asked.Doing("[{log: \"{{ msg.text }} said twice:\\n{{ msg.text }} {{ msg.text }}\"}]").Text().Notes.ToArray());
        var cut = Assert.Single(Asked.Doing("[{log: '{{ msg.text }}'}]").Text(new string('a', 499) + "😀").Notes);
        Assert.Equal("rule 'r': " + new string('a', 499), cut);
        Assert.Empty(Asked.Doing("[{log: '{{ user.none }}'}, {set: {none: }}]").Text().Notes.ToArray());
    }

    [Theory]
    [InlineData("[{metric: a b}]", "t.yaml:5:19: 'a b' is not a name, expected letters, digits and _, at most 64, no digit first.")]
    [InlineData("[{metric: '{{ msg.text }}'}]", "t.yaml:5:19: {{ }} is not evaluated at 'metric', expected a name that is always the same; count different things by 'switch'.")]
    [InlineData("[{metric: {by: 1}}]", "t.yaml:5:19: 'metric' needs the key 'name'.")]
    [InlineData("[{metric: {name: a, by: -1}}]", "t.yaml:5:33: '-1' stands at 'by', expected a number from 0 up or an expression that gives one.")]
    [InlineData("[{metric: {nam: a, name: b}}]", "t.yaml:5:20: 'nam' is not a key of 'metric'; did you mean 'name'? allowed: name, by. [unknown-key]")]
    [InlineData("[{metric: [a, b]}]", "t.yaml:5:19: a list stands at 'metric', expected text.")]
    [InlineData("[{log: ''}]", "t.yaml:5:16: 'log' is empty, expected text.")]
    [InlineData("[{log: {a: b}}]", "t.yaml:5:16: a map stands at 'log', expected text.")]
    public void Says_what_is_wrong_with_a_report(string actions, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings(actions)));
}

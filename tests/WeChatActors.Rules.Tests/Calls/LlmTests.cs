using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Calls;

public class LlmTests
{
    private static readonly (string, Value)[] Works = [("ok", true), ("text", "苏州今天晴"), ("finish", "stop")], Fails = [("ok", false), ("error", "timeout")];

    [Fact]
    public void An_order_is_complete()
    {
        var order = Assert.IsType<LlmOrder>(Asked.Doing("[{llm: {model: fast, system: '你是{{ account.alias }}的客服', prompt: '问：{{ msg.text }}', history: 6, deadline: 40s, reply: true, fallback: 忙}}]").Text("天气").Call);
        Assert.Equal(new LlmOrder("t.yaml:5", "fast", "你是demo的客服", "问：天气", 6, TimeSpan.FromSeconds(40)), order);
        Assert.Equal("llm:fast", order.Target);
        Assert.Equal(new LlmOrder("t.yaml:5", "default", null, "天气", 0, null), Asked.Doing("[{llm: {reply: true, fallback: 忙}}]").Text("天气").Call);
    }

    [Fact]
    public void The_answer_is_the_reply_and_is_remembered_with_its_question()
    {
        var script = Asked.Doing("[{llm: {prompt: '问{{ msg.text }}', reply: true, fallback: 忙}}]");
        Assert.Null(script.Text("天气").Exchange);
        var done = script.Text("天气", 5, Asked.Result(9, 4, Works));
        Assert.Equal("苏州今天晴", Rulebook.Text(done));
        Assert.Equal(new Exchange("问天气", "苏州今天晴"), done.Exchange);
        Assert.Empty(done.Notes);
    }

    [Fact]
    public void An_answer_behind_a_reply_is_pushed()
    {
        var done = Asked.Doing("[{reply: 想想}, {llm: {reply: true, fallback: 忙}}]").Text("天气", 5, Asked.Result(9, 4, Works));
        Assert.Equal("想想", Rulebook.Text(done));
        Assert.Equal<RuleStep>([new RuleStep.Send(new TextPush("苏州今天晴"), IsReply: true)], done.Steps);
    }

    [Fact]
    public void The_answer_can_be_named()
    {
        var script = Asked.Doing("[{llm: {into: a}}, {if: a.ok, then: [{reply: '{{ a.text | cut(2) }}'}], else: [{reply: '{{ a.error }}'}]}]");
        Assert.Equal("苏州", Rulebook.Text(script.Text("天气", 5, Asked.Result(1, 5, Works))));
        Assert.Equal("timeout", Rulebook.Text(script.Text("天气", 5, Asked.Result(1, 5, Fails))));
    }

    [Theory]
    [InlineData("fallback: 忙", "忙")]
    [InlineData("fallback: [{set: {failed: true}}, {reply: '忙 {{ user.failed }}'}]", "忙 true")]
    [InlineData("fallback: {reply: {one_of: [忙]}}", "忙")]
    public void A_failure_runs_the_fallback(string fallback, string reply)
    {
        var script = Asked.Doing($"[{{llm: {{reply: true, {fallback}}}}}]");
        Assert.Equal(reply, Rulebook.Text(script.Text("天气", 5, Asked.Result(1, 5, Fails))));
        Assert.Equal(reply, Rulebook.Text(script.Text("天气", 5, Asked.Result(1, 5, ("ok", true), ("text", "")))));
        var nothingToAsk = script.Decide(Packets.Input(Packets.Image()));
        Assert.Null(nothingToAsk.Call);
        Assert.Equal(reply, Rulebook.Text(nothingToAsk));
    }

    [Fact]
    public void A_fallback_may_call_another_model()
    {
        var script = Asked.Doing("[{llm: {model: a, reply: true, fallback: [{llm: {model: b, reply: true, fallback: 忙}}, {reply: 完}]}}, {send: 末}]");
        Assert.Equal("llm:b", script.Text("x", 5, Asked.Result(1, 5, Fails)).Call!.Target);
        var done = script.Text("x", 5, Asked.Result(1, 5, Fails), Asked.Result(2, 5, Works));
        Assert.Equal("苏州今天晴", Rulebook.Text(done));
        Assert.Equal(["完", "末"], done.SentTexts());
    }

    [Fact]
    public void A_failure_without_fallback_is_noted() =>
        Assert.Equal("rule 'r': the model gave no answer and the action has no 'fallback', so nothing is sent.",
            Assert.Single(Asked.Doing("[{llm: {reply: true}}]").Text("x", 5, Asked.Result(1, 5, Fails)).Notes));

    [Theory]
    [InlineData("{model: a}", "t.yaml:5:16: nothing becomes of the model's answer, expected 'reply: true' or 'into'.")]
    [InlineData("{reply: true}", "t.yaml:5:11: warning: the model may fail, and then the user hears nothing; 'fallback' says what to answer. [unhandled-call]")]
    [InlineData("{reply: true, prompt: '', fallback: x}", "t.yaml:5:38: 'prompt' is empty, expected text.")]
    [InlineData("{reply: true, history: 21, fallback: x}", "t.yaml:5:39: '21' stands at 'history', expected a whole number from 0 to 20.")]
    [InlineData("{reply: true, fallback: {rply: x}}", "t.yaml:5:41: 'rply' is not a key of an action; did you mean 'reply'? allowed: %keys of actions%. [unknown-key]")]
    [InlineData("{reply: yes!, fallback: x}", "t.yaml:5:24: 'yes!' stands at 'reply', expected true or false.")]
    [InlineData("{model: '{{ user.m }}', reply: true, fallback: x}", "t.yaml:5:24: {{ }} is not evaluated in 'model', expected the name of a model of the configuration.")]
    public void Says_what_is_wrong_with_a_question(string llm, string finding) =>
        Assert.Contains(finding, Asked.Findings($"[{{llm: {llm}}}]"));
}

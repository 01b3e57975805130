using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.SlowAnswers;

public sealed class PlaceholderLinkTests
{
    private static readonly Rules.Script Script = Given.Script("""
        version: 1
        defaults: {placeholder: "{{ link }}", slow: placeholder}
        rules: [{id: slow, default: true, do: [{http: {get: "https://shop.example/", into: o}}, {reply: "{{ o.ok ? 1 : 2 }}"}]}]
        """);

    private static readonly AccountSetting Setting = new() { View = Given.Account().View, LinkOf = static (_, seq, _) => FormattableString.Invariant($"link {seq}") };

    [Fact]
    public void The_link_of_a_question_that_waits_its_turn_is_its_own()
    {
        var first = Step(Conversation.New, Given.Delivery(Given.Text("一", 1)));
        var second = Given.Delivery(Given.Text("二", 2));
        var waiting = Step(first.Next, second);
        var due = Step(waiting.Next, new ConversationInput.CarriersDue(second.Fingerprint, Given.Noon));

        Assert.Equal("link 1", Said(first));
        Assert.Equal("link 2", Assert.IsType<TextReply>(due.Effects.OfType<Effect.AnswerHeld>().Single().Answer.Reply).Content);
    }

    [Fact]
    public void A_pull_word_gets_the_link_of_what_it_asks_for()
    {
        var first = Step(Conversation.New, Given.Delivery(Given.Text("一", 1)));
        var pull = Given.Delivery(Given.Text("1", 2));
        var pulling = Step(first.Next, pull);
        var due = Step(pulling.Next, new ConversationInput.CarriersDue(pull.Fingerprint, Given.Noon));

        Assert.Equal("link 1", Assert.IsType<TextReply>(due.Effects.OfType<Effect.AnswerHeld>().Single().Answer.Reply).Content);
    }

    [Fact]
    public void A_pull_word_gets_the_placeholder_of_the_rule_it_waits_for()
    {
        var script = Given.Script("""
            version: 1
            defaults: {slow: placeholder}
            rules: [{id: order, regex: '查(?<no>\d+)', placeholder: "正在查 {{ m.no }}", do: [{http: {get: "https://shop.example/", into: o}}, {reply: "{{ o.ok ? 1 : 2 }}"}]}]
            """);
        var first = Conversation.Step(Conversation.New, Given.Delivery(Given.Text("查42", 1)), Given.Context(script, Given.Noon, 0, Setting));
        var pull = Given.Delivery(Given.Text("1", 2));
        var pulling = Conversation.Step(first.Next, pull, Given.Context(script, Given.Noon, 0, Setting));
        var due = Conversation.Step(pulling.Next, new ConversationInput.CarriersDue(pull.Fingerprint, Given.Noon), Given.Context(script, Given.Noon, 0, Setting));

        Assert.Equal("正在查 42", Said(first));
        Assert.Equal("正在查 42", Assert.IsType<TextReply>(due.Effects.OfType<Effect.AnswerHeld>().Single().Answer.Reply).Content);
    }

    private static string Said(StepResult step) => Assert.IsType<TextReply>(step.Effects.OfType<Effect.AnswerCarrier>().Single().Answer.Reply).Content;

    private static StepResult Step(Conversation state, ConversationInput input) => Conversation.Step(state, input, Given.Context(Script, Given.Noon, 0, Setting));
}

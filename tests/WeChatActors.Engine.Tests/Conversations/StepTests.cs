using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class StepTests
{
    private static readonly Rules.Script Script = Given.Script();

    [Fact]
    public void A_first_packet_is_committed_before_its_carrier_is_answered()
    {
        var step = Step(Conversation.New, Given.Text("hello", 1));

        Assert.Collection(step.Effects,
            effect => Assert.Equal(1, Assert.IsType<Effect.Commit>(effect).Turn.Seq),
            effect => Assert.Equal(new TextReply("hello is number 1"), Assert.IsType<Effect.AnswerCarrier>(effect).Answer.Reply));
        Assert.Equal(1, step.Next.Version);
        Assert.Equal(Given.Noon, step.Next.Since);
    }

    [Fact]
    public void The_same_packet_again_gets_the_same_answer_and_no_turn()
    {
        var first = Step(Conversation.New, Given.Text("hello", 1));
        var again = Step(first.Next, Given.Text("hello", 1), later: TimeSpan.FromSeconds(10));

        Assert.Same(first.Next, again.Next);
        Assert.Collection(again.Effects,
            effect => Assert.Equal(1, Assert.IsType<Effect.CountDelivery>(effect).Seq),
            effect => Assert.Equal(Answer(first), Assert.IsType<Effect.AnswerCarrier>(effect).Answer));
    }

    [Fact]
    public void A_message_and_an_event_with_the_same_numbers_are_different_packets()
    {
        var first = Step(Conversation.New, Given.Text("hello", Given.Noon.ToUnixTimeSeconds()));
        Assert.Equal(2, Step(first.Next, Given.Event("CLICK")).Next.Version);
    }

    [Fact]
    public void Who_follows_is_known_from_follows_messages_and_unfollows()
    {
        var followed = Step(Conversation.New, Given.Event("subscribe")).Next;
        var left = Step(followed, Given.Event("unsubscribe", at: 1)).Next;
        var wrote = Step(left, Given.Text("back", 2)).Next;
        var viewed = Step(Conversation.New, Given.Event("VIEW")).Next;

        Assert.Equal([true, false, true, false], [followed.Subscribed, left.Subscribed, wrote.Subscribed, viewed.Subscribed]);
    }

    [Fact]
    public void A_reply_to_an_event_that_takes_none_becomes_success_with_a_note()
    {
        var step = Step(Conversation.New, Given.Event("VIEW"));

        Assert.Null(Answer(step).Reply);
        Assert.Contains("event view", Assert.Single(Turn(step).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reply_has_beyond_the_limit_waits_for_the_user()
    {
        var script = Given.Script("version: 1\nrules:\n  - {id: long, default: true, reply: \"{{ msg.text + msg.text + msg.text + msg.text }}\"}\n");
        var step = Conversation.Step(Conversation.New, Given.Delivery(Given.Text(new string('长', 600), 1)), Given.Context(script, Given.Noon, 0));

        var said = Assert.IsType<TextReply>(Answer(step).Reply).Content;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(said), 2000, PassiveReplyLimits.MaxTextBytes);
        Assert.EndsWith("（回复“继续”看下文）", said);
        Assert.Single(Turn(step).Notes);

        var rest = Conversation.Step(step.Next, Given.Delivery(Given.Text("继续", 2)), Given.Context(script, Given.Noon, 0));
        var both = said.Replace("\n（回复“继续”看下文）", "", StringComparison.Ordinal) + Assert.IsType<TextReply>(Answer(rest).Reply).Content;
        Assert.StartsWith(both.Split('\n')[0], new string('长', 2400));
    }

    [Fact]
    public void The_state_is_the_same_object_when_no_rule_changed_it()
    {
        var first = Step(Conversation.New, Given.Text("same", 1)).Next;
        Assert.True(Step(first, Given.Text("same", 2)).Next.SameStateAs(first));
        Assert.False(Step(first, Given.Text("quiet", 3)).Next.SameStateAs(first));
    }

    [Fact]
    public void The_same_arguments_give_the_same_decision()
    {
        var script = Given.Script("version: 1\nrules:\n  - {id: any, default: true, reply: {one_of: [a, b, c, d, e, f, g]}}\n");
        var delivery = Given.Delivery(Given.Text("x", 7));
        var answers = Enumerable.Range(0, 20).Select(_ => Answer(Conversation.Step(Conversation.New, delivery, Given.Context(script, Given.Noon, 99))));
        Assert.Single(answers.Distinct());
        var seeds = Enumerable.Range(0, 50).Select(seed => Answer(Conversation.Step(Conversation.New, delivery, Given.Context(script, Given.Noon, (ulong)seed)))).Distinct();
        Assert.Equal(7, seeds.Count());
    }

    private static StepResult Step(Conversation state, Packet packet, TimeSpan later = default) =>
        Conversation.Step(state, Given.Delivery(packet), Given.Context(Script, Given.Noon + later, 1));

    private static Answer Answer(StepResult step) => step.Effects.OfType<Effect.AnswerCarrier>().Single().Answer;

    private static Turn Turn(StepResult step) => step.Effects.OfType<Effect.Commit>().Single().Turn;
}

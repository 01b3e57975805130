namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>What messages do that arrive while the one before them still runs.</summary>
public sealed class OverlapTests
{
    private const string Rules = """
        defaults: {busy: BUSY}
        rules:
          - {id: tap, event: CLICK, reply: tapped}
          - {id: slow, prefix: slow, do: [{http: {get: 'https://a.example/', into: r}}, {reply: "done {{ msg.text }}"}]}
          - {id: rest, default: true, reply: "heard {{ msg.text }}"}
        """;

    private static Scene Begin(string busy) => new(Rules.Replace("BUSY", busy, StringComparison.Ordinal));

    [Fact]
    public void Queued_messages_have_their_turns_in_order_when_the_one_before_ends()
    {
        var scene = Begin("queue").Say("slow 1").Say("two").Say("slow 3").Say("four");
        Assert.Empty(scene.Answers);

        scene.At(2).CallEnds();
        Assert.Equal([("slow 1", "done slow 1"), ("two", "heard two")], scene.Answers);
        scene.At(4).CallEnds();

        Assert.Equal([("slow 1", "done slow 1"), ("two", "heard two"), ("slow 3", "done slow 3"), ("four", "heard four")], scene.Answers);
        Assert.Equal(4, scene.State.Turns);
        Assert.Null(scene.State.WorkDue);
    }

    [Fact]
    public void A_queue_takes_fifty_and_says_of_the_next_that_it_gets_no_turn()
    {
        var scene = Begin("queue").Say("slow 0");
        for (var i = 1; i <= 51; i++) scene.Say($"{i}");

        Assert.Equal(("51", "success"), Assert.Single(scene.Answers));
        Assert.Contains("No turn: 50 packets wait already.", scene.Lines[^1].Notes);
        Assert.Equal(51, scene.CallEnds().Answers.Count(answer => answer.Answer != "success"));
    }

    [Fact]
    public void Merging_waits_for_more_and_answers_all_of_it_once()
    {
        var scene = Begin("merge").Say("a").At(1).Say("b").At(2).Say("c");
        Assert.Equal([("a", "success"), ("b", "success")], scene.Answers);

        scene.At(3.1);
        Assert.Equal(("c", "heard a\nb\nc"), scene.Answers[^1]);
    }

    [Fact]
    public void Merging_waits_for_three_seconds_at_the_most()
    {
        var scene = Begin("merge").Say("a").At(1).Say("b").At(2).Say("c").At(2.9).Say("d").At(3);

        Assert.Equal(("d", "heard a\nb\nc\nd"), scene.Answers[^1]);
        Assert.Equal(("e", "heard e"), scene.At(3.1).Say("e").At(5).Answers[^1]);
    }

    [Fact]
    public void Texts_that_waited_for_a_turn_are_merged_when_they_were_typed_in_one_go()
    {
        var scene = Begin("merge").Say("slow 1").At(1.3).Say("a").At(2).Say("b").At(2.5).Happen("CLICK", "<EventKey>k</EventKey>").At(8).Say("c").At(8.3).CallEnds();

        Assert.Equal([("slow 1", "done slow 1"), ("a", "success"), ("b", "heard a\nb"), ("CLICK", "tapped")], scene.Answers);
        Assert.Equal(("c", "heard c"), scene.At(9.2).Answers[^1]);
    }

    [Fact]
    public void An_interruption_ends_the_turn_and_its_call()
    {
        var scene = Begin("interrupt").Say("slow 1").At(1).Say("two");

        Assert.Equal([("slow 1", "success"), ("two", "heard two")], scene.Answers);
        Assert.Equal(scene.Calls[0].Id, Assert.Single(scene.GivenUp));
        Assert.Equal(2, scene.At(2).CallEnds().Answers.Count);
    }

    [Fact]
    public void An_interruption_takes_no_turn_from_a_tap_that_waited()
    {
        var scene = Begin("interrupt").Say("slow 1").Happen("CLICK", "<EventKey>k</EventKey>").At(1).Say("three");

        Assert.Equal([("slow 1", "success"), ("CLICK", "tapped"), ("three", "heard three")], scene.Answers);
    }

    [Fact]
    public void Ignored_messages_are_logged_and_events_wait_all_the_same()
    {
        var scene = Begin("ignore").Say("slow 1").Say("two").Happen("CLICK", "<EventKey>k</EventKey>");
        Assert.Equal([("two", "success")], scene.Answers);
        Assert.Contains(scene.Lines[1].Notes, note => note.StartsWith("Ignored", StringComparison.Ordinal));

        scene.CallEnds();
        Assert.Equal([("two", "success"), ("slow 1", "done slow 1"), ("CLICK", "tapped")], scene.Answers);
    }
}

using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Answers that no carrier took: pushed, parked, shown with the next reply, fetched by a pull word.</summary>
public sealed class ParkedAnswerTests
{
    private const string Rules = """
        rules:
          - {id: slow, prefix: slow, do: [{http: {get: 'https://a.example/', into: r}}, {reply: "done {{ msg.text }}"}]}
          - {id: early, exact: early, do: [{reply: at once}, {http: {get: 'https://a.example/', into: r}}, {reply: and then}]}
          - {id: long, exact: long, do: [{http: {get: 'https://a.example/', into: r}}, {reply: "LONG"}]}
          - {id: rest, default: true, reply: "heard {{ msg.text }}"}
        """;

    private static Scene Begin(bool canPush = true)
    {
        var scene = new Scene(Rules.Replace("LONG", new string('长', 680), StringComparison.Ordinal));
        scene.Setting = scene.Setting with { CanPush = canPush };
        return scene;
    }

    private static Scene Acknowledged(Scene scene) => scene.Say("slow 1").At(4.5).CarriersDue("slow 1", 1).CarriersClose();

    [Fact]
    public void An_acknowledged_answer_is_pushed_after_the_typing_line()
    {
        var scene = Acknowledged(Begin()).At(20).CallEnds();

        Assert.Equal([("slow 1", "success")], scene.Answers);
        Assert.IsType<OutboxItem.Typing>(scene.Owed[0].Item);
        Assert.Equal(["done slow 1"], scene.Pushed);
        Assert.Empty(scene.State.Parked);
    }

    [Fact]
    public void A_refused_answer_waits_and_is_shown_with_the_next_reply()
    {
        var scene = Acknowledged(Begin()).At(20).CallEnds();
        scene.PushEnds(scene.Owed[^1], OutboxState.Refused, 45015);
        Assert.Equal(0, scene.State.Ledger.Left(scene.Now));

        Assert.Equal("done slow 1\n\nheard hello", scene.At(30).Say("hello").Answers[^1].Answer);
        Assert.Empty(scene.State.Parked);
    }

    [Fact]
    public void An_answer_of_which_nobody_knows_is_only_fetched_and_says_that_it_may_have_come()
    {
        var scene = Acknowledged(Begin()).At(20).CallEnds();
        scene.PushEnds(scene.Owed[^1], OutboxState.Unknown);

        Assert.Equal("heard hello", scene.At(30).Say("hello").Answers[^1].Answer);
        Assert.Equal("（这条可能已经收到过）\ndone slow 1", scene.Say("1").Answers[^1].Answer);
        Assert.Contains("may have arrived before", Assert.Single(scene.Lines[^1].Notes), StringComparison.Ordinal);
        Assert.Equal("heard 1", scene.Say("1").Answers[^1].Answer);
    }

    [Fact]
    public void A_long_one_of_which_nobody_knows_is_fetched_in_parts_that_all_say_so()
    {
        var scene = Begin().Say("long").At(4.5).CarriersDue("long", 1).CarriersClose().At(20).CallEnds();
        scene.PushEnds(scene.Owed[^1], OutboxState.Unknown);

        var parts = new[] { scene.Say("1").Answers[^1].Answer, scene.Say("1").Answers[^1].Answer };
        Assert.All(parts, part => Assert.StartsWith("（这条可能已经收到过）\n长", part));
        Assert.Equal(680, parts.Sum(part => part.Count(c => c == '长')));
        Assert.Empty(scene.State.Parked);
    }

    [Fact]
    public void The_same_end_of_a_row_is_heard_once()
    {
        var scene = Acknowledged(Begin()).At(20).CallEnds();
        var (row, lines) = (scene.Owed[^1], scene.PushEnds(scene.Owed[^1], OutboxState.Refused, 40003).Lines.Count);

        Assert.Equal(lines, scene.PushEnds(row, OutboxState.Refused, 40003).Lines.Count);
        Assert.Single(scene.State.Parked);
        Assert.Equal((row.Id, OutboxState.Refused), (scene.Lines[^1].Writes!.Settled[0].Entry, scene.Lines[^1].Writes!.Settled[0].Outcome.State));
    }

    [Fact]
    public void An_account_that_cannot_push_lets_the_platform_deliver_again_and_stands_in_at_last()
    {
        var scene = Begin(canPush: false).Say("slow 1").At(4.5).CarriersDue("slow 1", 1).At(5).CarriersClose().Again("slow 1", 1)
            .At(9.5).CarriersDue("slow 1", 1).At(10).CarriersClose().Again("slow 1", 1);
        Assert.Empty(scene.Answers);

        scene.At(14.5).CarriersDue("slow 1", 1);
        Assert.Contains("回复 1", Assert.Single(scene.Answers).Answer, StringComparison.Ordinal);
        Assert.Equal(("1", "done slow 1"), scene.At(20).CallEnds().Say("1").Answers[^1]);
    }

    [Fact]
    public void A_placeholder_leads_to_the_answer_of_its_own_question()
    {
        var (scene, links) = (Begin(canPush: false), new List<long>());
        scene.Setting = scene.Setting with { LinkOf = (_, line, _) => Link(links, line) };
        scene.Say("slow 1").Say("slow 2").At(14.5).CarriersDue("slow 1", 1).CarriersDue("slow 2", 2).Say("1").At(29).CarriersDue("1", 3);

        Assert.Equal([1L, 2L, 1L], links);
    }

    private static string Link(List<long> links, long line)
    {
        links.Add(line);
        return "https://a.example/";
    }

    [Fact]
    public void A_pull_word_waits_with_the_user_for_what_is_still_under_way()
    {
        var scene = Acknowledged(Begin()).At(6).Say("1").At(8);
        Assert.Single(scene.Answers);

        Assert.Equal(("1", "done slow 1"), scene.CallEnds().Answers[^1]);
        Assert.Empty(scene.Pushed);
    }

    [Fact]
    public void An_early_reply_takes_the_carrier_and_the_rest_is_pushed()
    {
        var scene = Begin().Say("early");
        Assert.Equal([("early", "at once")], scene.Answers);

        Assert.Equal(["and then"], scene.At(9).CallEnds().Pushed);
    }

    [Fact]
    public void An_early_reply_whose_carriers_are_gone_is_pushed_and_not_lost()
    {
        var scene = Begin().Say("slow 1").Say("early").At(20).CarriersClose().CallEnds();

        Assert.Contains("at once", scene.Pushed);
    }

    [Fact]
    public void An_answer_without_a_carrier_waits_for_the_next_delivery_and_then_goes_another_way()
    {
        var scene = Begin().Say("slow 1").At(5.1).CarriersClose().CallEnds();
        Assert.Equal([("slow 1", "done slow 1")], scene.At(5.2).Again("slow 1", 1).Answers);

        var other = Begin().Say("slow 1").At(5.1).CarriersClose().CallEnds().At(16);
        Assert.Empty(other.Answers);
        Assert.Equal(["done slow 1"], other.Pushed);
    }

    [Fact]
    public void An_answer_whose_process_died_over_the_last_carriers_can_be_fetched()
    {
        var scene = Begin(canPush: false).Say("slow 1").At(10).CarriersClose().Again("slow 1", 1).At(12).CallEnds();
        Assert.Equal("here", Assert.Single(scene.State.Given).Node);

        Assert.Equal(("1", "（这条可能已经收到过）\ndone slow 1"), scene.Dies().Say("1").Answers[^1]);
    }

    [Fact]
    public void An_answer_whose_process_lives_has_gone_its_way()
    {
        var scene = Begin(canPush: false).Say("slow 1").At(10).CarriersClose().Again("slow 1", 1).At(12).CallEnds().At(14);

        Assert.Empty(scene.State.Given);
        Assert.Null(scene.State.WorkDue);
        Assert.Equal("heard 1", scene.Say("1").Answers[^1].Answer);
    }

    [Fact]
    public void A_call_whose_process_died_is_begun_again_three_times_at_most()
    {
        var scene = Begin().Say("slow 1").Dies().Dies();
        Assert.Equal([1, 2, 3], scene.Calls.Select(call => call.Id.Attempt));
        Assert.Single(scene.Calls.Select(call => call.Key).Distinct());

        scene.Dies();
        Assert.Equal(3, scene.Calls.Count);
        Assert.Null(scene.State.Running);
        Assert.Equal("done slow 1", ((TextReply)Assert.Single(scene.State.Unclaimed).Ready!).Content);
    }
}

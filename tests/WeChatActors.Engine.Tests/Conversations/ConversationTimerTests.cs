using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>What a conversation does by itself later.</summary>
public sealed class ConversationTimerTests
{
    private const string Rules = """
        rules:
          - {id: remind, exact: remind, do: [{later: {after: 40s, unless: user.turns > 1, do: [{send: still there?}]}}, {reply: fine}]}
          - {id: twice, exact: twice, do: [{later: {after: 10s, do: [{send: ten}]}}, {later: {after: 5s, do: [{send: five}]}}, {reply: fine}]}
          - {id: ask, exact: ask, do: [{later: {after: 5s, do: [{http: {get: 'https://a.example/', into: r}}, {send: asked}]}}, {reply: fine}]}
          - {id: mixed, exact: mixed, do: [{later: {after: 5s, do: [{send: a}]}}, {pause: {until: kf_close_session}}, {later: {after: 6s, do: [{send: b}]}}, {reply: fine}]}
          - {id: rest, default: true, reply: "heard {{ msg.text }}"}
        """;

    private const string Closing = """
        rules:
          - {id: closing, when: {window_closes_in: 30m}, do: [{send: last call}]}
          - {id: rest, default: true, reply: heard}
        """;

    [Fact]
    public void A_timer_acts_at_its_time_and_once()
    {
        var scene = new Scene(Rules).Say("remind").At(39.9);
        Assert.Empty(scene.Owed);
        Assert.Equal(Given.Noon.AddSeconds(40), Assert.Single(scene.Lines[0].Writes!.Armed).Due);

        Assert.Equal(["still there?"], scene.At(40).Pushed);
        Assert.Equal(scene.Lines[0].Writes!.Armed[0].Name, Assert.Single(scene.Lines[1].Writes!.Disarmed));
        Assert.Equal(["still there?"], scene.At(1000).Pushed);
        Assert.Empty(scene.State.Timers);
    }

    [Fact]
    public void Unless_keeps_it_from_acting()
    {
        var scene = new Scene(Rules).Say("remind").At(20).Say("yes").At(100);

        Assert.Empty(scene.Owed);
        Assert.Empty(scene.State.Timers);
    }

    [Fact]
    public void Timers_act_in_the_order_of_their_times()
    {
        var scene = new Scene(Rules).Say("twice");
        Assert.Equal(2, scene.State.Timers.Select(timer => timer.Name).Distinct().Count());

        Assert.Equal(["five", "ten"], scene.At(10).Pushed);
    }

    [Fact]
    public void Timers_around_a_pause_in_one_turn_are_told_apart()
    {
        var scene = new Scene(Rules).Say("hi");
        scene.Do(new ConversationCommand.Pause(TimeSpan.FromSeconds(1), UntilClose: false));
        scene.At(1).Say("mixed").At(2);
        scene.Do(new ConversationCommand.Resume());

        Assert.Equal(["a", "b"], scene.At(10).Pushed);
    }

    [Fact]
    public void What_is_due_waits_for_the_turn_that_runs()
    {
        var scene = new Scene(Rules).Say("ask").At(1).Say("twice").At(20);
        Assert.Empty(scene.Owed);

        Assert.Equal(["asked", "five", "ten"], scene.CallEnds().Pushed);
    }

    [Fact]
    public void Before_the_window_closes_a_rule_may_act_once()
    {
        var scene = new Scene(Closing).Say("hi");
        var closes = scene.State.Ledger.UserMessage.Until - Given.Noon;

        Assert.Empty(scene.At((closes - TimeSpan.FromMinutes(31)).TotalSeconds).Owed);
        Assert.Equal(["last call"], scene.At((closes - TimeSpan.FromMinutes(30)).TotalSeconds).Pushed);
        Assert.Equal(["last call"], scene.At(closes.TotalSeconds + 1000).Pushed);
    }

    [Fact]
    public void A_renewed_window_moves_the_moment_without_a_write_a_message()
    {
        var scene = new Scene(Closing).Say("hi").At(3600).Say("more");
        Assert.Null(scene.Lines[1].Writes);
        var first = Given.Noon.AddHours(48).AddMinutes(-35) - Given.Noon;

        Assert.Empty(scene.At(first.TotalSeconds + 1).Owed);
        Assert.Equal(["last call"], scene.At(first.TotalSeconds + 3600).Pushed);
    }

    [Fact]
    public void A_window_that_a_message_opened_while_a_human_spoke_is_watched_as_well()
    {
        var scene = new Scene(Closing).Happen("subscribe");
        scene.Do(new ConversationCommand.Pause(TimeSpan.FromMinutes(1), UntilClose: false));
        scene.At(10).Say("hi");

        Assert.Contains(scene.State.Timers, timer => timer.What is TimerTask.WindowClosing);
    }

    [Fact]
    public void A_hundred_timers_are_the_most_and_the_end_of_a_pause_is_always_armed()
    {
        var scene = new Scene(Rules);
        for (var i = 0; i < 60; i++) scene.Say("twice");
        Assert.Equal(100, scene.State.Timers.Length);
        Assert.Contains(scene.Lines[^1].Notes, note => note.Contains("timer was not armed", StringComparison.Ordinal));

        scene.Do(new ConversationCommand.Pause(TimeSpan.FromSeconds(1), UntilClose: false));
        Assert.Contains(scene.Lines[^1].Writes!.Armed, armed => armed.Name == "pause");
        Assert.Null(scene.At(1).State.Pause);
        Assert.Contains(scene.Lines, line => line.Timer == "pause");
    }
}

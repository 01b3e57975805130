namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Giving way to a human, and coming back.</summary>
public sealed class HandOverTests
{
    private const string Rules = """
        defaults: {after_pause: 我回来了。}
        rules:
          - {id: human, exact: 人工, do: [{reply: {transfer: true}}]}
          - {id: hush, exact: hush, do: [{pause: 30s}, {reply: quiet}]}
          - {id: slow, exact: slow, do: [{http: {get: 'https://a.example/', into: r}}, {reply: slowly}]}
          - {id: early, exact: early, do: [{reply: at once}, {http: {get: 'https://a.example/', into: r}}, {reply: and then}]}
          - {id: later, exact: later, do: [{later: {after: 10s, do: [{send: time}]}}, {reply: armed}]}
          - {id: events, type: event, do: [{set: {event: "{{ msg.event }}"}}]}
          - {id: rest, default: true, reply: "heard {{ msg.text }}"}
        """;

    private const string Agent = "<KfAccount>anna@demo</KfAccount>";

    private static Scene Begin() => new(Rules);

    [Fact]
    public void A_transferred_follower_is_handed_over_with_every_message_until_an_agent_takes_him()
    {
        var scene = Begin().Say("人工").At(1).Say("hello").At(2).Happen("kf_create_session", Agent).At(3).Say("still there?");

        Assert.Equal(["transfer_customer_service", "transfer_customer_service", "success", "success"], scene.Answers.Select(answer => answer.Answer));
        Assert.Equal(("agent", "anna@demo"), (scene.State.Pause!.By, scene.State.Pause.Agent));
        Assert.Contains("No rule ran: a human speaks.", scene.Lines[^1].Notes);
    }

    [Fact]
    public void The_end_of_the_session_brings_the_bot_back_and_it_says_so_once()
    {
        var scene = Begin().Say("人工").At(1).Happen("kf_create_session", Agent).At(5).Happen("kf_close_session", Agent).At(6).Say("a").At(7).Say("b");

        Assert.Null(scene.State.Pause);
        Assert.Equal([("a", "我回来了。\nheard a"), ("b", "heard b")], scene.Answers[^2..]);
    }

    [Fact]
    public void Another_agent_takes_the_session_over()
    {
        var scene = Begin().Say("人工").At(1).Happen("kf_create_session", Agent)
            .At(2).Happen("kf_switch_session", "<FromKfAccount>anna@demo</FromKfAccount><ToKfAccount>bob@demo</ToKfAccount>");

        Assert.Equal("bob@demo", scene.State.Pause!.Agent);
    }

    [Fact]
    public void A_session_that_nobody_closes_ends_half_an_hour_after_the_last_word()
    {
        var scene = Begin().Say("hi").Happen("kf_create_session", Agent).At(600).Say("hello");

        Assert.NotNull(scene.At(600 + 1799).State.Pause);
        Assert.Null(scene.At(600 + 1800).State.Pause);
    }

    [Fact]
    public void A_pause_ends_by_itself_to_the_second()
    {
        var scene = Begin().Say("hush").At(29.9).Say("a").At(30);

        Assert.Equal([("hush", "quiet"), ("a", "success")], scene.Answers);
        Assert.Null(scene.State.Pause);
        Assert.Equal("pause", scene.Lines[^1].Timer);
        Assert.Equal(("b", "我回来了。\nheard b"), scene.Say("b").Answers[^1]);
    }

    [Fact]
    public void A_reply_before_a_call_says_that_the_bot_is_back_as_well()
    {
        var scene = Begin().Say("hush").At(30).Say("early");

        Assert.Equal(("early", "我回来了。\nat once"), scene.Answers[^1]);
        Assert.Equal(["and then"], scene.CallEnds().Pushed);
    }

    [Fact]
    public void Timers_wait_for_the_end_of_a_pause()
    {
        var scene = Begin().Say("later").At(1).Say("hush").At(30.9);
        Assert.Empty(scene.Owed);

        Assert.Equal("time", Assert.Single(scene.At(31).Pushed));
    }

    [Fact]
    public void An_operator_pauses_and_resumes()
    {
        var scene = Begin().Say("hi");
        Assert.True(scene.Do(new ConversationCommand.Pause(null, UntilClose: false)).Done);
        Assert.Equal(("a", "success"), scene.At(100_000).Say("a").Answers[^1]);

        Assert.True(scene.Do(new ConversationCommand.Resume()).Done);
        Assert.Equal(("b", "我回来了。\nheard b"), scene.Say("b").Answers[^1]);
        Assert.True(scene.Do(new ConversationCommand.Resume()).Done);
    }

    [Fact]
    public void A_human_who_takes_over_ends_what_the_bot_was_about_to_say()
    {
        var scene = Begin().Say("slow").At(5).CarriersDue("slow", 1).CarriersClose().Say("after").At(6).Happen("kf_create_session", Agent).At(7).CallEnds();

        Assert.Equal([("slow", "success"), ("after", "success"), ("kf_create_session", "success")], scene.Answers);
        Assert.Empty(scene.Pushed);
        Assert.Equal(2, scene.Lines.SelectMany(line => line.Notes).Count(note => note.Contains("was interrupted", StringComparison.Ordinal)));
    }

    [Fact]
    public void Packets_that_waited_behind_a_turn_that_pauses_have_no_turn()
    {
        var scene = Begin().Say("slow").Say("hush").Say("a").At(2).CallEnds();

        Assert.Equal([("slow", "slowly"), ("hush", "quiet"), ("a", "success")], scene.Answers);
        Assert.Contains("Line 3 was given no turn: a human speaks.", scene.Lines[^1].Notes);
    }

    [Fact]
    public void An_answer_that_no_carrier_took_is_not_pushed_while_a_human_speaks()
    {
        var scene = Begin().Say("slow").At(5.1).CarriersClose().CallEnds();
        Assert.Single(scene.State.Unclaimed);
        scene.Do(new ConversationCommand.Pause(TimeSpan.FromMinutes(1), UntilClose: false));

        scene.At(17);
        Assert.Empty(scene.Pushed);
        Assert.Equal("slowly", ((Protocol.TextReply)Assert.Single(scene.State.Parked).Reply).Content);
    }
}

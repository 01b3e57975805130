using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>What operators, pages and other programs ask of a conversation.</summary>
public sealed class CommandTests
{
    private const string Rules = """
        rules:
          - {id: slow, exact: slow, do: [{http: {get: 'https://a.example/', into: r}}, {reply: slowly}]}
          - {id: name, regex: '^I am (?<n>.+)$', do: [{set: {name: "{{ m.n }}"}}, {tag: {add: known}}, {later: {after: 1h, do: [{send: hello}]}}, {reply: "hello {{ m.n }}"}]}
          - {id: rest, default: true, reply: "heard {{ msg.text }}"}
        """;

    private static ConversationCommand.Send Text(string text, bool elsePark = false) => new(new OutboxItem.Message(new TextPush(text)), "key", elsePark);

    [Fact]
    public void A_message_is_sent_within_the_window_and_found_by_its_key()
    {
        var scene = new Scene(Rules).Say("hi");
        var outcome = scene.Do(Text("offer"));

        var row = Assert.Single(scene.Owed);
        Assert.Equal((row.Id, "key", WindowScene.UserMessage), (outcome.Entry, row.Key, row.Grant.Scene));
        Assert.Equal(4, scene.State.Ledger.Left(scene.Now));
    }

    [Fact]
    public void The_same_command_is_done_once()
    {
        var scene = new Scene(Rules).Say("hi");
        scene.Do(Text("offer"), "one");

        Assert.False(scene.Do(Text("offer"), "one").Done);
        Assert.Single(scene.Owed);
    }

    [Fact]
    public void What_cannot_be_sent_says_why_and_waits_when_it_may()
    {
        var nobody = new Scene(Rules);
        Assert.Contains("Nobody with this OpenID", nobody.Do(Text("offer")).Why, StringComparison.Ordinal);
        Assert.Empty(nobody.Lines);

        var scene = new Scene(Rules).Say("hi").At(172_800);
        Assert.Contains("window is closed", scene.Do(Text("offer")).Why, StringComparison.Ordinal);
        Assert.True(scene.Do(Text("offer", elsePark: true)).Parked);
        Assert.Equal("offer\n\nheard back", scene.Say("back").Answers[^1].Answer);

        scene.At(172_810).Happen("unsubscribe");
        Assert.Contains("does not follow", scene.Do(Text("offer")).Why, StringComparison.Ordinal);
        scene.Setting = scene.Setting with { CanPush = false };
        Assert.Contains("cannot push", scene.Do(Text("offer")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payment_that_no_packet_shows_can_be_noted()
    {
        var scene = new Scene(Rules);
        scene.Setting = scene.Setting with { Ledger = new LedgerRules { Payment = new GrantRule(2, TimeSpan.FromHours(48), default) } };
        scene.Happen("VIEW");
        Assert.Equal(0, scene.State.Ledger.Left(scene.Now));

        Assert.True(scene.Do(new ConversationCommand.Grant(WindowScene.Payment, scene.Now)).Done);
        Assert.Equal(2, scene.State.Ledger.Left(scene.Now));
    }

    [Fact]
    public void What_the_page_showed_is_shown_nowhere_else()
    {
        var scene = new Scene(Rules);
        scene.Setting = scene.Setting with { CanPush = false };
        scene.Say("slow").At(14.5).CarriersDue("slow", 1).At(20).CallEnds();
        Assert.Single(scene.State.Parked);

        Assert.True(scene.Do(new ConversationCommand.Shown(1)).Done);
        Assert.Equal("heard 1", scene.Say("1").Answers[^1].Answer);
    }

    [Fact]
    public void Forgetting_leaves_nothing_but_the_numbers_of_the_log()
    {
        var scene = new Scene(Rules).Say("I am Ann").At(1).Say("slow").At(2);
        Assert.True(scene.Do(new ConversationCommand.Forget()).Done);

        var state = scene.State;
        Assert.True(state.Variables.IsEmpty && state.Tags.IsEmpty && state.Timers.IsEmpty && state.Running is null && state.Parked.IsEmpty && state.History.IsEmpty);
        Assert.Equal((3, 2), (state.Version, state.Turns));
        Assert.True(scene.Lines[^1].Writes!.Erases);
        Assert.Equal(("slow", "success"), scene.Answers[^1]);
        Assert.Single(scene.GivenUp);
        Assert.Equal(0, state.Ledger.Left(scene.Now));
    }

    [Fact]
    public void What_comes_of_an_erased_question_is_not_kept()
    {
        var scene = new Scene(Rules).Say("slow").At(4.5).CarriersDue("slow", 1).At(20).CallEnds();
        scene.Do(new ConversationCommand.Forget());

        scene.PushEnds(scene.Owed[^1], OutboxState.Refused, 45015);
        Assert.Empty(scene.State.Parked);
        Assert.All(Ledger.Scenes, grant => Assert.Equal(0, scene.State.Ledger[grant].Pending));
    }

    [Fact]
    public void Who_takes_his_authorisation_back_is_erased()
    {
        var scene = new Scene(Rules).Say("I am Ann").At(1).Happen("user_authorization_revoke");

        Assert.True(scene.Lines[^1].Writes!.Erases);
        Assert.True(scene.State.Variables.IsEmpty);
        Assert.Equal(("user_authorization_revoke", "success"), scene.Answers[^1]);
    }

    [Fact]
    public void A_text_that_arrives_after_the_user_left_does_not_bring_him_back()
    {
        var scene = new Scene(Rules).At(10).Happen("unsubscribe");
        Assert.False(scene.State.Subscribed);

        scene.Again("sent before", 1);
        Assert.False(scene.State.Subscribed);
        Assert.Equal(0, scene.State.Ledger.Left(scene.Now));
    }
}

using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Timers;

public class WindowClosingTests
{
    private const string Rules = """
        rules:
          - {id: late, priority: -1, window_closes_in: 30m, do: [{send: '{{ window.closes_in }}, {{ window.left }}'}]}
          - {id: both, when: {window_closes_in: [30m, 12h], tag: lead}, continue: true, do: [{set: {warned: true}}, {reply: 要续吗？}]} # lint: ignore ungiven-tag
          - {id: night, when: {window_closes_in: 30m, if: "time_in('22:00-06:00')"}, do: [{send: 夜里}]}
          - {id: either, any: [{window_closes_in: 1h}, {exact: 再见}], reply: 再见}
          - {id: all, default: true, reply: 嗯}
        """;

    private static Decision Closes(TimeSpan lead, UserView? user = null, DateTimeOffset? now = null) =>
        Rulebook.Of(Rules).Decide(new RuleInput(null, user ?? Packets.Newcomer, Packets.Account, now ?? Packets.T0, 1)
        {
            Start = new RuleStart.WindowClosing(lead), Window = new(2, (now ?? Packets.T0) + lead),
        });

    [Fact]
    public void A_script_lists_its_leads_longest_first() =>
        Assert.Equal([TimeSpan.FromHours(12), TimeSpan.FromHours(1), TimeSpan.FromMinutes(30)], Rulebook.Of(Rules).WindowLeads.ToArray());

    [Fact]
    public void Rules_of_the_lead_run_by_priority_and_order_when_their_other_conditions_hold()
    {
        var lead = Packets.Newcomer with { Tags = Packets.Newcomer.Tags.Add("lead") };
        Assert.Equal(["late"], Closes(TimeSpan.FromMinutes(30)).Rules.ToArray());
        Assert.Equal(["30m, 2"], Closes(TimeSpan.FromMinutes(30)).SentTexts());
        Assert.Equal(["night"], Closes(TimeSpan.FromMinutes(30), now: Packets.T0.AddHours(12)).Rules.ToArray());
        var both = Closes(TimeSpan.FromMinutes(30), lead);
        Assert.Equal(["both", "late"], both.Rules.ToArray());
        Assert.Equal(["要续吗？", "30m, 1"], both.SentTexts());
        Assert.Null(both.Reply);
        Assert.Equal(["both"], Closes(TimeSpan.FromHours(12), lead).Rules.ToArray());
        Assert.Empty(Closes(TimeSpan.FromHours(12)).Rules);
        Assert.Empty(Closes(TimeSpan.FromHours(2), lead).Rules);
        Assert.Equal(["either"], Closes(TimeSpan.FromHours(1)).Rules.ToArray());
    }

    [Fact]
    public void A_catch_all_before_them_is_in_no_way() => Assert.Empty(Rulebook.Findings(Rules));

    [Fact]
    public void Packets_never_try_them()
    {
        var script = Rulebook.Of(Rules);
        Assert.Equal("嗯", script.Says("hi"));
        Assert.Equal("再见", script.Says("再见"));
        script.Decide(Packets.Input(Packets.Text("hi")), out var tried);
        Assert.Equal(1, tried);
    }

    [Theory]
    [InlineData("window_closes_in: soon", "t.yaml:2:28: 'soon' stands at 'window_closes_in', expected a time from 1s to 48h, such as 30m.")]
    [InlineData("window_closes_in: 3d", "t.yaml:2:28: '3d' stands at 'window_closes_in', expected a time from 1s to 48h, such as 30m.")]
    [InlineData("window_closes_in: []", "t.yaml:2:28: an empty list stands at 'window_closes_in', expected at least one time.")]
    [InlineData("window_closes_in: 1h, exact: a", "t.yaml:2:9: warning: this rule never runs, because its conditions ask for a packet, and none comes when the window closes. [contradiction]")]
    public void Says_what_is_wrong_with_a_lead(string when, string finding) => Assert.Equal(finding, Rulebook.Finding($"rules: [{{{when}, reply: x}}]"));

    [Fact]
    public void Expressions_know_the_window()
    {
        static string? Said(WindowView window) => Rulebook.Text(Rulebook.Of("rules: [{default: true, reply: '{{ window.open }} {{ window.left }} {{ window.closes_in ?? \"-\" }} {{ window.closes_in < 1h }}'}]")
            .Decide(Packets.Input(Packets.Text("x")) with { Window = window }));
        Assert.Equal("true 3 59m 59s true", Said(new(3, Packets.T0.AddSeconds(3599))));
        Assert.Equal("true 1 2d false", Said(new(1, Packets.T0.AddDays(2))));
        Assert.Equal("false 0 - ", Said(default));
        Assert.Equal("t.yaml:2:43: warning: window has no 'lft', it is null; did you mean 'left'? known: open, left, closes_in. [missing-name]",
            Rulebook.Finding("rules: [{default: true, reply: '{{ window.lft }}'}]"));
    }
}

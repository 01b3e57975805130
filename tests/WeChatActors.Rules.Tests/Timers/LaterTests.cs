using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Timers;

public class LaterTests
{
    // T0 is 12:30 by the account's clock.
    [Theory]
    [InlineData("after: 40s", "2026-02-01 04:30:40")]
    [InlineData("after: 1.5h", "2026-02-01 06:00:00")]
    [InlineData("after: 'len(msg.text) * 1m'", "2026-02-01 04:32:00")]
    [InlineData("at: 20:00", "2026-02-01 12:00:00")]
    [InlineData("at: '9:05'", "2026-02-02 01:05:00")]
    [InlineData("at: 2026-03-01", "2026-02-28 16:00:00")]
    [InlineData("at: now() + 2d", "2026-02-03 04:30:00")]
    [InlineData("at: today + 1", "2026-02-01 16:00:00")]
    [InlineData("at: \"'12:30'\"", "2026-02-02 04:30:00")]
    public void A_timer_is_armed_for_its_time(string when, string utc)
    {
        var decision = Asked.Doing($"[{{later: {{{when}, do: [{{send: a}}]}}}}]").Text();
        Assert.Empty(decision.Notes);
        Assert.Equal<RuleStep>([new RuleStep.Later("r", 0, DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture))], decision.Steps);
    }

    [Fact]
    public void An_hour_that_summer_time_leaves_out_begins_with_the_next_one()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var decision = Asked.Doing("[{later: {at: 02:30, do: [{send: a}]}}]").Decide(
            new RuleInput(Packets.Text("x"), Packets.Newcomer, new("demo", "wx", berlin), new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero), 1));
        Assert.Equal(new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), Assert.IsType<RuleStep.Later>(Assert.Single(decision.Steps)).At);
    }

    [Theory]
    [InlineData("after: msg.text", "its timer was not armed, because 'after' gave no length of time.")]
    [InlineData("after: len(msg.text) * 200d", "its timer was not armed, because 400d is not from 1s to 365d.")]
    [InlineData("after: 0s * len(msg.text)", "its timer was not armed, because 0s is not from 1s to 365d.")]
    [InlineData("at: now() - 1m", "its timer was not armed, because 2026-02-01 12:29 is over.")]
    [InlineData("at: now() + 400d", "its timer was not armed, because 2027-03-08 12:30 is more than a year ahead.")]
    [InlineData("at: msg.key", "its timer was not armed, because 'at' gave no time.")]
    public void A_time_that_comes_out_wrong_arms_nothing_and_is_noted(string when, string note)
    {
        var decision = Asked.Doing($"[{{later: {{{when}, do: [{{send: a}}]}}}}]").Text();
        Assert.Empty(decision.Steps);
        Assert.Equal("rule 'r': " + note, Assert.Single(decision.Notes));
    }

    [Fact]
    public void A_due_timer_runs_its_actions_and_every_reply_is_pushed()
    {
        var script = Asked.Doing("[{reply: 你好}, {later: {after: 40s, do: [{reply: '还在吗，{{ msg.text }}？'}, {send: '{{ now() | date(\"HH:mm:ss\") }}'}, {set: {asked: true}}]}}]");
        var armed = script.Text("小明");
        Assert.Equal("你好", Rulebook.Text(armed));
        var fired = script.Fires(armed, packet: Packets.Text("小明"));
        Assert.Null(fired.Reply);
        Assert.Equal<RuleStep>([new RuleStep.Send(new TextPush("还在吗，小明？"), IsReply: true), new RuleStep.Send(new TextPush("12:30:40"))], fired.Steps);
        Assert.Equal(["r"], fired.Rules.ToArray());
        Assert.Equal(Value.Of(true), fired.Variables["asked"]);
    }

    [Fact]
    public void Unless_holding_does_nothing()
    {
        var script = Asked.Doing("[{later: {after: 40s, unless: user.turns > 1, do: [{send: a}]}}]");
        var armed = script.Text();
        Assert.Equal(["a"], script.Fires(armed, user: Packets.Newcomer with { Turns = 1 }).SentTexts());
        var silent = script.Fires(armed, user: Packets.Newcomer with { Turns = 2 });
        Assert.Empty(silent.Steps);
        Assert.Empty(silent.Rules);
        Assert.Empty(silent.Notes);
    }

    [Fact]
    public void Groups_are_found_again_even_when_the_rule_would_not_run_any_more()
    {
        var script = Rulebook.Of("rules: [{id: r, when: {regex: '^查(?<no>\\d+)$', if: user.turns == 0, tag: lead}, do: [{later: {after: 1m, do: [{send: '{{ m.no }}'}]}}]}]");
        var packet = Packets.Text("查42");
        var armed = script.Hears(packet, Packets.Newcomer with { Tags = Packets.Newcomer.Tags.Add("lead") });
        Assert.Equal(["42"], script.Fires(armed, packet: packet, user: Packets.Newcomer with { Turns = 7 }).SentTexts());
    }

    [Fact]
    public void Timers_nest_and_are_counted_in_the_order_of_the_file()
    {
        var script = Asked.Doing("[{later: {after: 1m, do: [{send: a}, {later: {after: 2m, do: [{send: b}]}}]}}, {later: {after: 3m, do: [{send: c}]}}]");
        var armed = script.Text();
        Assert.Equal([0, 2], armed.Steps.Cast<RuleStep.Later>().Select(step => step.Index));
        var first = script.Fires(armed);
        Assert.Equal<RuleStep>([new RuleStep.Send(new TextPush("a")), new RuleStep.Later("r", 1, Packets.T0.AddMinutes(3))], first.Steps);
        Assert.Equal(["b"], script.Fires(first).SentTexts());
        Assert.Equal(["c"], script.Fires(armed, which: 1).SentTexts());
    }

    [Fact]
    public void A_timer_sees_the_results_its_rule_had_and_may_call_itself()
    {
        var script = Asked.Doing("[{http: {get: 'https://a.example/', into: o}}, {if: o.ok, then: [{later: {after: 1m, do: [{http: {get: 'https://b.example/{{ o.body }}', into: p}}, {send: '{{ o.body }} {{ p.ok }} {{ p.body }}'}]}}]}]");
        var armed = script.Text("hi", 5, Asked.Result(2, 4, ("ok", true), ("body", "x")));
        Assert.Equal(Packets.T0.AddSeconds(62), Assert.IsType<RuleStep.Later>(Assert.Single(armed.Steps)).At);
        var fired = script.Fires(armed);
        Assert.Equal("https://b.example/x", Assert.IsType<HttpOrder>(fired.Call).Url);
        Assert.Equal(["x true y"], script.Fires(armed, results: Asked.Result(100, 4, ("ok", true), ("body", "y"))).SentTexts());
    }

    [Theory]
    [InlineData("gone", 0)]
    [InlineData("r", 1)]
    public void A_timer_of_a_rule_that_is_gone_does_nothing_and_says_so(string rule, int index)
    {
        var decision = Asked.Doing("[{later: {after: 1m, do: [{send: a}]}}]").Decide(
            Asked.Input() with { Packet = null, Start = new RuleStart.Later(rule, index, ImmutableDictionary<string, Value>.Empty) });
        Assert.Empty(decision.Steps);
        Assert.Empty(decision.Rules);
        Assert.Equal($"rule '{rule}' is gone or does nothing later any more, so its timer did nothing.", Assert.Single(decision.Notes));
    }

    [Theory]
    [InlineData("later: {do: [{send: a}]}", "t.yaml:5:18: 'later' does not say when, expected 'after' or 'at'.")]
    [InlineData("later: {after: 1m}", "t.yaml:5:18: 'later' needs the key 'do'.")]
    [InlineData("later: {after: 1m, at: 20:00, do: [{send: a}]}", "t.yaml:5:30: 'at' stands beside 'after', expected one of the two.")]
    [InlineData("later: {aftr: 1m, do: [{send: a}]}", "t.yaml:5:19: 'aftr' is not a key of 'later'; did you mean 'after'? allowed: after, at, do, unless. [unknown-key]")]
    [InlineData("later: {after: 500ms, do: [{send: a}]}", "t.yaml:5:26: '500ms' stands at 'after', expected a time from 1s to 365d, such as 30m.")]
    [InlineData("later: {after: 30, do: [{send: a}]}", "t.yaml:5:26: '30' stands at 'after', expected a time such as 40s, 30m or 2h, or an expression that gives one.")]
    [InlineData("later: {at: 5m, do: [{send: a}]}", "t.yaml:5:23: '5m' stands at 'at', expected a time such as \"20:00\", a day such as 2026-03-01, or an expression that gives one.")]
    [InlineData("later: {after: 1m, do: [{sent: a}]}", "t.yaml:5:36: 'sent' is not a key of an action; did you mean 'send'? allowed: %keys of actions%. [unknown-key]")]
    [InlineData("later: {after: 1m, do: [{reply: {transfer: true}}]}", "t.yaml:5:44: warning: 'transfer' is the answer to a message, and a timer answers none; it does nothing here. [no-carrier]")]
    public void Says_what_is_wrong_with_a_timer(string action, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings($"[{{{action}}}]")));

    [Fact]
    public void Warns_of_timers_in_a_rule_without_an_id() =>
        Assert.Equal("t.yaml:2:31: warning: a rule with 'later' has no id; its timers are known by the rule's line and go astray when lines are added above it, so give it an 'id'. [unnamed-later]",
            Rulebook.Finding("rules: [{default: true, do: [{later: {after: 1m, do: [{send: a}]}}]}]"));
}

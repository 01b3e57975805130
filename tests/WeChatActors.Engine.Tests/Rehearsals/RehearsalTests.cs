using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests;

public class RehearsalTests
{
    private static readonly Script Slow = Rehearsing.Of("""
        rules:
          - {exact: 问, do: [{http: {get: 'https://a.example/', deadline: 60s, into: o}}, {reply: "{{ o.ok ? o.body : o.error }}"}]}
          - {exact: hi, reply: 你好}
        """);

    private static RehearsalSetting Answering(string body, double seconds, bool canPush) => new()
    {
        CanPush = canPush, Answer = _ => MockedAnswer.Http(default, 200, body, TimeSpan.FromSeconds(seconds)),
    };

    private static string? Text(Rehearsed.Turned turned) => (turned.Reply as TextReply)?.Content;

    private static string[] Pushed(IEnumerable<RehearsedLine> lines) =>
        [.. lines.SelectMany(line => line.Turn.Writes?.Owed ?? []).Select(entry => entry.Item).OfType<OutboxItem.Message>().Select(item => ((TextPush)item.Content).Content)];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4.4, 1)]
    [InlineData(5.2, 2)]
    [InlineData(9.9, 2)]
    [InlineData(12, 3)]
    public void An_account_that_cannot_push_stretches_the_answer_over_deliveries(double takes, int deliveries)
    {
        var turned = Slow.Begin(Answering("好", takes, canPush: false)).Says("问");
        Assert.Equal(("好", deliveries, 1, true), (Text(turned), turned.Deliveries, turned.Turns, turned.AlwaysSame));
        Assert.True(turned.Took >= TimeSpan.FromSeconds(takes));
    }

    [Fact]
    public void An_answer_beyond_three_deliveries_is_stood_in_for_and_fetched()
    {
        var rehearsal = Slow.Begin(Answering("好", 30, canPush: false));
        var turned = rehearsal.Says("问");
        Assert.StartsWith("正在想“问”", Text(turned), StringComparison.Ordinal);
        Assert.Equal(3, turned.Deliveries);
        Assert.Equal("好", Text(rehearsal.Says("1")));
    }

    [Fact]
    public void An_account_that_can_push_acknowledges_in_time_and_pushes_later()
    {
        var rehearsal = Slow.Begin(Answering("好", 8, canPush: true));
        var turned = rehearsal.Says("问");
        Assert.Null(turned.Reply);
        Assert.Equal(TimeSpan.FromSeconds(4.5), turned.Took);
        Assert.Equal(["好"], Pushed(turned.Lines));
        Assert.Equal(Rehearsing.T0.AddSeconds(8), rehearsal.Now);
    }

    [Fact]
    public void A_call_ends_at_its_deadline()
    {
        Assert.Equal("timeout", Pushed(Slow.Begin(Answering("好", 61, canPush: true)).Says("问").Lines).Single());
        Assert.Equal("no_mock", Text(Slow.Begin().Says("问")));
    }

    [Fact]
    public void A_packet_delivered_again_has_one_turn_and_the_same_bytes()
    {
        var rehearsal = Slow.Begin();
        var turned = rehearsal.Says("hi", deliveries: 3);
        Assert.Equal((3, 1, true), (turned.Deliveries, turned.Turns, turned.AlwaysSame));
        Assert.Equal(1, rehearsal.State.Turns);
        Assert.Equal(Rehearsing.T0.AddSeconds(10), rehearsal.Now);
        Assert.True(Assert.IsType<Rehearsed.Repeated>(rehearsal.SendAgain()).SameBytes);
    }

    [Fact]
    public void Time_that_passes_runs_what_falls_due_in_order()
    {
        var rehearsal = Rehearsing.Of("rules: [{id: r, exact: hi, do: [{reply: a}, {later: {after: 40s, do: [{send: 二}]}}, {later: {after: 10s, do: [{send: 一}]}}]}]").Begin();
        rehearsal.Says("hi");
        Assert.Empty(rehearsal.Wait(TimeSpan.FromSeconds(9)));
        Assert.Equal(["一", "二"], Pushed(rehearsal.Wait(TimeSpan.FromMinutes(1))));
        Assert.Equal(Rehearsing.T0.AddSeconds(69), rehearsal.Now);
    }

    [Fact]
    public void An_open_dialog_ends_on_the_rules_it_began_with()
    {
        const string Rules = "rules: [{id: book, exact: 订, do: [{dialog: d}]}]\ndialogs: {d: {slots: [{name: n, ask: 几位？, type: int}], done: [{reply: \"VERSION {{ n }}\"}]}}";
        var rehearsal = Rehearsing.Of(Rules.Replace("VERSION", "旧", StringComparison.Ordinal)).Begin();
        Assert.Equal("几位？", Text(rehearsal.Says("订")));
        rehearsal.Script = Rehearsing.Of(Rules.Replace("VERSION", "新", StringComparison.Ordinal));
        Assert.Equal("旧 4", Text(rehearsal.Says("4")));
        Assert.Null(rehearsal.State.Dialog);
        rehearsal.Says("订");
        Assert.Equal("新 5", Text(rehearsal.Says("5")));
    }

    [Fact]
    public void Rules_that_arm_timers_for_ever_end()
    {
        var rehearsal = Rehearsing.Of("rules: [{id: r, exact: hi, do: [{reply: a}, {later: {after: 1s, do: [{later: {after: 1s, do: [{set: {x: 1}}]}}, {send: x}]}}]}]").Begin();
        rehearsal.Says("hi");
        Assert.InRange(rehearsal.Wait(TimeSpan.FromDays(1)).Length, 1, 1000);
    }
}

using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Actions;

public class FollowerActionTests
{
    private static readonly UserView Tagged = Packets.Newcomer with { Tags = Packets.Newcomer.Tags.Union(["lead", "vip"]) };

    [Fact]
    public void Tags_are_given_and_taken_when_that_changes_something_and_later_conditions_see_them()
    {
        var script = Rulebook.Of("rules:\n  - {id: a, default: true, continue: true, do: [{tag: {add: [lead, 'x-{{ msg.text }}'], remove: [vip, gone]}}]}\n  - {id: b, tag: vip, reply: no}\n  - {id: c, tag: [none, x-hi], reply: '{{ user.tags }}'}");
        var decision = script.Hears(Packets.Text("hi"), Tagged);
        Assert.Equal<RuleStep>([new RuleStep.Tag("vip", Add: false), new RuleStep.Tag("x-hi", Add: true)], decision.Steps);
        Assert.Equal("lead、x-hi", Rulebook.Text(decision));
    }

    [Theory]
    [InlineData("vip", true)]
    [InlineData("[a, lead]", true)]
    [InlineData("VIP", false)]
    public void A_condition_asks_for_tags(string tags, bool holds)
    {
        var script = Rulebook.Of($"rules: [{{tag: {tags}, reply: x}}]");
        Assert.Equal(holds, script.Hears(Packets.Text("hi"), Tagged).Reply is not null);
        Assert.Null(script.Hears(Packets.Text("hi")).Reply);
    }

    [Fact]
    public void A_tag_s_name_that_WeChat_would_refuse_is_left_out_and_noted()
    {
        var decision = Asked.Doing("[{tag: {add: '{{ msg.text }}'}}]").Text(new string('标', 31));
        Assert.Empty(decision.Steps);
        Assert.Equal("rule 'r': a tag's name came out with 31 characters, WeChat takes 1 to 30; it was left out.", Assert.Single(decision.Notes));
        Assert.Single(Asked.Doing("[{tag: {add: '{{ msg.text }}'}}]").Text(new string('标', 30)).Steps);
    }

    [Fact]
    public void A_remark_is_set_and_cut_to_what_WeChat_takes()
    {
        Assert.Equal<RuleStep>([new RuleStep.Remark("老顾客hi")], Asked.Doing("[{remark: '老顾客{{ msg.text }}'}]").Text().Steps);
        var cut = Asked.Doing("[{remark: '{{ msg.text }}'}]").Text("一二三四五六七八九十");
        Assert.Equal<RuleStep>([new RuleStep.Remark("一二三四五六七八九")], cut.Steps);
        Assert.Equal("rule 'r': the remark was cut from 30 bytes of UTF-8 to 29 or fewer.", Assert.Single(cut.Notes));
    }

    [Theory]
    [InlineData("30m", 30, false)]
    [InlineData("{for: 2h}", 120, false)]
    [InlineData("{for: 30m, until: kf_close_session}", 30, true)]
    [InlineData("{until: kf_close_session}", null, true)]
    public void A_pause_says_how_long(string pause, int? minutes, bool untilClose) =>
        Assert.Equal<RuleStep>([new RuleStep.Pause(minutes is { } m ? TimeSpan.FromMinutes(m) : null, untilClose)], Asked.Doing($"[{{pause: {pause}}}]").Text().Steps);

    [Fact]
    public void Handing_a_message_over_pauses_the_bot_until_the_session_closes()
    {
        var script = Rulebook.Of("rules: [{id: r, default: true, reply: {one_of: [{transfer: kf1@demo}]}}]");
        var decision = script.Hears(Packets.Text("人工"));
        Assert.Equal(new TransferReply("kf1@demo"), decision.Reply);
        Assert.Equal<RuleStep>([new RuleStep.Pause(TimeSpan.FromMinutes(30), UntilClose: true)], decision.Steps);
        Assert.Empty(script.Hears(Packets.Event("CLICK", "KF", menu: true)).Steps);
        Assert.Empty(Rulebook.Of("rules: [{default: true, reply: {ai_transfer: true}}]").Hears(Packets.Text("x")).Steps);
    }

    [Theory]
    [InlineData("tag: {}", "t.yaml:5:16: 'tag' is empty, expected 'add' or 'remove'.")]
    [InlineData("tag: vip", "t.yaml:5:16: 'vip' stands where 'tag' was expected, a map with keys of: add, remove.")]
    [InlineData("tag: {ad: vip}", "t.yaml:5:17: 'ad' is not a key of 'tag'; did you mean 'add'? allowed: add, remove. [unknown-key]")]
    [InlineData("tag: {add: []}", "t.yaml:5:22: an empty list stands at 'add', expected at least one tag.")]
    [InlineData("tag: {add: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一}", "t.yaml:5:22: '一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一' is not the name of a tag, expected 1 to 30 characters.")]
    [InlineData("remark: 一二三四五六七八九十", "t.yaml:5:19: the remark has 30 bytes of UTF-8, WeChat takes at most 29.")]
    [InlineData("pause: soon", "t.yaml:5:18: 'soon' stands at 'pause', expected a time from 1s to 30d, such as 30m.")]
    [InlineData("pause: {}", "t.yaml:5:18: 'pause' is empty, expected 'for' or 'until'.")]
    [InlineData("pause: {until: close}", "t.yaml:5:26: 'close' stands at 'until', expected one of: kf_close_session.")]
    public void Says_what_is_wrong(string action, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings($"[{{{action}}}]")));

    [Fact]
    public void A_condition_s_tag_must_be_one() =>
        Assert.Equal("t.yaml:2:15: ' ' is not the name of a tag, expected 1 to 30 characters.", Rulebook.Finding("rules: [{tag: ' ', reply: x}]"));
}

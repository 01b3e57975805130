using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Scripts;

public class DefaultsTests
{
    [Fact]
    public void A_file_that_says_nothing_has_the_usual_ones()
    {
        var script = Rulebook.Of("rules: [{default: true, reply: x}]");
        Assert.Equal(ScriptDefaults.Usual, script.Defaults);
        Assert.Equal(BusyMode.Queue, script.Hears(Packets.Text("a")).Busy);
        Assert.Equal(SlowMode.Auto, script.Hears(Packets.Text("a")).Slow);
        Assert.Empty(script.WindowLeads);
        Assert.Empty(script.Files);
    }

    [Fact]
    public void A_file_sets_them_and_a_rule_its_own()
    {
        var script = Rulebook.Of("defaults: {busy: interrupt, slow: stretch, pull: [看, ' 结果 '], reserve: 2, after_pause: 小助手回来了}\nrules: [{exact: a, busy: merge, slow: push, reply: x}, {exact: b, reply: x}]");
        Assert.Equal(["看", "结果"], script.Defaults.Pull.ToArray());
        Assert.Equal((2, "小助手回来了"), (script.Defaults.Reserve, script.Defaults.AfterPause));
        Assert.Equal((BusyMode.Merge, SlowMode.Push), Modes(script, "a"));
        Assert.Equal((BusyMode.Interrupt, SlowMode.Stretch), Modes(script, "b"));
        Assert.Equal((BusyMode.Interrupt, SlowMode.Stretch), Modes(script, "c"));
    }

    private static (BusyMode, SlowMode) Modes(Script script, string text)
    {
        var decision = script.Hears(Packets.Text(text));
        return (decision.Busy, decision.Slow);
    }

    [Theory]
    [InlineData("", "苏州今天天气怎么样？", null, "正在想“苏州今天天气怎么样？”…… 回复 1 看结果")]
    [InlineData("", "请给我讲一个很长很长很长很长的故事", null, "正在想“请给我讲一个很长很长很长”…… 回复 1 看结果")]
    [InlineData("", "天气", "https://a.example/w/1", "正在想“天气”…… 看结果：https://a.example/w/1")]
    [InlineData("", null, null, "正在想…… 回复 1 看结果")]
    [InlineData("defaults: {pull: [看看]}", "天气", null, "正在想“天气”…… 回复 看看 看结果")]
    [InlineData("defaults: {pull: []}", "天气", null, "正在想“天气”…… 稍后再说一句话就能看到结果")]
    [InlineData("defaults: {placeholder: \"{{ user.turns }} {{ account.alias }} {{ msg.text }} {{ link ?? 'no' }} {{ pull }}\"}", "天气", null, "0 demo 天气 no 1")]
    [InlineData("defaults: {placeholder: 请稍候}", "天气", "https://a.example/", "请稍候")]
    public void A_placeholder_names_the_question_and_how_to_fetch_the_answer(string defaults, string? text, string? link, string expected) =>
        Assert.Equal(expected, Rulebook.Of(defaults + "\nrules: [{default: true, reply: x}]").Placeholder(Packets.Input(text is null ? Packets.Image() : Packets.Text(text)), link));

    [Theory]
    [InlineData("{bsy: queue}", "t.yaml:2:12: 'bsy' is not a key of 'defaults'; did you mean 'busy'? allowed: busy, slow, placeholder, pull, reserve, after_pause, cancel. [unknown-key]")]
    [InlineData("{busy: que}", "t.yaml:2:18: 'que' stands at 'busy', expected one of: queue, merge, interrupt, ignore.")]
    [InlineData("{slow: stretchy}", "t.yaml:2:18: 'stretchy' stands at 'slow'; did you mean 'stretch'? expected one of: auto, push, stretch, placeholder.")]
    [InlineData("{reserve: -1}", "t.yaml:2:21: '-1' stands at 'reserve', expected a whole number from 0 to 20.")]
    [InlineData("{pull: [' ']}", "t.yaml:2:19: ' ' is blank, expected a word that fetches an answer.")]
    [InlineData("{placeholder: ''}", "t.yaml:2:25: 'placeholder' is empty, expected text.")]
    [InlineData("{placeholder: '{{ lnk }}!'}", "t.yaml:2:29: warning: there is no name 'lnk', it is null; did you mean 'link'? known: msg, m, user, window, account, vars, link, pull. [missing-name]")]
    [InlineData("{after_pause: '{{ user.name }}'}", "t.yaml:2:25: warning: {{ }} is not evaluated in 'after_pause', it is shown as it is. [literal-braces]")]
    [InlineData("[a]", "t.yaml:2:11: a list stands where 'defaults' was expected, a map with keys of: busy, slow, placeholder, pull, reserve, after_pause, cancel.")]
    public void Says_what_is_wrong_with_them(string defaults, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"defaults: {defaults}\nrules: [{{default: true, reply: x}}]"));

    [Fact]
    public void A_rule_has_a_placeholder_of_its_own_with_the_groups_of_its_regex()
    {
        var script = Rulebook.Of("""
            rules:
              - id: order
                regex: '^查(?<no>\d+)$'
                placeholder: "正在查订单 {{ m.no }}，{{ pull }}"
                do:
                  - http: {get: "https://a.example/", into: o}
                  - http: {get: "https://b.example/", into: p}
                  - reply: "{{ o.ok and p.ok }}"
              - {id: other, default: true, do: [{http: {get: "https://a.example/"}}]}
            """);
        var input = Packets.Input(Packets.Text("查42"));
        var first = script.Decide(input).Call;
        var second = script.Decide(input with { Results = [Asked.Result(1, 1, ("ok", true))] }).Call;
        Assert.All([first, second], call => Assert.Equal("正在查订单 42，1", script.Placeholder(input, null, call)));
        var other = Packets.Input(Packets.Text("天气"));
        Assert.Equal("正在想“天气”…… 回复 1 看结果", script.Placeholder(other, null, script.Decide(other).Call));
        Assert.Equal("正在想“查42”…… 回复 1 看结果", script.Placeholder(input, null));
    }

    [Theory]
    [InlineData("''", "t.yaml:2:33: 'placeholder' is empty, expected text.")]
    [InlineData("'{{ m.no }}'", "t.yaml:2:39: warning: m has no 'no', it is null; the rule has no regex. [missing-group]")]
    [InlineData("'{{ lnk }}!'", "t.yaml:2:37: warning: there is no name 'lnk', it is null; did you mean 'link'? known: msg, m, user, window, account, vars, link, pull. [missing-name]")]
    public void Says_what_is_wrong_with_the_placeholder_of_a_rule(string placeholder, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"rules: [{{exact: a, placeholder: {placeholder}, reply: x}}]"));

    [Fact]
    public void They_stand_once_over_all_files()
    {
        var load = ScriptFile.Parse("version: 1\ninclude: [a.yaml]\ndefaults: {busy: merge}\nrules: []", "t.yaml", _ => "version: 1\ndefaults: {busy: queue}");
        Assert.Equal("t.yaml:3:11: a second 'defaults' stands here, the first is at a.yaml:2.", Assert.Single(load.Findings).ToString());
    }
}

using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Conditions;

public class ConditionTests
{
    private static bool Holds(string condition, Packet packet, UserView? user = null) =>
        Rulebook.Of($"lists: {{greet: [你好, Hi], kinds: [scan, view]}}\nrules: [{{when: {{{condition}}}, reply: x}}]").Hears(packet, user).Rules.Length == 1;

    [Theory]
    [InlineData("exact: 你好", "你好", true)]
    [InlineData("exact: 你好", "你好吗", false)]
    [InlineData("exact: Hello！", " ＨＥＬＬＯ! ", true)]
    [InlineData("exact: $greet", "HI", true)]
    [InlineData("exact: [$greet, 早]", "早", true)]
    [InlineData("exact: $$greet", "$greet", true)]
    [InlineData("exact: $5", "$5", true)]
    [InlineData("exact: 100", "100", true)]
    [InlineData("exact: 1.50", "1.50", true)]
    [InlineData("exact: true", "true", true)]
    [InlineData("exact: 'null'", "NULL", true)]
    [InlineData("prefix: 查", "查 123", true)]
    [InlineData("prefix: 查", "请查", false)]
    [InlineData("prefix: [查, 订单]", "订单", true)]
    [InlineData("keyword: [订座, vip]", "我想要ＶＩＰ位", true)]
    [InlineData("keyword: 订座", "订 座", false)]
    [InlineData("regex: '^查(?<no>\\d+)$'", " 查１２３ ", true)]
    [InlineData("regex: '^查！$'", "查!", true)]
    [InlineData("regex: '^[ａ-ｃ（）]+$'", "b(）", true)]
    [InlineData("regex: 'abc'", "xABCx", true)]
    [InlineData("regex: ['^a$', '^b$']", "b", true)]
    [InlineData("regex: '^a$'", "ab", false)]
    [InlineData("type: [image, text]", "x", true)]
    [InlineData("type: image", "x", false)]
    [InlineData("event: subscribe", "subscribe", false)]
    [InlineData("menu: K", "K", false)]
    [InlineData("scene: 1", "1", false)]
    [InlineData("default: true", "", true)]
    [InlineData("if: msg.text == 'x'", "x", true)]
    [InlineData("if: \"'\"", "x", false, true)]
    [InlineData("exact: a, if: user.turns > 5", "a", false)]
    [InlineData("any: [{exact: a}, {exact: b}]", "b", true)]
    [InlineData("any: {exact: a}", "a", true)]
    [InlineData("all: [{prefix: a}, {keyword: b}]", "acb", true)]
    [InlineData("all: [{prefix: a}, {keyword: b}]", "ac", false)]
    [InlineData("not: {exact: a}", "b", true)]
    [InlineData("not: {exact: a}", "a", false)]
    [InlineData("not: [{exact: a}, {exact: b}]", "b", false)]
    [InlineData("not: {exact: [a, b]}, type: text", "c", true)]
    public void A_text_is_matched(string condition, string text, bool holds, bool broken = false)
    {
        if (broken) Assert.NotEmpty(Rulebook.Findings($"rules: [{{when: {{{condition}}}, reply: x}}]"));
        else Assert.Equal(holds, Holds(condition, Packets.Text(text)));
    }

    [Fact]
    public void The_words_of_a_voice_message_are_text()
    {
        Assert.True(Holds("exact: 你好", Packets.Voice("你好")));
        Assert.False(Holds("exact: 你好", Packets.Voice(null)));
        Assert.False(Holds("regex: '.*'", Packets.Image()));
        Assert.True(Holds("type: voice", Packets.Voice(null)));
        Assert.True(Holds("type: shortvideo", Packets.Of("shortvideo")));
    }

    [Fact]
    public void Events_are_matched_by_name_without_regard_to_case()
    {
        Assert.True(Holds("event: [subscribe, SCAN]", Packets.Event("scan")));
        Assert.True(Holds("event: $kinds", Packets.Event("VIEW")));
        Assert.False(Holds("event: scan", Packets.Event("subscribe")));
        Assert.True(Holds("type: event", Packets.Event("x")));
    }

    [Fact]
    public void Menu_keys_count_only_in_events_of_the_menu()
    {
        Assert.True(Holds("menu: [A, KF]", Packets.Event("CLICK", "KF", menu: true)));
        Assert.False(Holds("menu: KF", Packets.Event("SCAN", "KF")));
        Assert.False(Holds("menu: kf", Packets.Event("CLICK", "KF", menu: true)));
        Assert.True(Holds("menu: 'https://a.example/'", Packets.Event("VIEW", "https://a.example/", menu: true)));
    }

    [Fact]
    public void Scenes_of_follows_and_scans_are_matched_as_text()
    {
        Assert.True(Holds("scene: 755", Packets.Event("subscribe", "qrscene_755", "755")));
        Assert.True(Holds("scene: [shop_1, 2]", Packets.Event("SCAN", "shop_1", "shop_1")));
        Assert.False(Holds("scene: 755", Packets.Event("SCAN", "755")));
    }

    [Fact]
    public void Groups_of_the_regex_are_m_as_the_user_wrote_them()
    {
        var script = Rulebook.Of("rules:\n  - {regex: '^我叫(?<name>.+?)(?<end>吧)?$', reply: '{{ m.name }}|{{ m.end }}|{{ m[0] }}|{{ m[''name''] }}'}");
        Assert.Equal("Ann Lee||我叫Ann Lee|Ann Lee", script.Says(" 我叫Ann Lee "));
        Assert.Equal("A|吧|我叫A吧|A", script.Says("我叫Ａ吧"));
    }

    [Fact]
    public void If_sees_the_groups_wherever_it_stands()
    {
        var script = Rulebook.Of("rules: [{if: m.n > 5, regex: '^(?<n>\\d+)$', reply: big}, {default: true, reply: '{{ m | json }}'}]");
        Assert.Equal("big", script.Says("6"));
        Assert.Equal("{}", script.Says("5"));
    }

    [Fact]
    public void Groups_of_a_branch_that_failed_or_is_denied_are_forgotten()
    {
        var script = Rulebook.Of("""
            rules:
              - when:
                  any:
                    - {all: [{regex: '(?<a>x)'}, {exact: nothing}]}
                    - {regex: '(?<b>x)'}
                  not: {regex: '(?<c>z)'}
                reply: "{{ m.a ?? '-' }}{{ m.b ?? '-' }}{{ m.c ?? '-' }}"
            """);
        Assert.Equal("-x-", script.Says("x"));
    }

    [Theory]
    [InlineData("when: {exactly: a}", "t.yaml:2:17: 'exactly' is not a key of 'when'; did you mean 'exact'? allowed: %conditions%. [unknown-key]")]
    public void Says_which_condition_is_unknown(string rule, string finding) => Assert.Equal(finding, Rulebook.Findings($"rules: [{{{rule}, reply: x}}]")[0]);

    [Theory]
    [InlineData("exact: []", "t.yaml:2:18: an empty list stands at 'exact', expected at least one text.")]
    [InlineData("exact: ", "t.yaml:2:18: nothing stands at 'exact', expected text or a list of texts.")]
    [InlineData("exact: {a: b}", "t.yaml:2:18: a map stands at 'exact', expected text or a list of texts.")]
    [InlineData("exact: '　'", "t.yaml:2:18: '　' is blank, expected text to look for.")]
    [InlineData("exact: $hello", "t.yaml:2:18: there is no list 'hello'; $$hello means the text itself.")]
    [InlineData("type: txt", "t.yaml:2:17: 'txt' stands at 'type'; did you mean 'text'? expected one of: text, image, voice, video, shortvideo, location, link, event.")]
    [InlineData("default: false", "t.yaml:2:20: 'false' stands at 'default', expected true.")]
    [InlineData("any: []", "t.yaml:2:16: an empty list stands at 'any', expected a list of conditions.")]
    [InlineData("not: a", "t.yaml:2:16: 'a' stands where a condition was expected, a map with keys of: %conditions%.")]
    [InlineData("all: [{}]", "t.yaml:2:17: a condition is empty, expected one of: %conditions%.")]
    [InlineData("if: [a]", "t.yaml:2:15: a list stands at 'if', expected an expression.")]
    [InlineData("regex: 'a(b'", "t.yaml:2:22: the regex has a mistake here: Not enough )'s.")]
    [InlineData("regex: 'a(?=b)'", "t.yaml:2:18: the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported. [refused-regex]")]
    [InlineData("regex: '(a)\\1'", "t.yaml:2:18: the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported. [refused-regex]")]
    [InlineData("regex: '(ab){100000}'", "t.yaml:2:18: the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported. [refused-regex]")]
    [InlineData("exact: yes", "t.yaml:2:18: warning: 'yes' is text here, but YAML 1.1 reads it as true; put it in quotes. [yaml11]")]
    [InlineData("exact: 12:30", "t.yaml:2:18: warning: '12:30' is text here, but YAML 1.1 reads it as a number of base 60; put it in quotes. [yaml11]")]
    [InlineData("exact: 0123", "t.yaml:2:18: warning: '0123' is text here, but YAML 1.1 reads it as an octal number; put it in quotes. [yaml11]")]
    [InlineData("exact: '{{ x }}'", "t.yaml:2:18: warning: {{ }} is not evaluated here, the text is compared as it is; 'if' compares with expressions. [literal-braces]")]
    [InlineData("exact: a, event: scan", "t.yaml:2:9: warning: this rule never runs, because its conditions ask for a message and an event at once. [contradiction]")]
    public void Says_what_is_wrong_with_a_condition(string condition, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"rules: [{{ {condition}, reply: x}}]"));
}

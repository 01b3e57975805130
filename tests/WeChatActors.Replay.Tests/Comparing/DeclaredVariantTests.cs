using System.Text.RegularExpressions;
using WeChatActors.Rules;

namespace WeChatActors.Replay.Tests;

public sealed class DeclaredVariantTests
{
    private const string Demo = """
        version: 1
        rules:
          - id: greet
            exact: 你好
            reply:
              one_of:
                - "你好，{{ user.name ?? '朋友' }}，欢迎光临"
                - "{{ time_in('05:00-11:00') ? '早上好' : '您好' }}，{{ user.name ?? '朋友' }}！今天想喝点什么？"
                - {image: a-picture}
          - id: coupon
            exact: 优惠
            do:
              - set: {coupon: "{{ 'TEA-' + random(1001, 1002) }}"}
              - reply: "送您一张八折券：{{ user.coupon }}"
          - {id: help, exact: 帮助, reply: 我会这些}
        """;

    private static ComparisonRules Rules => ComparisonRules.BuiltIn.With(ScriptFile.Parse(Demo, "demo.yaml").Script!);

    private static AnswerVerdict Texts(string expected, string actual, string? rule = "greet", ComparisonRules? rules = null) =>
        new Turn { Rule = rule, Expected = Turn.Text(expected), Actual = Turn.TextNow(actual) }.Compare(rules ?? Rules);

    [Theory]
    [InlineData("你好，朋友，欢迎光临", "您好，朋友！今天想喝点什么？")]
    [InlineData("早上好，Ann！今天想喝点什么？", "您好，Ann！今天想喝点什么？")]
    [InlineData("早上好，Ann！今天想喝点什么？", "你好，Ann，欢迎光临")]
    public void What_chance_and_the_clock_choose_may_differ(string expected, string actual)
    {
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts(expected, actual));
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts(expected, actual, rule: null));
        Assert.Equal(AnswerVerdict.Different, Texts(expected, actual, rules: ComparisonRules.BuiltIn));
    }

    [Theory]
    [InlineData("你好，Ann，欢迎光临", "您好，朋友！今天想喝点什么？")]
    [InlineData("你好，Ann，欢迎光临", "你好，朋友，欢迎光临")]
    [InlineData("你好，朋友，欢迎光临", "你好，朋友，欢迎")]
    public void What_the_follower_said_must_be_the_same_in_every_variant(string expected, string actual) =>
        Assert.Equal(AnswerVerdict.Different, Texts(expected, actual));

    [Fact]
    public void A_variant_may_be_of_another_kind() => Assert.Equal(AnswerVerdict.EqualNormalised, new Turn
    {
        Expected = Turn.Xml("<MsgType>image</MsgType><Image><MediaId>a-picture</MediaId></Image>"), Actual = Turn.TextNow("你好，朋友，欢迎光临"),
    }.Compare(Rules));

    [Fact]
    public void What_chance_wrote_into_a_variable_may_differ_where_it_is_shown()
    {
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts("送您一张八折券：TEA-1001", "送您一张八折券：TEA-1002", "coupon"));
        Assert.Equal(AnswerVerdict.Different, Texts("送您一张八折券：TEA-1001", "送您一张七折券：TEA-1002", "coupon"));
    }

    [Fact]
    public void Ignored_patterns_do_not_count()
    {
        var rules = ComparisonFile.Parse("version: 1\nignore: ['第\\d+位', '\\bv[0-9.]+']", "c.yaml").Rules!;
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts("您是第3位，v1.2", "您是第12位，v1.10", rules: rules));
        Assert.Equal(AnswerVerdict.Different, Texts("您是第3位", "你是第12位", rules: rules));
    }

    [Fact]
    public void Same_texts_stand_for_each_other_also_when_one_is_the_beginning_of_another()
    {
        var rules = ComparisonFile.Parse("version: 1\nsame: [[你好, 您好, 你好呀], [茶, 咖啡]]", "c.yaml").Rules!;
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts("你好呀，喝茶", "您好，喝咖啡", rules: rules));
        Assert.Equal(AnswerVerdict.Different, Texts("你好，喝茶", "咖啡，喝茶", rules: rules));
    }

    [Fact]
    public void Every_mistake_of_a_comparison_file_is_reported_with_its_place()
    {
        var load = ComparisonFile.Parse("""
            version: 2
            ignor: [a]
            ignore: ['(', 'a*', '(?=x)']
            same: [[你好], [a, b], [b, c]]
            skip: {rule: [x], kinds: [Clik]}
            times: movin
            time_zone: Mars
            """, "c.yaml");
        Assert.Null(load.Rules);
        Assert.Equal(
            [
                "c.yaml:1:10: '2' stands at 'version', expected 1.",
                "c.yaml:2:1: 'ignor' is not a key of a comparison file; did you mean 'ignore'? allowed: version, ignore, same, skip, times, time_zone. [unknown-key]",
                "c.yaml:3:12: the regex has a mistake here: Not enough )'s.",
                "c.yaml:3:15: the regex 'a*' matches an empty text, and so every place of every answer; expected one that needs at least one character.",
                "c.yaml:3:21: the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported.",
                "c.yaml:4:8: a group of 'same' has fewer than two texts, expected those that may stand for each other, such as [你好, 您好].",
                "c.yaml:4:23: 'b' stands here again, it is already on line 4; a text belongs to one group.",
                "c.yaml:5:8: 'rule' is not a key of 'skip'; did you mean 'rules'? allowed: rules, kinds. [unknown-key]",
                "c.yaml:5:27: 'Clik' stands at 'kinds'; did you mean 'CLICK'? A kind is a MsgType, 'event', or the name of an event.",
                "c.yaml:6:8: 'movin' stands at 'times'; did you mean 'moving'? expected one of: moving, any.",
                "c.yaml:7:12: 'Mars' is not a time zone of this machine, expected one such as Asia/Shanghai (package tzdata holds them).",
            ],
            load.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void The_file_that_the_guide_shows_is_valid()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "src", "WeChatActors.Replay", "README.md"));
        var file = Regex.Matches(text, "```yaml\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).Single(yaml => yaml.Contains("\nignore:", StringComparison.Ordinal));
        Assert.Empty(ComparisonFile.Parse(file, "README.md").Findings);
    }

    [Fact]
    public void A_missing_file_is_a_finding() => Assert.Equal(
        "/nowhere/c.yaml:1:1: there is no such file.", Assert.Single(ComparisonFile.Load("/nowhere/c.yaml").Findings).ToString());

    [Fact]
    public void Whatever_a_comparison_file_holds_it_is_read_or_refused()
    {
        var random = new Random(5);
        const string text = "version: 1\nignore: ['[a-f]+', x]\nsame: [[a, b]]\nskip: {rules: [r], kinds: [text]}\ntimes: any\ntime_zone: UTC\n";
        for (var i = 0; i < 2000; i++)
        {
            var chars = text.ToCharArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--) chars[random.Next(chars.Length)] = "[]{}:,'- \nx*\\(&"[random.Next(15)];
            var load = ComparisonFile.Parse(new string(chars), "c.yaml");
            Assert.Equal(load.Rules is null, load.Findings.Any(finding => finding.Severity == Severity.Error));
        }
    }
}

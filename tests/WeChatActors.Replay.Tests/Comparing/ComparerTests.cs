using System.Globalization;

namespace WeChatActors.Replay.Tests;

public sealed class ComparerTests
{
    private static AnswerVerdict Texts(string expected, string actual, ComparisonRules? rules = null) =>
        new Turn { Expected = Turn.Text(expected), Actual = Turn.TextNow(actual) }.Compare(rules);

    [Fact]
    public void An_answer_to_another_OpenID_at_another_time_is_equal() => Assert.Equal(AnswerVerdict.Equal, Texts("你好", "你好"));

    [Fact]
    public void The_OpenID_counts_as_the_same_wherever_it_stands_in_an_answer() => Assert.Equal(
        AnswerVerdict.Equal, Texts("看 https://example.com/?u=oRecordedRecordedRecorded001&v=1", "看 https://example.com/?u=oReplayedReplayedReplayed001&v=1"));

    [Fact]
    public void The_order_of_elements_and_CDATA_and_blanks_between_them_do_not_count() => Assert.Equal(AnswerVerdict.Equal, new Turn
    {
        Expected = Turn.Xml("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[a & b]]></Content>"),
        Actual = Turn.Xml("\n  <Content>a &amp; b</Content>\n  <MsgType>text</MsgType>\n"),
    }.Compare());

    [Fact]
    public void An_empty_element_is_the_same_as_none() => Assert.Equal(AnswerVerdict.Equal, new Turn
    {
        Expected = Turn.Xml("<MsgType>video</MsgType><Video><MediaId>a</MediaId><Title></Title></Video>"),
        Actual = Turn.Xml("<MsgType>video</MsgType><Video><MediaId>a</MediaId></Video>"),
    }.Compare());

    [Theory]
    [InlineData("success", "success", AnswerVerdict.Equal)]
    [InlineData("success", "", AnswerVerdict.EqualNormalised)]
    [InlineData("", "success", AnswerVerdict.EqualNormalised)]
    internal void Success_and_an_empty_body_are_equal_in_effect(string expected, string actual, AnswerVerdict verdict) =>
        Assert.Equal(verdict, new Turn { Expected = expected, Actual = actual }.Compare());

    [Fact]
    public void An_answer_on_one_side_only_is_missing()
    {
        Assert.Equal(AnswerVerdict.Missing, new Turn { Expected = Turn.Text("a"), Actual = "success" }.Compare());
        Assert.Equal(AnswerVerdict.Missing, new Turn { Expected = "success", Actual = Turn.TextNow("a") }.Compare());
        Assert.Equal(AnswerVerdict.Missing, new Turn { Expected = Turn.Text("a"), Actual = null }.Compare());
        Assert.Equal(AnswerVerdict.Missing, new Turn { Expected = "success", Actual = null }.Compare());
    }

    [Fact]
    public void A_packet_without_a_recorded_answer_is_not_compared()
    {
        var report = Turn.Report(null, new Turn { Expected = null, Actual = Turn.TextNow("a") });
        Assert.Equal((1, 0, true), (report.Unrecorded, report.Total.Count, report.IsEqual));
    }

    [Theory]
    [InlineData("<MsgType>image</MsgType><Image><MediaId>one</MediaId></Image>", "<MsgType>image</MsgType><Image><MediaId>two</MediaId></Image>")]
    [InlineData("<MsgType>image</MsgType><Image><MediaId>one</MediaId></Image>", "<MsgType>voice</MsgType><Voice><MediaId>one</MediaId></Voice>")]
    [InlineData("<MsgType>video</MsgType><Video><MediaId>a</MediaId><Title>b</Title></Video>", "<MsgType>video</MsgType><Video><MediaId>a</MediaId><Description>b</Description></Video>")]
    [InlineData("<MsgType>music</MsgType><Music><MusicUrl>http://a/1</MusicUrl></Music>", "<MsgType>music</MsgType><Music><MusicUrl>http://a/2</MusicUrl></Music>")]
    [InlineData("<MsgType>transfer_customer_service</MsgType>", "<MsgType>transfer_customer_service</MsgType><TransInfo><KfAccount>a@b</KfAccount></TransInfo>")]
    [InlineData(
        "<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item><item><Title>b</Title></item></Articles>",
        "<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>b</Title></item><item><Title>a</Title></item></Articles>")]
    [InlineData(
        "<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>a</Title><Url>http://a/1</Url></item></Articles>",
        "<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>a</Title><Url>http://a/2</Url></item></Articles>")]
    public void Every_element_of_every_kind_counts(string expected, string actual)
    {
        Assert.Equal(AnswerVerdict.Different, new Turn { Expected = Turn.Xml(expected), Actual = Turn.Xml(actual) }.Compare());
        Assert.Equal(AnswerVerdict.Equal, new Turn { Expected = Turn.Xml(expected), Actual = Turn.Xml(expected, at: Turn.Replayed) }.Compare());
    }

    [Theory]
    [InlineData("现在 10:00", "现在 15:31")]
    [InlineData("现在是上午10点", "现在是下午3点31分")]
    [InlineData("Now 10:00 AM", "Now 3:31 PM")]
    [InlineData("时间 2026-03-02 10:00:00", "时间 2026-11-20 15:31:05")]
    [InlineData("at 2026-03-02T10:00:00+08:00", "at 2026-11-20T15:31:05+08:00")]
    [InlineData("at 2026-03-02T02:00:00.123Z", "at 2026-11-20T07:31:05Z")]
    [InlineData("今天是3月2日 星期一", "今天是11月20日 星期五")]
    [InlineData("明天 2026年3月3日（周二）", "明天 2026年11月21日（周六）")]
    [InlineData("on 2026/3/2, a Monday", "on 2026/11/20, a Friday")]
    [InlineData("Mar 2, 2026", "Nov 20, 2026")]
    public void Times_that_go_with_the_clock_are_set_aside(string expected, string actual) =>
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts(expected, actual));

    [Theory]
    [InlineData("每天 9:00–21:00", "每天 10:00–21:00")]
    [InlineData("周一至周五", "周二至周五")]
    [InlineData("活动到 3月5日", "活动到 3月6日")]
    [InlineData("10:00 开始", "10点开始呢")]
    public void A_time_that_somebody_changed_is_a_difference(string expected, string actual)
    {
        Assert.Equal(AnswerVerdict.Different, Texts(expected, actual));
        Assert.Equal(AnswerVerdict.Equal, Texts(expected, expected));
    }

    [Fact]
    public void A_file_may_say_that_no_time_counts() => Assert.Equal(
        AnswerVerdict.EqualNormalised, Texts("每天 9:00–21:00", "每天 10:00–22:00", ComparisonRules.BuiltIn with { AnyTime = true }));

    [Fact]
    public void Times_are_looked_at_in_the_zone_of_the_account()
    {
        var zone = ComparisonRules.BuiltIn with { Zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(-9), null, null) };
        // 02:00 UTC is the evening before there.
        Assert.Equal(AnswerVerdict.EqualNormalised, Texts("3月1日 星期日", "11月19日 星期四", zone));
        Assert.Equal(AnswerVerdict.Different, Texts("3月1日 星期日", "11月20日 星期五", zone));
    }

    [Theory]
    [InlineData("单号 20260302100000123", "单号 20261120153105456")]
    [InlineData("id 6f1c2a34-0b1d-4c5e-9f00-112233445566", "id 00000000-0b1d-4c5e-9f00-112233445577")]
    [InlineData("sha 0123456789abcdef0123", "sha 9123456789abcdef0124")]
    [InlineData("https://example.com/s/AbCdEfGhIjKlMnOpQrStUvWx12", "https://example.com/s/ZbCdEfGhIjKlMnOpQrStUvWx34")]
    [InlineData("  你好\r\n朋友 ", "你好\n朋友")]
    public void Ids_and_blanks_at_the_ends_are_set_aside(string expected, string actual) => Assert.Equal(AnswerVerdict.EqualNormalised, Texts(expected, actual));

    [Theory]
    [InlineData("电话 13800138000", "电话 13900139000")]
    [InlineData("电话 400-000-0000", "电话 400-000-0001")]
    [InlineData("how-to-brew-oolong-tea-in-3-minutes", "how-to-brew-green-tea-in-3-minutes")]
    [InlineData("The-Very-Best-Oolong-Of-The-House 5", "The-Very-Best-Green-Tea-Of-The-House 5")]
    [InlineData("价格 100", "价格 200")]
    public void What_only_looks_like_an_id_counts(string expected, string actual) => Assert.Equal(AnswerVerdict.Different, Texts(expected, actual));

    [Fact]
    public void Turns_are_grouped_by_rule_and_without_one_by_kind_the_worst_first()
    {
        var report = Turn.Report(
            null,
            new Turn { Rule = "fine", Expected = Turn.Text("a"), Actual = Turn.TextNow("a") },
            new Turn { Rule = "bad", Expected = Turn.Text("a"), Actual = Turn.TextNow("b"), Line = 7 },
            new Turn { Rule = null, Kind = "event CLICK", Expected = "success", Actual = "success" },
            new Turn { Rule = null, Kind = "text", Expected = "success", Actual = null },
            new Turn { Rule = "bad", Expected = Turn.Text("a"), Actual = null, Line = 3 });

        Assert.Equal(["bad", "[text]", "[event CLICK]", "fine"], report.Rules.Select(rule => rule.Rule));
        Assert.Equal([3L, 7], report.Rules[0].Examples.Select(example => example.Line));
        Assert.False(report.IsEqual);
    }

    [Fact]
    public void Memory_stays_flat_however_many_turns_and_rules_differ()
    {
        var comparer = new Comparer(ComparisonRules.BuiltIn);
        for (var i = 0; i < 5000; i++)
            comparer.Add(new Turn { Rule = "r" + i.ToString(CultureInfo.InvariantCulture), Expected = Turn.Text("a"), Actual = Turn.TextNow("b") }.ToPlayed());
        for (var i = 0; i < 100; i++) comparer.Add(new Turn { Rule = "r1", Expected = Turn.Text(new string('x', 5000)), Actual = Turn.TextNow("b") }.ToPlayed());

        var report = comparer.Report();
        Assert.Equal((5100, 2001), (report.Total.Different, report.Rules.Length));
        var rule = report.Rules.Single(one => one.Rule == "r1");
        Assert.Equal(20, rule.Examples.Length);
        Assert.All(rule.Examples, example => Assert.True(example.Expected!.Length <= DifferingParts.MaxLength + 2));
    }

    [Fact]
    public void Of_long_texts_the_part_that_differs_is_kept()
    {
        var same = string.Concat(Enumerable.Repeat("茶", 900));
        var example = Turn.Report(null, new Turn { Expected = Turn.Text(same + "甲"), Actual = Turn.TextNow(same + "乙") }).Rules[0].Examples[0];
        Assert.EndsWith("茶甲", example.Expected, StringComparison.Ordinal);
        Assert.EndsWith("茶乙", example.Actual, StringComparison.Ordinal);
        Assert.StartsWith("…茶", example.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_and_rules_may_be_left_out()
    {
        var rules = ComparisonFile.Parse("version: 1\nskip: {rules: [coupon], kinds: [event LOCATION, CLICK]}", "c.yaml").Rules!;
        var report = Turn.Report(
            rules,
            new Turn { Rule = "coupon", Expected = Turn.Text("a"), Actual = Turn.TextNow("b") },
            new Turn { Rule = null, Kind = "event LOCATION", Expected = Turn.Text("a"), Actual = null },
            new Turn { Rule = null, Kind = "event CLICK", Expected = Turn.Text("a"), Actual = null },
            new Turn { Rule = null, Kind = "event VIEW", Expected = "", Actual = "" });
        Assert.Equal((3, 1, true), (report.Skipped, report.Total.Count, report.IsEqual));
    }

    [Fact]
    public void An_answer_that_is_no_XML_is_compared_as_it_is()
    {
        Assert.Equal(AnswerVerdict.Equal, new Turn { Expected = "<oops", Actual = "<oops" }.Compare());
        Assert.Equal(AnswerVerdict.Different, new Turn { Expected = "<oops", Actual = "<oops>" }.Compare());
        Assert.Equal(AnswerVerdict.Different, new Turn { Expected = "<oops", Actual = Turn.TextNow("a") }.Compare());
    }
}

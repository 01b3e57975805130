using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests;

public sealed class ComparisonTextTests
{
    private static string Write(params ReadOnlySpan<Turn> turns)
    {
        var writer = new StringWriter { NewLine = "\n" };
        ComparisonText.Write(writer, Turn.Report(null, turns), examples: 3);
        return writer.ToString();
    }

    [Fact]
    public void The_difference_is_shown_line_by_line_with_who_asked_what() => Golden.Matches("comparing/differences.txt", Write(
    [
        new() { Rule = "help", Asked = "帮助", Expected = Turn.Text("我会这些：\n1 今日推荐\n2 营业时间\n3 优惠"), Actual = Turn.TextNow("我会这些：\n1 今日推荐\n2 门店地址\n3 优惠"), Line = 17 },
        new() { Rule = "help", Asked = "help", Expected = Turn.Text("我会这些"), Actual = null, Line = 19, Why = "the callback answered with status 500." },
        new() { Rule = "help", Expected = "success", Actual = Turn.TextNow("好"), Line = 20 },
        new() { Rule = "help", Expected = Turn.Text("a"), Actual = "success", Line = 21 },
        new()
        {
            Rule = null, Asked = "今日推荐", Line = 30,
            Expected = Turn.Xml("<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>秋焙铁观音</Title><Url>https://example.com/1</Url></item></Articles>"),
            Actual = Turn.Xml("<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>春茶</Title><Url>https://example.com/1</Url></item></Articles>"),
        },
        new() { Rule = "long", Expected = Turn.Text(new string('长', 700) + "甲后面"), Actual = Turn.TextNow(new string('长', 700) + "乙后面"), Line = 31 },
        new() { Expected = Turn.Text("同"), Actual = Turn.TextNow("同") },
        new() { Expected = null, Actual = Turn.TextNow("新") },
    ]));

    [Fact]
    public void When_all_is_equal_one_line_says_so() => Assert.Equal(
        "2 answers compared: 1 equal, 1 equal once normalised, 0 different, 0 missing.\n",
        Write(new Turn { Expected = Turn.Text("a"), Actual = Turn.TextNow("a") }, new Turn { Expected = "", Actual = "success" }));

    [Fact]
    public void What_a_capture_holds_cannot_steer_a_terminal()
    {
        var text = Write(new Turn { Rule = "\u001B[31mred", Asked = "\u0007\u202E", File = "a\rb", Expected = Turn.Text("\u009B2J"), Actual = Turn.TextNow("b") });
        Assert.DoesNotContain(text, c => c is '\u001B' or '\u0007' or '\u202E' or '\r' or '\u009B');
        Assert.Contains("\\u001B[31mred", text, StringComparison.Ordinal);
    }
}

namespace WeChatActors.Cli.Tests;

public class ColumnsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("你好", 4)]
    [InlineData("，。“”", 6)]
    [InlineData("ＡＢ", 4)]
    [InlineData("한글", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u200B", 0)]
    [InlineData("🍵", 2)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("🇨🇳", 2)]
    [InlineData("❤️", 2)]
    [InlineData("𠮷", 2)]
    public void A_text_takes_the_columns_that_a_terminal_gives_it(string text, int columns) => Assert.Equal(columns, Columns.Of(text));

    [Fact]
    public void Half_an_emoji_takes_a_column() => Assert.Equal(1, Columns.Of("\uD83C"));

    [Fact]
    public void Padding_counts_columns() => Assert.Equal("你好  |", Columns.Pad("你好", 6) + "|");

    [Theory]
    [InlineData("你好", 2, 10, "你好", 4)]
    [InlineData("一二三四五", 5, 6, "四五", 4)]
    [InlineData("一二三四五", 0, 6, "一二", 0)]
    [InlineData("abcdefgh", 8, 4, "fgh", 3)]
    [InlineData("abcdefgh", 4, 4, "bcd", 3)]
    public void A_long_line_is_shown_around_the_cursor(string text, int cursor, int columns, string visible, int column) =>
        Assert.Equal(new LineView(visible, column), LineView.Of(text, cursor, columns));
}

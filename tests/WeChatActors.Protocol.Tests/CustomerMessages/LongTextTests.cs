using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Protocol.Tests.CustomerMessages;

public sealed class LongTextTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", "你", "好吗", "é", "e\u0301", "。", "！”", "……", "？」", ". ", "3.14", "!", "，", "、", ", ", " ", "\u3000", "\n", "\r\n", "\n\n", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "🇨", "👍🏽",
        "<a href=\"https://x.example/?a=1. b\">看 看。吧</a>", "\u0301", " \u0301", "\u200D", "\uD83D", "\uDE00", "長長長長長長長長長長", "nobreaknobreaknobreak",
    ];

    private static readonly Arbitrary<string> Texts =
        Gen.Elements(Pieces).ListOf(120).SelectMany(pieces => Gen.Choose(0, pieces.Count).Select(take => string.Concat(pieces.Take(take)))).ToArbitrary();

    [Fact]
    public void Parts_fit_are_not_blank_and_together_say_everything() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Texts, Gen.Choose(4, 200).ToArbitrary(), (text, most) =>
        {
            var parts = LongText.Split(text, most);
            return parts.All(part => Encoding.UTF8.GetByteCount(part) <= most && !string.IsNullOrWhiteSpace(part)) && WithoutBlanks(string.Concat(parts)) == WithoutBlanks(text);
        }));

    [Fact]
    public void No_grapheme_that_fits_is_split() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Texts, Gen.Choose(60, 200).ToArbitrary(), (text, most) =>
        {
            var borders = new HashSet<int>(StringInfo.ParseCombiningCharacters(text)) { text.Length };
            var longest = borders.Count == 1 ? 0 : StringInfoLengths(text).Max();
            if (longest > most) return true;
            var at = 0;
            foreach (var part in LongText.Split(text, most))
            {
                at = text.IndexOf(part, at, StringComparison.Ordinal);
                if (at < 0 || !borders.Contains(at) || !borders.Contains(at + part.Length)) return false;
                at += part.Length;
            }
            return true;
        }));

    [Fact]
    public void Parts_are_well_filled() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Texts, Gen.Choose(100, 200).ToArbitrary(), (text, most) =>
        {
            if (text.Contains("<a", StringComparison.Ordinal)) return true;
            var parts = LongText.Split(text, most);
            // A sixth of the characters is more than an eighteenth of the bytes.
            return parts.Length <= 1 + 18 * Encoding.UTF8.GetByteCount(text) / most;
        }));

    [Theory]
    [InlineData("第一段在这里。\n\n第二段在这里，它长一些。", 58, "第一段在这里。|第二段在这里，它长一些。")]
    [InlineData("一二三四五。六七八九十！甲乙丙丁", 40, "一二三四五。六七八九十！|甲乙丙丁")]
    [InlineData("他说：“走吧。”她不走", 27, "他说：“走吧。”|她不走")]
    [InlineData("Pi is 3.14159. That is all there is.", 30, "Pi is 3.14159.|That is all there is.")]
    [InlineData("甲乙丙丁，戊己庚辛", 20, "甲乙丙丁，|戊己庚辛")]
    [InlineData("one two three four", 10, "one two|three four")]
    [InlineData("没有标点的很长的句子", 12, "没有标点|的很长的|句子")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 30, "👨‍👩‍👧‍👦|👨‍👩‍👧‍👦")]
    [InlineData("看这里 <a href=\"https://x.example/a b\">点 我</a> 谢谢", 58, "看这里 <a href=\"https://x.example/a b\">点 我</a>|谢谢")]
    [InlineData("abcdefgh <a href=\"https://x.example/a b\">点 我</a> 谢谢", 47, "abcdefgh|<a href=\"https://x.example/a b\">点 我</a>|谢谢")]
    [InlineData("short", 2048, "short")]
    [InlineData("  kept as it is \n", 2048, "  kept as it is \n")]
    [InlineData(" \n ", 4, "")]
    [InlineData("", 4, "")]
    [InlineData("a\u3000\u0301\u0301", 4, "a|\u0301\u0301")]
    public void A_text_is_split_where_a_reader_would_pause(string text, int most, string parts) =>
        Assert.Equal(parts.Length == 0 ? [] : parts.Split('|'), LongText.Split(text, most));

    [Fact]
    public void A_grapheme_without_end_is_split_between_characters()
    {
        var text = "e" + string.Concat(Enumerable.Repeat("\u0301", 3_000));

        var parts = LongText.Split(text, 2_048);

        Assert.Equal(text, string.Concat(parts));
        Assert.Equal(3, parts.Length);
    }

    [Fact]
    public void A_long_text_of_one_letter_takes_as_few_parts_as_can_be() =>
        Assert.Equal([2048, 2048, 904], LongText.Split(new string('x', 5_000), 2_048).Select(part => part.Length));

    private static string WithoutBlanks(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));

    private static IEnumerable<int> StringInfoLengths(string text)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        for (var i = 0; i < starts.Length; i++)
            yield return Encoding.UTF8.GetByteCount(text.AsSpan(starts[i], (i + 1 < starts.Length ? starts[i + 1] : text.Length) - starts[i]));
    }
}

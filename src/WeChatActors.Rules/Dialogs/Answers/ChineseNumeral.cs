using System.Buffers;

namespace WeChatActors.Rules;

/// <summary>Reads numbers written in Chinese: 四, 十二, 两, 一百二十, 三千零五, 一万二, 二零二六.</summary>
internal static class ChineseNumeral
{
    private const string Digits = "零一二三四五六七八九";
    private const int MaxLength = 24;

    private static readonly SearchValues<char> Plain = SearchValues.Create("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖");

    /// <summary>Whether a character can be part of one.</summary>
    public static bool IsPart(char c) => Digit(c) >= 0 || Unit(c) > 0;

    /// <summary>The number that a whole text is, not negative; null when it is none.</summary>
    public static long? Read(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength) return null;
        if (text.Length > 1 && !text.ContainsAnyExcept(Plain)) return InSequence(text);
        long total = 0;
        foreach (var (mark, size) in ((char, long)[])[('亿', 100_000_000), ('万', 10_000)])
        {
            var at = text.IndexOf(mark);
            if (at < 0) continue;
            if (Section(text[..at]) is not (> 0 and var head)) return null;
            text = text[(at + 1)..];
            total += head * size;
            if (text.Length == 0) return total;
            // 一万二 is twelve thousand.
            if (text.Length == 1 && Digit(text[0]) > 0) return total + (Digit(text[0]) * (size / 10));
        }

        return Section(text) is { } rest ? total + rest : null;
    }

    // Digit by digit, as years and room numbers are said.
    private static long? InSequence(ReadOnlySpan<char> text)
    {
        if (text.Length > 15) return null;
        long number = 0;
        foreach (var c in text) number = (number * 10) + Digit(c);
        return number;
    }

    // Below ten thousand: units fall, a digit stands before each, 零 stands for those left out.
    private static long? Section(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return null;
        long sum = 0;
        var (digit, last, zero) = (-1, 10_000L, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (Unit(text[i]) is > 0 and var unit)
            {
                if (unit >= last) return null;
                // 十二 leaves its one out.
                if (digit < 0) digit = unit == 10 && (i == 0 || zero || last == 100) ? 1 : 0;
                if (digit == 0) return null;
                sum += digit * unit;
                (digit, last, zero) = (-1, unit, false);
            }
            else if (Digit(text[i]) is >= 0 and var next)
            {
                if (digit >= 0) return null;
                if (next > 0) digit = next;
                else if (text.Length == 1) return 0;
                else if (zero || i == text.Length - 1) return null;
                else zero = true;
            }
            else
            {
                return null;
            }
        }

        if (digit < 0) return zero ? null : sum;
        // 一百二 is a hundred and twenty.
        return sum + (last is 100 or 1000 && !zero ? digit * (last / 10) : digit);
    }

    private static int Digit(char c) => c switch
    {
        '〇' => 0,
        '两' or '贰' => 2,
        '壹' => 1,
        '叁' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        _ => Digits.IndexOf(c, StringComparison.Ordinal),
    };

    private static long Unit(char c) => c switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => 0,
    };
}

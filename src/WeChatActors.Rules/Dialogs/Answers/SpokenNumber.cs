using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads numbers as people type them: 4, ４, 四, 1,200, 1.5万, 一百二十, 4位, 我们四个人.</summary>
internal static class SpokenNumber
{
    private static readonly string[] Before =
        ["我们", "我", "就", "那就", "一共", "总共", "合计", "共", "大概", "大约", "约", "差不多", "要", "来", "有", "是", "订", "买", "预订", "人数", "数量", ":", "￥", "¥", "$"];

    private static readonly string[] After =
    [
        "个", "位", "人", "名", "口", "张", "份", "件", "本", "只", "杯", "瓶", "碗", "盒", "箱", "包", "袋", "套", "台", "辆", "间", "桌", "座", "席", "号", "次", "天", "晚", "斤", "公斤", "米", "元", "块", "块钱", "圆",
        "岁", "条", "双", "束", "支", "枝", "把", "颗", "粒", "片", "节", "课", "小时", "分钟", "大人", "成人", "小孩", "孩子", "客人", "人民币", "左右", "就行", "就好", "就可以", "吧", "呢", "啊", "哈", "哦", "的", "了", "谢谢", "。", "!", "~", ",", ".",
    ];

    private const decimal Largest = 1_000_000_000_000_000m;

    /// <summary>The number in folded words that say little else; null when they are no number.</summary>
    public static decimal? Read(string text)
    {
        var words = SpokenText.WithoutBlanks(SpokenText.Bare(text));
        if (words.Length is 0 or > 48) return null;
        for (var i = 0; i < 4 && SpokenText.TakeFirst(ref words, Before); i++)
        {
        }

        var (number, length) = AtStart(words);
        if (number is null || Math.Abs(number.Value) > Largest) return null;
        words = words[length..];
        for (var i = 0; i < 6 && SpokenText.TakeFirst(ref words, After); i++)
        {
        }

        return words.Length == 0 ? number : null;
    }

    /// <summary>The whole number by which folded words count a thing: 2, 第二个, 选2; null when they do not.</summary>
    public static int? Ordinal(string text)
    {
        var words = text;
        SpokenText.TakeFirst(ref words, ["选择", "选", "要", "我选", "我要"]);
        SpokenText.TakeFirst(ref words, ["第"]);
        SpokenText.TakeLast(ref words, ["个", "项", "种", "号", "条"]);
        words = SpokenText.Bare(words);
        if (words.Length is 0 or > 4) return null;
        if (int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        return ChineseNumeral.Read(words) is >= 0 and <= 9999 and var said ? (int)said : null;
    }

    // The longest number that a text begins with.
    private static (decimal? Number, int Length) AtStart(string text)
    {
        if (text.Length == 0) return (null, 0);
        var sign = text[0] is '-' or '+' or '负' ? 1 : 0;
        var factor = sign == 1 && text[0] != '+' ? -1 : 1;
        var end = sign;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (end > sign && text[end] is '.' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))) end++;
        if (end > sign) return InDigits(text, sign, end) is var (number, length) ? (number * factor, length) : (null, 0);
        if (text[sign..] is ['俩' or '仨', ..]) return (text[sign] == '俩' ? 2 : 3, sign + 1);
        while (end < text.Length && ChineseNumeral.IsPart(text[end])) end++;
        return ChineseNumeral.Read(text.AsSpan(sign..end)) is { } said ? (said * factor, end) : (null, 0);
    }

    private static (decimal Number, int Length)? InDigits(string text, int start, int end)
    {
        var digits = text.AsSpan(start, end - start);
        if (digits.Length > 20 || !HasWholeGroups(digits)) return null;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)) return null;
        var unit = end < text.Length ? text[end] switch { '百' => 100, '千' => 1000, '万' => 10_000, '亿' => 100_000_000, _ => 1 } : 1;
        return number > Largest ? null : (number * unit, unit == 1 ? end : end + 1);
    }

    // A comma stands before three digits, and before the dot: 1,2 is none.
    private static bool HasWholeGroups(ReadOnlySpan<char> digits)
    {
        var dot = digits.IndexOf('.');
        if (dot >= 0 && digits[dot..].Contains(',')) return false;
        var whole = dot < 0 ? digits : digits[..dot];
        var first = whole.IndexOf(',');
        if (first < 0) return true;
        if (first is 0 or > 3) return false;
        for (var i = first; i < whole.Length; i++)
            if (whole[i] == ',' != ((i - first) % 4 == 0)) return false;
        return (whole.Length - first) % 4 == 0;
    }
}

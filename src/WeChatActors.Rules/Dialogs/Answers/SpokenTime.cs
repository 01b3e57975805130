using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Reads times of day as people type them: 19:30, 7点, 晚上7点半, 下午三点一刻, 8pm, 中午.</summary>
internal static partial class SpokenTime
{
    /// <summary>The time in folded words; null when they are none. An hour without a word for the part of the day is that of the morning.</summary>
    public static TimeOnly? Read(string text)
    {
        var words = SpokenText.WithoutBlanks(SpokenText.Bare(text));
        SpokenText.TakeFirst(ref words, ["大概", "大约", "差不多", "就", "那就"]);
        for (var i = 0; i < 4 && SpokenText.TakeLast(ref words, ["左右", "吧", "的", "就行", "就好", "可以", "前后", "到", "来", "。"]); i++)
        {
        }

        if (words is "中午" or "正午") return new(12, 0);
        if (words is "午夜" or "零点" or "半夜十二点") return new(0, 0);
        if (words.Length is 0 or > 24 || Clock().Match(words) is not { Success: true } clock) return null;
        if (Number(clock.Groups["hour"].Value) is not { } hour || Minute(clock) is not { } minute) return null;
        return HourOf(hour, clock.Groups["part"].Value, clock.Groups["half"].Value) is { } whole && minute < 60 ? new(whole, minute) : null;
    }

    private static int? Minute(Match clock) => clock.Groups["minute"].Value switch
    {
        "" or "整" => 0,
        "半" => 30,
        "一刻" or "1刻" => 15,
        "三刻" or "3刻" => 45,
        var minute => Number(minute.TrimEnd('分')),
    };

    // 24 is the beginning of the next day; a clock shows it as 0.
    private static int? HourOf(int hour, string part, string half)
    {
        if (hour is < 0 or > 24) return null;
        if (half == "am") return hour is >= 1 and <= 12 ? hour % 12 : null;
        if (half == "pm") return hour is >= 1 and <= 12 ? (hour % 12) + 12 : null;
        return part switch
        {
            "" => hour % 24,
            "凌晨" or "半夜" or "深夜" or "午夜" when hour is >= 9 and <= 11 => part == "凌晨" ? null : hour + 12,
            "凌晨" or "半夜" or "深夜" or "午夜" => hour is 12 or 24 ? 0 : hour <= 23 ? hour : null,
            "早上" or "早晨" or "清晨" or "上午" or "今早" or "明早" or "早" => hour <= 12 ? hour : null,
            "中午" => hour is 11 or 12 ? hour : hour is >= 1 and <= 3 ? hour + 12 : hour is >= 13 and <= 15 ? hour : null,
            "下午" or "午后" or "傍晚" => hour is >= 1 and <= 11 ? hour + 12 : hour is >= 12 and <= 19 ? hour : null,
            // In the evening: from 5 on; what is after midnight is said as the night's, too.
            _ => hour is >= 5 and <= 11 ? hour + 12 : hour is 12 or 24 ? 0 : hour is >= 17 and <= 23 ? hour : hour <= 4 ? hour : null,
        };
    }

    private static int? Number(string text) =>
        text.Length is > 0 and <= 2 && char.IsAsciiDigit(text[0])
            ? int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var digits) ? digits : null
            : ChineseNumeral.Read(text.Length > 1 ? text.TrimStart('零', '〇') : text) is <= 60 and var said ? (int)said : null;

    [GeneratedRegex(
        @"^(?<part>凌晨|半夜|深夜|午夜|早上|早晨|清晨|上午|今早|明早|早|中午|下午|午后|傍晚|晚上|晚间|夜里|夜晚|今晚|明晚|晚)?" +
        @"(?:(?<hour>[0-9]{1,2})[:.](?<minute>[0-9]{2})(?::[0-9]{2})?|(?<hour>[0-9]{1,2}|[零〇一二两三四五六七八九十]{1,3})(?:点|时|点钟|:)(?<minute>整|半|[一三13]刻|[0-9]{1,2}分?|[零〇一二三四五六七八九十]{1,3}分?)?|(?<hour>[0-9]{2})(?<minute>[0-9]{2})|(?<hour>[0-9]{1,2})(?<bare>$|(?=[ap])))" +
        "(?<half>am|pm)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}

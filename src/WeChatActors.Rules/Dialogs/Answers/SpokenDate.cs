using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Reads days as people type them: 明天, 大后天, 周五, 下周三, 3月5日, 三月五号, 3/5, 5号, 2026-03-05, 三天后.</summary>
internal static partial class SpokenDate
{
    private static readonly string[] DayParts =
        ["上午", "中午", "下午", "傍晚", "晚上", "早上", "早晨", "凌晨", "夜里", "晚", "早"];

    private static readonly (string Word, int Days)[] Near =
    [
        ("大前天", -3), ("前天", -2), ("昨天", -1), ("昨日", -1), ("昨晚", -1), ("今天", 0), ("今日", 0), ("今儿", 0), ("今晚", 0), ("今早", 0), ("当天", 0), ("today", 0),
        ("明天", 1), ("明日", 1), ("明儿", 1), ("明晚", 1), ("明早", 1), ("tomorrow", 1), ("后天", 2), ("后日", 2), ("大后天", 3),
    ];

    /// <summary>The day in folded words, behind which a part of the day or a time may stand; null when they are none.</summary>
    /// <param name="text">Folded words.</param>
    /// <param name="today">The day it is. A day without a year that is over means the next year's, a day without a month that is over the
    /// next month's, a day of the week the next one.</param>
    public static DateOnly? Read(string text, DateOnly today)
    {
        var words = SpokenText.WithoutBlanks(SpokenText.Bare(text));
        if (words.Length is 0 or > 40) return null;
        SpokenText.TakeFirst(ref words, ["就", "那就", "大概", "大约", "定在", "改成", "改到"]);
        for (var i = 0; i < 4 && SpokenText.TakeLast(ref words, ["吧", "的", "就行", "就好", "可以", "左右", "来", "。"]); i++)
        {
        }

        foreach (var form in Forms)
        {
            if (form(words, today) is not var (day, rest) || day is null) continue;
            if (IsOfDay(rest)) return day;
        }

        return null;
    }

    private static readonly Func<string, DateOnly, (DateOnly? Day, string Behind)?>[] Forms = [Named, Written, OfMonth, OfWeek, Ahead];

    // What may stand behind a day: the day of the week again, a part of the day, a time.
    private static bool IsOfDay(string rest)
    {
        if (Again().Match(rest) is { Success: true } again) rest = rest[again.Length..];
        return rest.Length == 0 || Array.IndexOf(DayParts, rest) >= 0 || SpokenTime.Read(rest) is not null;
    }

    private static (DateOnly?, string)? Named(string words, DateOnly today)
    {
        foreach (var (word, days) in Near)
            if (words.StartsWith(word, StringComparison.Ordinal)) return (Shift(today, days), words[word.Length..]);
        return null;
    }

    private static (DateOnly?, string)? Written(string words, DateOnly today)
    {
        if (Compact().Match(words) is { Success: true } compact)
            return (Day(Digits(compact, "year"), Digits(compact, "month"), Digits(compact, "day")), "");
        if (Full().Match(words) is not { Success: true } full || Number(full, "month") is not { } month || Number(full, "day") is not { } day) return null;
        var rest = words[full.Length..];
        if (full.Groups["year"] is not { Success: true, Value: var written }) return (NextOf(month, day, today), rest);
        var year = written switch
        {
            "今年" => today.Year,
            "明年" => today.Year + 1,
            "后年" => today.Year + 2,
            "去年" => today.Year - 1,
            _ => (Number(written.TrimEnd('年', '-', '/', '.')) ?? 0) + (written.Length == 3 ? 2000 : 0),
        };
        return (Day(year, month, day), rest);
    }

    private static (DateOnly?, string)? OfMonth(string words, DateOnly today)
    {
        if (MonthDay().Match(words) is not { Success: true } match || Number(match, "day") is not (>= 1 and <= 31 and var day)) return null;
        var first = new DateOnly(today.Year, today.Month, 1);
        var rest = words[match.Length..];
        switch (match.Groups["month"].Value)
        {
            case "": break;
            case ['下', '下', ..]: return (In(Months(first, 2), day), rest);
            case ['下', ..]: return (In(Months(first, 1), day), rest);
            case ['上', ..]: return (In(Months(first, -1), day), rest);
            default: return (In(first, day), rest);
        }

        // A month that is too short has no such day.
        for (var month = 0; month < 4; month++)
            if (In(Months(first, month), day) is { } next && next >= today) return (next, rest);
        return null;
    }

    private static (DateOnly?, string)? OfWeek(string words, DateOnly today)
    {
        if (WeekDay().Match(words) is not { Success: true } match) return null;
        var weekday = match.Groups["day"].Value is "日" or "天" or "7" or "七" ? 7 : Number(match, "day") ?? 0;
        if (weekday is < 1 or > 7) return null;
        var now = today.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)today.DayOfWeek;
        var days = match.Groups["week"].Value switch
        {
            "" => (weekday - now + 7) % 7,
            "下" or "下个" => weekday - now + 7,
            "下下" or "下下个" => weekday - now + 14,
            "上" or "上个" => weekday - now - 7,
            _ => weekday - now,
        };
        return (Shift(today, days), words[match.Length..]);
    }

    private static (DateOnly?, string)? Ahead(string words, DateOnly today)
    {
        if (DaysAhead().Match(words) is not { Success: true } match || Number(match, "count") is not (>= 0 and <= 1000 and var count)) return null;
        return (Shift(today, match.Groups["unit"].Value is "天" or "日" ? count : count * 7), words[match.Length..]);
    }

    // The next one there is: the 29th of February may be years ahead.
    private static DateOnly? NextOf(int month, int day, DateOnly today)
    {
        for (var year = today.Year; year <= today.Year + 8; year++)
            if (Day(year, month, day) is { } next && next >= today) return next;
        return null;
    }

    private static DateOnly? Day(int? year, int? month, int? day) =>
        year is >= 1900 and <= 2999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year.Value, month.Value)
            ? new DateOnly(year.Value, month.Value, day.Value) : null;

    private static DateOnly? In(DateOnly? month, int day) => month is { } first ? Day(first.Year, first.Month, day) : null;

    private static DateOnly? Months(DateOnly first, int months) =>
        first.Year is > 1 and < 9999 ? first.AddMonths(months) : null;

    private static DateOnly? Shift(DateOnly day, int days) =>
        day.DayNumber + (long)days is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;

    private static int? Digits(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int? Number(Match match, string group) => Number(match.Groups[group].Value);

    private static int? Number(string text) =>
        text.Length is > 0 and <= 4 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : ChineseNumeral.Read(text) is <= 9999 and var said ? (int)said : null;

    private const string Count = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})";

    [GeneratedRegex("^(?<year>(?:19|20)[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Compact();

    [GeneratedRegex(
        "^(?<year>今年|明年|后年|去年|[0-9]{4}[-/.年]|[0-9]{2}年|[零〇一二三四五六七八九]{4}年)?(?<month>" + Count + ")(?:月份?|[-/.])(?<day>" + Count + ")(?:日|号|(?![0-9]))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    [GeneratedRegex("^(?<month>下下个?月|下个?月|上个?月|这个?月|本月|当月)?(?<day>" + Count + ")(?:日|号)", RegexOptions.CultureInvariant)]
    private static partial Regex MonthDay();

    [GeneratedRegex("^(?<week>下下个?|下个?|上个?|这个?|本)?(?:周|星期|礼拜)(?<day>[一二三四五六七日天1-7])", RegexOptions.CultureInvariant)]
    private static partial Regex WeekDay();

    [GeneratedRegex("^过?(?<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})个?(?<unit>天|日|周|星期|礼拜)(?:以后|之后|后)", RegexOptions.CultureInvariant)]
    private static partial Regex DaysAhead();

    [GeneratedRegex(@"^\(?(?:周|星期|礼拜)[一二三四五六日天]\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Again();
}

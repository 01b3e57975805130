using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatActors.Replay;

/// <summary>Finds the times that texts name: RFC 3339, dates with - / . or 年月日, times of day with : or 点, days of the week.</summary>
internal static partial class TimeMentions
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Takes the times out of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sign">What stands in the place of each.</param>
    /// <param name="moment">When the text was said; a day without a year is the nearest one.</param>
    /// <param name="found">Gets the times in order.</param>
    public static string TakeOut(string text, char sign, AnswerMoment moment, List<TimeMention> found) =>
        Times().Replace(text, match =>
        {
            if (Read(match, moment) is not { } mention) return match.Value;
            found.Add(mention);
            return sign.ToString();
        });

    private static TimeMention? Read(Match match, AnswerMoment moment)
    {
        if (match.Groups["w"] is { Success: true } chinese) return new(TimeKind.Weekday, match.Value, "日一二三四五六".IndexOf(chinese.Value[0] == '天' ? '日' : chinese.Value[0]));
        if (match.Groups["we"] is { Success: true } english) return new(TimeKind.Weekday, match.Value, Array.IndexOf(Weekdays, english.Value[..3].ToLowerInvariant()));
        if (match.Groups["d"].Success) return ReadDay(match, moment);
        return Clock(match) is var (seconds, isHalf) ? new(TimeKind.Clock, match.Value, seconds, isHalf) : null;
    }

    private static TimeMention? ReadDay(Match match, AnswerMoment moment)
    {
        var month = match.Groups["en"] is { Success: true } english ? Array.IndexOf(Months, english.Value[..3].ToLowerInvariant()) + 1 : Number(match, "mo");
        var day = Number(match, "d");
        var year = match.Groups["y"].Success ? Number(match, "y") : 0;
        if (Days(year, month, day, moment.Local) is not { } days) return null;
        if (!match.Groups["h"].Success) return new(TimeKind.Day, match.Value, days);
        if (Clock(match) is not var (seconds, _)) return null;
        // With an offset from UTC it says which instant it means; without, it is the account's own time.
        var ahead = match.Groups["z"] is not { Success: true } z ? TimeSpan.Zero
            : z.Value is "Z" or "z" ? moment.Zone
            : moment.Zone - Offset(z.Value);
        return new(TimeKind.Instant, match.Value, days * 86_400 + seconds + (long)ahead.TotalSeconds);
    }

    private static (long Seconds, bool HalfDays)? Clock(Match match)
    {
        var (hour, minute, second) = (Number(match, "h"), match.Groups["hf"].Success ? 30 : Number(match, "mi"), Number(match, "s"));
        if (hour > 24 || minute > 59 || second > 60) return null;
        var half = match.Groups["half"].Value;
        var letter = match.Groups["ap"] is { Success: true } ap ? char.ToLowerInvariant(ap.Value[0]) : ' ';
        if ((letter == 'p' || half is "下午" or "傍晚" or "晚上" || (half == "中午" && hour < 11)) && hour < 12) hour += 12;
        else if (letter == 'a' && hour == 12) hour = 0;
        return (hour * 3600 + minute * 60 + second, letter == ' ' && half.Length == 0 && hour is > 0 and <= 12);
    }

    private static long? Days(int year, int month, int day, long moment)
    {
        if (month is < 1 or > 12 || day < 1) return null;
        if (year > 0) return day <= DateTime.DaysInMonth(year, month) ? DayNumber(year, month, day) : null;
        var now = Math.Clamp(moment, 0, 250_000_000_000);
        var thisYear = DateTimeOffset.FromUnixTimeSeconds(now).Year;
        long? best = null;
        foreach (var candidate in (ReadOnlySpan<int>)[thisYear - 1, thisYear, thisYear + 1])
        {
            if (candidate < 1 || day > DateTime.DaysInMonth(candidate, month)) continue;
            var days = DayNumber(candidate, month, day);
            if (best is null || Math.Abs(days - now / 86_400) < Math.Abs(best.Value - now / 86_400)) best = days;
        }

        return best;
    }

    private static long DayNumber(int year, int month, int day) => (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;

    private static TimeSpan Offset(string text)
    {
        var digits = text.AsSpan(1).ToString().Replace(":", "", StringComparison.Ordinal);
        var minutes = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60 + int.Parse(digits.AsSpan(2), CultureInfo.InvariantCulture);
        return TimeSpan.FromMinutes(text[0] == '-' ? -minutes : minutes);
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        """
        (?<![0-9A-Za-z.:])(?:
          (?<y>(?:19|20)[0-9]{2})(?<sep>[-/.])(?<mo>[0-9]{1,2})\k<sep>(?<d>[0-9]{1,2})
            (?:[Tt\x20](?<h>[0-9]{1,2}):(?<mi>[0-9]{2})(?::(?<s>[0-9]{2})(?:\.[0-9]{1,9})?)?(?<z>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?(?![0-9A-Za-z])
        | (?:(?<y>(?:19|20)[0-9]{2})\x20?年\x20?)?(?<mo>[0-9]{1,2})\x20?月\x20?(?<d>[0-9]{1,2})\x20?[日号]
        | (?<en>[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]{0,6}\.?\x20(?<d>[0-9]{1,2})(?:,?\x20(?<y>(?:19|20)[0-9]{2}))?(?![0-9A-Za-z])
        | (?<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?\x20?(?<h>[0-9]{1,2})(?:
              [:：](?<mi>[0-9]{2})(?:[:：](?<s>[0-9]{2}))?(?:\x20?(?<ap>[AaPp])\.?[Mm])?(?![0-9A-Za-z])
            | [点时](?:(?<mi>[0-9]{1,2})分?|(?<hf>半))?)
        | (?<h>1?[0-9])\x20?(?<ap>[AaPp])\.?[Mm](?![0-9A-Za-z])
        )
        | (?:星期|礼拜|周)(?<w>[一二三四五六日天])
        | \b(?<we>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?\b
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Times();
}

namespace WeChatActors.Rules;

/// <summary>Reads <c>time</c>, <c>days</c> and <c>dates</c>: one or a list of them, also by <c>$name</c>.</summary>
internal static class CalendarReader
{
    private static readonly string[] English = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] EnglishInFull = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private const string Chinese = "日一二三四五六";
    private static readonly string[] Weeks = ["周", "星期", "礼拜"];

    // What people put between the ends of a span.
    private static readonly string[] DayDashes = ["-", "–", "—", "~", "～", "至", "到"];

    public static TimeCondition Time(YamlNode node, RuleScope scope)
    {
        var spans = new List<(TimeSpan, TimeSpan)>();
        foreach (var text in scope.Builder.Expand(node, "'time'", isText: false))
        {
            if (Reading.Hours(text.Value) is not var (from, to))
                scope.Findings.Error(text, $"{text.Described} stands at 'time', expected a span of the day such as \"09:00-18:00\"; \"22:00-06:00\" passes midnight.");
            else if (from == to)
                scope.Findings.Error(text, $"{text.Described} ends when it begins, expected a span such as \"09:00-18:00\"; \"00:00-24:00\" is the whole day.");
            else
                spans.Add((from, to));
        }

        return new([.. spans]);
    }

    public static DaysCondition Days(YamlNode node, RuleScope scope)
    {
        var days = 0;
        foreach (var text in scope.Builder.Expand(node, "'days'", isText: false))
            foreach (var part in text.Value.Split([',', '，', '、'], StringSplitOptions.TrimEntries))
                days |= Span(text, part, scope.Findings);
        return new(days);
    }

    private static int Span(YamlScalar at, string text, Findings findings)
    {
        var (first, last) = (text, text);
        foreach (var dash in DayDashes)
        {
            var between = text.IndexOf(dash, StringComparison.Ordinal);
            if (between <= 0) continue;
            (first, last) = (text[..between].Trim(), text[(between + dash.Length)..].Trim());
            break;
        }

        if (Day(first) is not { } from) return Wrong(at, first, findings);
        if (Day(last) is not { } to) return Wrong(at, last, findings);
        var days = 1 << from;
        for (var day = from; day != to; days |= 1 << day) day = (day + 1) % 7;
        return days;
    }

    private static int? Day(string text)
    {
        foreach (var week in Weeks)
            if (text.Length == week.Length + 1 && text.StartsWith(week, StringComparison.Ordinal))
                return text[^1] == '天' ? 0 : Chinese.IndexOf(text[^1], StringComparison.Ordinal) is >= 0 and var day ? day : null;
        var lower = text.ToLowerInvariant();
        var known = Array.IndexOf(English, lower);
        if (known < 0) known = Array.IndexOf(EnglishInFull, lower);
        return known < 0 ? null : known;
    }

    private static int Wrong(YamlScalar at, string text, Findings findings)
    {
        var near = Nearest.Hint(text, [.. English, .. EnglishInFull]);
        findings.Error(at, $"'{text}' is no day of the week{near}{(near.Length > 0 ? "" : ",")} expected mon, tue, wed, thu, fri, sat, sun or 周一 to 周日, or a span such as mon-fri.");
        return 0;
    }

    public static DatesCondition Dates(YamlNode node, RuleScope scope)
    {
        var spans = new List<(DateOnly, DateOnly)>();
        foreach (var text in scope.Builder.Expand(node, "'dates'", isText: false))
        {
            var between = text.Value.IndexOf("..", StringComparison.Ordinal);
            var (first, last) = between < 0 ? (text.Value, text.Value) : (text.Value[..between].Trim(), text.Value[(between + 2)..].Trim());
            if (Reading.Date(first).AsDate is not { } from || Reading.Date(last).AsDate is not { } to)
                scope.Findings.Error(text, $"{text.Described} stands at 'dates', expected a day such as 2026-02-01, or days such as 2026-02-01..2026-02-28.");
            else if (to < from)
                scope.Findings.Error(text, $"{text.Described} ends before it begins, expected the earlier day first.");
            else
                spans.Add((from, to));
        }

        return new([.. spans]);
    }
}

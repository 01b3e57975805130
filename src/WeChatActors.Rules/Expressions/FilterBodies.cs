using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>What the filters do; the first argument is the value before the <c>|</c>.</summary>
internal static class FilterBodies
{
    /// <summary>The first characters, as a reader counts them: an emoji with its modifiers is one.</summary>
    public static Value Cut(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        var text = e.TextOf(arguments[0]);
        if (arguments[1].AsNumber is not { } count || count < 0) return Value.Null;
        if (count >= text.Length) return Value.Of(text);
        if (!e.Spend((int)count / 8)) return Value.Null;
        var end = 0;
        for (var i = 0; i < count && end < text.Length; i++) end += StringInfo.GetNextTextElementLength(text.AsSpan(end));
        return e.Made(text[..end]);
    }

    public static string? CheckCut(int position, Value value) =>
        position == 1 && value.AsNumber is not >= 0 ? $"'{value.ToText()}' is not a number of characters for 'cut', expected 0 or more." : null;

    /// <summary>Another value in place of null and the empty text.</summary>
    public static Value Default(Evaluation e, ReadOnlySpan<Value> arguments, ulong site) =>
        arguments[0].IsNull || arguments[0].AsText is "" ? arguments[1] : arguments[0];

    /// <summary>A day, time or moment in a form of .NET's letters, with Chinese names of days and months.</summary>
    public static Value Date(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (arguments[1].AsText is not { } form || DateOf(e, arguments[0]) is not { } date) return Value.Null;
        return Formatted(date, form) is { } text ? e.Made(text) : Value.Null;
    }

    public static string? CheckDate(int position, Value value) =>
        position == 1 && (value.AsText is not { } form || Formatted(new DateTime(2026, 2, 1), form) is null)
            ? $"'{value.ToText()}' is not a form for 'date', expected one like 'M月d日' or 'yyyy-MM-dd HH:mm'." : null;

    private static DateTime? DateOf(Evaluation e, Value value) => value.Kind switch
    {
        ValueKind.Date => value.AsDate!.Value.ToDateTime(default),
        ValueKind.Time => DateTime.MinValue + value.AsTime!.Value.ToTimeSpan(),
        ValueKind.Moment => e.InZone(value.AsMoment!.Value).DateTime,
        _ => Reading.Date(value).AsDate?.ToDateTime(default),
    };

    private static readonly DateTimeFormatInfo Chinese = MakeChinese();

    // Spelled out, because the machine may have no Chinese culture data.
    private static DateTimeFormatInfo MakeChinese()
    {
        var form = (DateTimeFormatInfo)DateTimeFormatInfo.InvariantInfo.Clone();
        form.DayNames = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];
        form.AbbreviatedDayNames = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
        string[] months = ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月", ""];
        form.MonthNames = form.MonthGenitiveNames = months;
        form.AbbreviatedMonthNames = form.AbbreviatedMonthGenitiveNames = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", ""];
        (form.AMDesignator, form.PMDesignator) = ("上午", "下午");
        return DateTimeFormatInfo.ReadOnly(form);
    }

    private static string? Formatted(DateTime date, string form)
    {
        if (form.Length is 0 or > 64) return null;
        try
        {
            return date.ToString(form.Length == 1 ? "%" + form : form, Chinese);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Escaped for a part of an address.</summary>
    public static Value Url(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        var text = e.TextOf(arguments[0]);
        return e.Spend(text.Length / 8) ? e.Made(Uri.EscapeDataString(text)) : Value.Null;
    }

    /// <summary>As JSON; null when that is longer than a text may be, for half of it is none.</summary>
    public static Value Json(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (!e.Fits(arguments[0])) return Value.Null;
        var json = arguments[0].ToJson();
        return json.Length <= Evaluation.MaxText ? e.Made(json) : Value.Null;
    }

    /// <summary>A text read as a number; with an argument rounded to that many decimals.</summary>
    public static Value Number(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (Reading.Number(arguments[0]).AsNumber is not { } number) return Value.Null;
        if (arguments.Length == 1) return Value.Of(number);
        return arguments[1].AsNumber is { } decimals and >= 0 and <= 10
            ? Value.Of(Math.Round(number, (int)decimals, MidpointRounding.AwayFromZero)) : Value.Null;
    }

    public static string? CheckNumber(int position, Value value) =>
        position == 1 && value.AsNumber is not (>= 0 and <= 10) ? $"'{value.ToText()}' is not a number of decimals for 'number', expected 0 to 10." : null;

    /// <summary>Metres for people: <c>850 m</c>, <c>1.2 km</c>, <c>13 km</c>.</summary>
    public static Value Kilometres(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (Reading.Number(arguments[0]).AsNumber is not { } metres) return Value.Null;
        var whole = Math.Round(metres, MidpointRounding.AwayFromZero);
        if (Math.Abs(whole) < 1000) return e.Made($"{Value.Of(whole)} m");
        return e.Made($"{Value.Of(Math.Round(metres / 1000, Math.Abs(whole) < 10_000 ? 1 : 0, MidpointRounding.AwayFromZero))} km");
    }

    /// <summary>The items of a list, each on a line of its own.</summary>
    public static Value Lines(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (arguments[0].Kind != ValueKind.List) return Value.Of(e.TextOf(arguments[0]));
        if (!e.Fits(arguments[0])) return Value.Null;
        var text = new StringBuilder();
        foreach (var item in arguments[0].Items) text.Append(text.Length > 0 ? "\n" : "").Append(item.ToText());
        return e.Made(text.ToString());
    }
}

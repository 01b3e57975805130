using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads texts as other kinds of value; null when a text is none.</summary>
internal static class Reading
{
    private const int MaxLength = 64;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly string[] TimeForms = ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"];

    /// <summary>A number from digits, also full-width ones, with sign, dot and commas between thousands.</summary>
    public static Value Number(Value value)
    {
        if (value.Kind == ValueKind.Number) return value;
        return value.AsText is { Length: <= MaxLength } text
            && decimal.TryParse(TextFold.Fold(text), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, Invariant, out var number)
            ? Value.Of(number) : Value.Null;
    }

    /// <summary>A day from <c>2026-02-01</c>, or the day of a moment.</summary>
    public static Value Date(Value value)
    {
        if (value.AsMoment is { } moment) return Value.Of(DateOnly.FromDateTime(moment.DateTime));
        return value.AsText is { Length: <= MaxLength } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", Invariant, default, out var date) ? Value.Of(date) : Value.Null;
    }

    /// <summary>A time of day from <c>09:30</c> or <c>09:30:15</c>.</summary>
    public static Value Time(Value value) =>
        value.AsText is { Length: <= MaxLength } text && TimeOnly.TryParseExact(text, TimeForms, Invariant, default, out var time) ? Value.Of(time) : Value.Null;

    /// <summary>A span of the day from <c>09:00-18:00</c>: from the first minute to before the last; <c>24:00</c> ends a day.
    /// Null when the text is none.</summary>
    public static (TimeSpan From, TimeSpan To)? Hours(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return text.Length <= MaxLength && dash > 0 && Minute(text.AsSpan(0, dash)) is { } from && Minute(text.AsSpan(dash + 1)) is { } to && from < TimeSpan.FromDays(1) ? (from, to) : null;
    }

    /// <summary>Whether a time of day lies in a span that <see cref="Hours"/> read.</summary>
    public static bool IsIn(TimeSpan time, TimeSpan from, TimeSpan to) => from <= to ? time >= from && time < to : time >= from || time < to;

    private static TimeSpan? Minute(ReadOnlySpan<char> text) =>
        text.Trim() is "24:00" ? TimeSpan.FromDays(1) : TimeOnly.TryParseExact(text.Trim(), TimeForms, Invariant, default, out var time) ? time.ToTimeSpan() : null;
}

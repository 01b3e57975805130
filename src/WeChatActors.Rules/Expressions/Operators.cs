namespace WeChatActors.Rules;

/// <summary>The operators over values. What has no meaning gives null: 1 / 0, "a" - 1, a number beyond 28 digits.</summary>
internal static class Operators
{
    public static Value Equal(Evaluation e, Value a, Value b) => Value.Of(Same(a, b));

    public static Value NotEqual(Evaluation e, Value a, Value b) => Value.Of(!Same(a, b));

    public static Value Less(Evaluation e, Value a, Value b) => Compare(a, b) is { } order ? Value.Of(order < 0) : Value.Null;

    public static Value LessOrEqual(Evaluation e, Value a, Value b) => Compare(a, b) is { } order ? Value.Of(order <= 0) : Value.Null;

    public static Value Greater(Evaluation e, Value a, Value b) => Compare(a, b) is { } order ? Value.Of(order > 0) : Value.Null;

    public static Value GreaterOrEqual(Evaluation e, Value a, Value b) => Compare(a, b) is { } order ? Value.Of(order >= 0) : Value.Null;

    public static Value In(Evaluation e, Value a, Value b)
    {
        switch (b.Kind)
        {
            case ValueKind.List:
                foreach (var item in b.Items)
                    if (Same(a, item)) return Value.Of(true);
                return Value.Of(false);
            case ValueKind.Map:
                return Value.Of(a.AsText is { } name && b.Names.BinarySearch(name, StringComparer.Ordinal) >= 0);
            case ValueKind.Text:
                var (text, part) = (b.AsText!, e.TextOf(a));
                return Value.Of(!a.IsNull && e.Spend(text.Length / 64 * (1 + (part.Length / 64))) && text.Contains(part, StringComparison.Ordinal));
            default:
                return Value.Of(false);
        }
    }

    public static Value NotIn(Evaluation e, Value a, Value b) => Value.Of(!In(e, a, b).IsTrue);

    public static Value Add(Evaluation e, Value a, Value b)
    {
        if (a.Kind == ValueKind.Text || b.Kind == ValueKind.Text)
        {
            var (left, right) = (e.TextOf(a), e.TextOf(b));
            return e.Spend((left.Length + right.Length) / 64) ? e.Made(left + right) : Value.Null;
        }

        if (a.AsNumber is { } x && b.AsNumber is { } y) return Calculate(x, y, static (x, y) => x + y);
        if (a.AsDate is { } day) return Later(day, b, 1);
        if (b.AsDate is { } dayToo) return Later(dayToo, a, 1);
        return b.AsDuration is { } span ? Shift(a, span) : a.AsDuration is { } spanToo ? Shift(b, spanToo) : Value.Null;
    }

    public static Value Subtract(Evaluation e, Value a, Value b)
    {
        if (a.AsNumber is { } x && b.AsNumber is { } y) return Calculate(x, y, static (x, y) => x - y);
        if (a.AsDate is { } day) return b.AsDate is { } other ? Value.Of((long)day.DayNumber - other.DayNumber) : Later(day, b, -1);
        if (a.AsMoment is { } moment && b.AsMoment is { } earlier) return Value.Of(moment - earlier);
        if (a.AsTime is { } time && b.AsTime is { } earlierTime) return Value.Of(time.ToTimeSpan() - earlierTime.ToTimeSpan());
        return b.AsDuration is { } span && span != TimeSpan.MinValue ? Shift(a, -span) : Value.Null;
    }

    public static Value Multiply(Evaluation e, Value a, Value b)
    {
        if (a.AsNumber is { } x && b.AsNumber is { } y) return Calculate(x, y, static (x, y) => x * y);
        var (span, times) = a.AsDuration is { } left ? (left, b.AsNumber) : (b.AsDuration ?? default, a.AsNumber);
        return times is { } factor && (a.AsDuration ?? b.AsDuration) is not null
            ? Span(Calculate(span.Ticks, factor, static (x, y) => x * y)) : Value.Null;
    }

    public static Value Divide(Evaluation e, Value a, Value b)
    {
        if (b.AsNumber is { } y && y != 0)
        {
            if (a.AsNumber is { } x) return Calculate(x, y, static (x, y) => x / y);
            return a.AsDuration is { } span ? Span(Calculate(span.Ticks, y, static (x, y) => x / y)) : Value.Null;
        }

        return a.AsDuration is { } whole && b.AsDuration is { Ticks: not 0 } part
            ? Calculate(whole.Ticks, part.Ticks, static (x, y) => x / y) : Value.Null;
    }

    public static Value Negate(Evaluation e, Value zero, Value b) =>
        b.AsNumber is { } number ? Value.Of(-number) : b.AsDuration is { } span && span != TimeSpan.MinValue ? Value.Of(-span) : Value.Null;

    /// <summary>Equality as <c>==</c> means it: a text that reads as the other side's number, day or time equals it.</summary>
    public static bool Same(Value a, Value b) => Align(ref a, ref b) && a == b;

    /// <summary>The order of two values of one kind, or of kinds that <see cref="Same"/> brings together; null when there is none.</summary>
    public static int? Compare(Value a, Value b)
    {
        if (!Align(ref a, ref b)) return null;
        return a.Kind switch
        {
            ValueKind.Number => a.AsNumber!.Value.CompareTo(b.AsNumber!.Value),
            ValueKind.Text => string.CompareOrdinal(a.AsText, b.AsText),
            ValueKind.Date => a.AsDate!.Value.CompareTo(b.AsDate!.Value),
            ValueKind.Time => a.AsTime!.Value.CompareTo(b.AsTime!.Value),
            ValueKind.Moment => a.AsMoment!.Value.CompareTo(b.AsMoment!.Value),
            ValueKind.Duration => a.AsDuration!.Value.CompareTo(b.AsDuration!.Value),
            _ => null,
        };
    }

    // Brings both to one kind, or says that they cannot be.
    private static bool Align(ref Value a, ref Value b)
    {
        if (a.Kind == b.Kind) return true;
        if (b.Kind == ValueKind.Text || (b.Kind == ValueKind.Moment && a.Kind == ValueKind.Date)) return As(a.Kind, ref b);
        if (a.Kind == ValueKind.Text || (a.Kind == ValueKind.Moment && b.Kind == ValueKind.Date)) return As(b.Kind, ref a);
        return false;
    }

    private static bool As(ValueKind kind, ref Value value)
    {
        var read = kind switch
        {
            ValueKind.Number => Reading.Number(value),
            ValueKind.Date => Reading.Date(value),
            ValueKind.Time => Reading.Time(value),
            _ => Value.Null,
        };
        if (read.IsNull) return false;
        value = read;
        return true;
    }

    // decimal has no operators that report overflow other than by throwing.
    private static Value Calculate(decimal x, decimal y, Func<decimal, decimal, decimal> apply)
    {
        try
        {
            return Value.Of(apply(x, y));
        }
        catch (OverflowException)
        {
            return Value.Null;
        }
    }

    private static Value Span(Value ticks) =>
        ticks.AsNumber is { } number && number is > long.MinValue and < long.MaxValue ? Value.Of(new TimeSpan((long)number)) : Value.Null;

    private static Value Later(DateOnly day, Value by, int sign)
    {
        var days = by.AsNumber ?? (by.AsDuration is { } span && span.Ticks % TimeSpan.TicksPerDay == 0 ? span.Days : null);
        if (days is not { } count || !decimal.IsInteger(count) || Math.Abs(count) > DateOnly.MaxValue.DayNumber) return Value.Null;
        var number = day.DayNumber + (sign * (int)count);
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber ? Value.Of(DateOnly.FromDayNumber(number)) : Value.Null;
    }

    private static Value Shift(Value from, TimeSpan by)
    {
        if (from.AsTime is { } time) return Value.Of(time.Add(by));
        if (from.AsDuration is { } span)
        {
            var sum = (Int128)span.Ticks + by.Ticks;
            return sum > long.MinValue && sum < long.MaxValue ? Value.Of(new TimeSpan((long)sum)) : Value.Null;
        }

        if (from.AsMoment is not { } moment) return Value.Null;
        var (local, utc) = ((Int128)moment.Ticks + by.Ticks, (Int128)moment.UtcTicks + by.Ticks);
        return local >= 0 && utc >= 0 && local <= DateTime.MaxValue.Ticks && utc <= DateTime.MaxValue.Ticks ? Value.Of(moment + by) : Value.Null;
    }
}

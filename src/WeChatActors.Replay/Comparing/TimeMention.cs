namespace WeChatActors.Replay;

/// <summary>What kind of time a text names.</summary>
internal enum TimeKind
{
    /// <summary>A day and a time of day; seconds since 1970.</summary>
    Instant,

    /// <summary>A day, with its year or without; days since 1970.</summary>
    Day,

    /// <summary>A time of day; seconds since midnight.</summary>
    Clock,

    /// <summary>A day of the week; 0 is Sunday.</summary>
    Weekday,
}

/// <summary>When an answer was given.</summary>
/// <param name="Utc">Seconds since 1970.</param>
/// <param name="Zone">How far the account's own clock was ahead of UTC.</param>
internal readonly record struct AnswerMoment(long Utc, TimeSpan Zone)
{
    /// <summary>Seconds since 1970 as the account's own clock shows them.</summary>
    public long Local => Utc + (long)Zone.TotalSeconds;
}

/// <summary>A time that stands in an answer.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Text">How it is written.</param>
/// <param name="Value">What it is, in the unit of its kind.</param>
/// <param name="HalfDays">Of a time of day that does not say whether it is before or after noon.</param>
internal readonly record struct TimeMention(TimeKind Kind, string Text, long Value, bool HalfDays = false)
{
    private const long Day = 86_400, Tolerance = 120, Slack = 60;

    /// <summary>Whether two answers name the same time, or times that lie as far from their own moments: a clock that went on, and not opening hours that
    /// were changed.</summary>
    /// <param name="other">The time at the same place of the other answer.</param>
    /// <param name="moment">When this one's answer was given.</param>
    /// <param name="otherMoment">The same of the other.</param>
    public bool MovesWith(TimeMention other, AnswerMoment moment, AnswerMoment otherMoment)
    {
        if (Text == other.Text) return true;
        if (Kind != other.Kind) return false;
        switch (Kind)
        {
            case TimeKind.Instant: return Math.Abs(Value - moment.Local - (other.Value - otherMoment.Local)) <= Tolerance;
            case TimeKind.Clock:
                var round = HalfDays || other.HalfDays ? Day / 2 : Day;
                var apart = Modulo(Value - moment.Local - (other.Value - otherMoment.Local), round);
                return Math.Min(apart, round - apart) <= Tolerance;
            default:
                // An answer may be made just before midnight and be dated just behind it.
                foreach (var early in (ReadOnlySpan<long>)[0, Slack])
                    foreach (var otherEarly in (ReadOnlySpan<long>)[0, Slack])
                    {
                        var days = Value - DayOf(moment.Local - early) - (other.Value - DayOf(otherMoment.Local - otherEarly));
                        if ((Kind == TimeKind.Weekday ? Modulo(days, 7) : days) == 0) return true;
                    }
                return false;
        }
    }

    private static long DayOf(long seconds) => (seconds - Modulo(seconds, Day)) / Day;

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}

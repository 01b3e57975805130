namespace WeChatActors.Rules;

/// <summary>The account's clock shows a time within one of several spans, each from its first minute to before its last; one that ends before it
/// begins passes midnight.</summary>
internal sealed class TimeCondition((TimeSpan From, TimeSpan To)[] spans) : Condition
{
    public override bool Holds(Deciding deciding)
    {
        var now = deciding.Evaluation.LocalNow.TimeOfDay;
        foreach (var (from, to) in spans)
            if (Reading.IsIn(now, from, to)) return true;
        return false;
    }
}

/// <summary>The account's calendar shows one of several days of the week.</summary>
/// <param name="days">A bit for each, Sunday the lowest.</param>
internal sealed class DaysCondition(int days) : Condition
{
    public override bool Holds(Deciding deciding) => (days >> (int)deciding.Evaluation.LocalNow.DayOfWeek & 1) != 0;
}

/// <summary>The account's calendar shows a day within one of several spans, first and last day included.</summary>
internal sealed class DatesCondition((DateOnly From, DateOnly To)[] spans) : Condition
{
    public override bool Holds(Deciding deciding)
    {
        var today = DateOnly.FromDateTime(deciding.Evaluation.LocalNow.DateTime);
        foreach (var (from, to) in spans)
            if (today >= from && today <= to) return true;
        return false;
    }
}

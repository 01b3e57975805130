namespace WeChatActors.Rules;

/// <summary>What a rule does later, once its timer is due. Immutable.</summary>
/// <param name="Unless">When it holds then, nothing is done; null for no such condition.</param>
/// <param name="Actions">What is done.</param>
internal sealed record LaterPart(Expression? Unless, RuleAction[] Actions);

/// <summary>Arms a timer.</summary>
internal sealed class LaterAction(int index, Expression when, bool isMoment) : RuleAction
{
    /// <summary>The nearest and the farthest a timer may be, from now.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromDays(365);

    public override bool Run(Deciding deciding)
    {
        var evaluation = deciding.Evaluation;
        evaluation.Refill();
        var value = when.Eval(evaluation);
        if (!isMoment && value.AsDuration is { } after)
        {
            if (after >= Shortest && after <= Longest) Arm(deciding, evaluation.Now + after);
            else deciding.Note($"its timer was not armed, because {value.ToText()} is not from {DurationReader.Show(Shortest)} to {DurationReader.Show(Longest)}.");
        }
        else if (isMoment && Moment(evaluation, value) is { } at)
        {
            if (at > evaluation.Now && at - evaluation.Now <= Longest) Arm(deciding, at);
            else deciding.Note($"its timer was not armed, because {Value.Of(evaluation.InZone(at)).ToText()} is {(at > evaluation.Now ? "more than a year ahead" : "over")}.");
        }
        else
        {
            deciding.Note($"its timer was not armed, because '{(isMoment ? "at" : "after")}' gave no {(isMoment ? "time" : "length of time")}.");
        }

        return true;
    }

    private void Arm(Deciding deciding, DateTimeOffset at) => deciding.Steps.Add(new RuleStep.Later(deciding.Rule!.Id, index, at.ToUniversalTime()));

    // A time of day means its next occurrence, a day its beginning, both by the account's clock.
    private static DateTimeOffset? Moment(Evaluation evaluation, Value value)
    {
        if (value.AsMoment is { } moment) return moment;
        if ((value.AsTime ?? Reading.Time(value).AsTime) is { } time)
        {
            var today = evaluation.LocalNow.Date;
            var next = Local(evaluation, today + time.ToTimeSpan());
            return next > evaluation.Now ? next : Local(evaluation, today.AddDays(1) + time.ToTimeSpan());
        }

        return (value.AsDate ?? Reading.Date(value).AsDate) is { } day ? Local(evaluation, day.ToDateTime(default)) : null;
    }

    private static DateTimeOffset Local(Evaluation evaluation, DateTime clock)
    {
        var zone = evaluation.Account.TimeZone;
        // An hour that summer time leaves out begins with the next one.
        if (zone.IsInvalidTime(clock)) clock = clock.AddHours(1);
        return new(clock, zone.GetUtcOffset(clock));
    }
}

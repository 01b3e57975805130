namespace WeChatActors.Rules;

/// <summary>What is done for some values. Immutable.</summary>
/// <param name="Values">The values, equal as <c>==</c> means it.</param>
/// <param name="Branch">What is done.</param>
internal sealed record SwitchCase(Value[] Values, ActionBranch Branch)
{
    /// <summary>Whether a value is one of them.</summary>
    public bool Fits(Value value)
    {
        foreach (var own in Values)
            if (Operators.Same(value, own)) return true;
        return false;
    }
}

/// <summary>Does what the first case that fits a value says; something else when none does.</summary>
internal sealed class SwitchAction(Expression subject, SwitchCase[] cases, ActionBranch @else) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        deciding.Evaluation.Refill();
        var value = subject.Eval(deciding.Evaluation);
        foreach (var one in cases)
            if (one.Fits(value)) return one.Branch.Run(deciding);
        return @else.Run(deciding);
    }
}

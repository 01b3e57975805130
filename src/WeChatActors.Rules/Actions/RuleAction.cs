namespace WeChatActors.Rules;

/// <summary>What a rule does, one step. Immutable.</summary>
internal abstract class RuleAction
{
    /// <summary>Does it.</summary>
    /// <returns>Whether the next action may run; false while a call is waited for.</returns>
    public abstract bool Run(Deciding deciding);

    /// <summary>Runs several in order, up to one that waits, and as many as one decision may run.</summary>
    public static bool RunAll(RuleAction[] actions, Deciding deciding)
    {
        foreach (var action in actions)
        {
            if (!deciding.MayAct()) break;
            if (!action.Run(deciding)) return false;
        }

        return true;
    }
}

/// <summary>Actions that run only sometimes, with the name under which reports know them.</summary>
/// <param name="Info">The way.</param>
/// <param name="Actions">What is done on it; nothing when nothing is written.</param>
internal sealed record ActionBranch(BranchInfo Info, RuleAction[] Actions)
{
    /// <inheritdoc cref="RuleAction.RunAll"/>
    public bool Run(Deciding deciding)
    {
        deciding.Trace?.Took(Info);
        return RuleAction.RunAll(Actions, deciding);
    }
}

internal sealed class ReplyAction(ReplySource reply) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        deciding.Answer(reply.Make(deciding));
        return true;
    }
}

/// <summary>Sets a variable of the follower; null removes it.</summary>
internal sealed class SetAction(string name, ValueSource source) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        var evaluation = deciding.Evaluation;
        var value = source.Make(evaluation);
        evaluation.Variables = value.IsNull ? evaluation.Variables.Remove(name) : evaluation.Variables.SetItem(name, value);
        return true;
    }
}

internal sealed class UnsetAction(string name) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        deciding.Evaluation.Variables = deciding.Evaluation.Variables.Remove(name);
        return true;
    }
}

internal sealed class ChoiceAction(Expression condition, ActionBranch then, ActionBranch @else) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        deciding.Evaluation.Refill();
        return (condition.Eval(deciding.Evaluation).IsTrue ? then : @else).Run(deciding);
    }
}

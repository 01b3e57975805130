namespace WeChatActors.Rules;

/// <summary>What a rule does, one step. Immutable.</summary>
internal abstract class RuleAction
{
    public abstract void Run(Deciding deciding);
}

internal sealed class ReplyAction(ReplySource reply) : RuleAction
{
    public override void Run(Deciding deciding) => deciding.Answer(reply.Make(deciding));
}

/// <summary>Sets a variable of the follower; null removes it.</summary>
internal sealed class SetAction(string name, ValueSource source) : RuleAction
{
    public override void Run(Deciding deciding)
    {
        var evaluation = deciding.Evaluation;
        var value = source.Make(evaluation);
        evaluation.Variables = value.IsNull ? evaluation.Variables.Remove(name) : evaluation.Variables.SetItem(name, value);
    }
}

internal sealed class UnsetAction(string name) : RuleAction
{
    public override void Run(Deciding deciding) => deciding.Evaluation.Variables = deciding.Evaluation.Variables.Remove(name);
}

internal sealed class ChoiceAction(Expression condition, RuleAction[] then, RuleAction[] @else) : RuleAction
{
    public override void Run(Deciding deciding)
    {
        deciding.Evaluation.Refill();
        foreach (var action in condition.Eval(deciding.Evaluation).IsTrue ? then : @else) action.Run(deciding);
    }
}

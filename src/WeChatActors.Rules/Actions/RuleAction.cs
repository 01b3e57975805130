namespace WeChatActors.Rules;

/// <summary>What a rule does, one step. Immutable.</summary>
internal abstract class RuleAction
{
    public abstract void Run(Turn turn);
}

internal sealed class ReplyAction(ReplySource reply) : RuleAction
{
    public override void Run(Turn turn) => turn.Answer(reply.Make(turn));
}

/// <summary>Sets a variable of the follower; null removes it.</summary>
internal sealed class SetAction(string name, ValueSource source) : RuleAction
{
    public override void Run(Turn turn)
    {
        var evaluation = turn.Evaluation;
        var value = source.Make(evaluation);
        evaluation.Variables = value.IsNull ? evaluation.Variables.Remove(name) : evaluation.Variables.SetItem(name, value);
    }
}

internal sealed class UnsetAction(string name) : RuleAction
{
    public override void Run(Turn turn) => turn.Evaluation.Variables = turn.Evaluation.Variables.Remove(name);
}

internal sealed class ChoiceAction(Expression condition, RuleAction[] then, RuleAction[] @else) : RuleAction
{
    public override void Run(Turn turn)
    {
        turn.Evaluation.Refill();
        foreach (var action in condition.Eval(turn.Evaluation).IsTrue ? then : @else) action.Run(turn);
    }
}

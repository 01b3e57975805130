using System.Runtime.CompilerServices;

namespace WeChatActors.Rules;

/// <summary>A compiled expression: an immutable tree. Evaluating never throws; what cannot be computed is null.</summary>
internal abstract class Expression
{
    /// <summary>The longest expression, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>How deep it may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many operators and members it may have.</summary>
    public const int MaxOperators = 500;

    /// <summary>Whether it gives the same value for every packet.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Computes the value; null when the evaluation has used up its steps.</summary>
    public Value Eval(Evaluation evaluation) => evaluation.Spend(1) ? Compute(evaluation) : Value.Null;

    protected abstract Value Compute(Evaluation evaluation);
}

internal sealed class LiteralExpression(Value value) : Expression
{
    public Value Value => value;

    public override bool IsConstant => true;

    protected override Value Compute(Evaluation evaluation) => value;
}

internal sealed class ListExpression(Expression[] items) : Expression
{
    public override bool IsConstant => Array.TrueForAll(items, item => item.IsConstant);

    protected override Value Compute(Evaluation evaluation)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Eval(evaluation);
        var list = Value.List(values);
        return evaluation.Fits(list) ? list : Value.Null;
    }
}

/// <summary>One of msg, m, user, window, account with nothing behind it, or a value computed from the packet.</summary>
internal sealed class NameExpression(Func<Evaluation, Value> read) : Expression
{
    protected override Value Compute(Evaluation evaluation) => read(evaluation);
}

internal sealed class MemberExpression(Expression target, string name) : Expression
{
    public override bool IsConstant => target.IsConstant;

    protected override Value Compute(Evaluation evaluation) => target.Eval(evaluation)[name];
}

internal sealed class IndexExpression(Expression target, Expression index) : Expression
{
    public override bool IsConstant => target.IsConstant && index.IsConstant;

    protected override Value Compute(Evaluation evaluation)
    {
        var from = target.Eval(evaluation);
        var at = index.Eval(evaluation);
        if (at.AsText is { } name) return from[name];
        return at.AsNumber is { } number && decimal.IsInteger(number) && Math.Abs(number) <= int.MaxValue ? from[(int)number] : Value.Null;
    }
}

/// <summary>A value of a root looked up by a computed name, such as <c>msg.fields["ScanCodeInfo/ScanResult"]</c>.</summary>
internal sealed class LookupExpression(Func<Evaluation, string, Value> find, Expression index) : Expression
{
    protected override Value Compute(Evaluation evaluation) =>
        index.Eval(evaluation) is { IsNull: false } name ? find(evaluation, evaluation.TextOf(name)) : Value.Null;
}

internal sealed class NotExpression(Expression operand) : Expression
{
    public override bool IsConstant => operand.IsConstant;

    protected override Value Compute(Evaluation evaluation) => Value.Of(!operand.Eval(evaluation).IsTrue);
}

internal sealed class ChoiceExpression(Expression condition, Expression then, Expression @else) : Expression
{
    public override bool IsConstant => condition.IsConstant && then.IsConstant && @else.IsConstant;

    protected override Value Compute(Evaluation evaluation) =>
        condition.Eval(evaluation).IsTrue ? then.Eval(evaluation) : @else.Eval(evaluation);
}

internal sealed class AndExpression(Expression left, Expression right) : Expression
{
    public override bool IsConstant => left.IsConstant && right.IsConstant;

    protected override Value Compute(Evaluation evaluation) => Value.Of(left.Eval(evaluation).IsTrue && right.Eval(evaluation).IsTrue);
}

internal sealed class OrExpression(Expression left, Expression right) : Expression
{
    public override bool IsConstant => left.IsConstant && right.IsConstant;

    protected override Value Compute(Evaluation evaluation) => Value.Of(left.Eval(evaluation).IsTrue || right.Eval(evaluation).IsTrue);
}

internal sealed class ElseExpression(Expression left, Expression right) : Expression
{
    public override bool IsConstant => left.IsConstant && right.IsConstant;

    protected override Value Compute(Evaluation evaluation) => left.Eval(evaluation) is { IsNull: false } value ? value : right.Eval(evaluation);
}

internal sealed class OperatorExpression(Func<Evaluation, Value, Value, Value> apply, Expression left, Expression right) : Expression
{
    public override bool IsConstant => left.IsConstant && right.IsConstant;

    protected override Value Compute(Evaluation evaluation) => apply(evaluation, left.Eval(evaluation), right.Eval(evaluation));
}

/// <summary>A function or a filter over its arguments.</summary>
internal sealed class CallExpression(CallBody body, Expression[] arguments, ulong site, bool isPure) : Expression
{
    public override bool IsConstant => isPure && Array.TrueForAll(arguments, argument => argument.IsConstant);

    protected override Value Compute(Evaluation evaluation)
    {
        var few = new FewValues();
        var values = arguments.Length <= FewValues.Most ? few[..arguments.Length] : new Value[arguments.Length];
        for (var i = 0; i < arguments.Length; i++) values[i] = arguments[i].Eval(evaluation);
        return body(evaluation, values, site);
    }

    [InlineArray(Most)]
    private struct FewValues
    {
        public const int Most = 4;

        private Value _first;
    }
}

/// <summary>What a function does.</summary>
/// <param name="evaluation">What it sees.</param>
/// <param name="arguments">As many as its entry allows.</param>
/// <param name="site">Tells this place in the files from others, for chance.</param>
internal delegate Value CallBody(Evaluation evaluation, ReadOnlySpan<Value> arguments, ulong site);

namespace WeChatActors.Rules;

/// <summary>A value written in a file, with templates in its texts.</summary>
internal abstract class ValueSource
{
    public abstract Value Make(Evaluation evaluation);

    internal sealed class Fixed(Value value) : ValueSource
    {
        public override Value Make(Evaluation evaluation) => value;
    }

    internal sealed class Text(Template template) : ValueSource
    {
        public override Value Make(Evaluation evaluation) => template.Value(evaluation);
    }

    internal sealed class Computed(Expression expression) : ValueSource
    {
        public override Value Make(Evaluation evaluation)
        {
            evaluation.Refill();
            return Bounded(evaluation, expression.Eval(evaluation));
        }
    }

    internal sealed class List(ValueSource[] items) : ValueSource
    {
        public override Value Make(Evaluation evaluation) =>
            Bounded(evaluation, Value.List(Array.ConvertAll(items, item => item.Make(evaluation))));
    }

    internal sealed class Map(KeyValuePair<string, ValueSource>[] entries) : ValueSource
    {
        public override Value Make(Evaluation evaluation) =>
            Bounded(evaluation, Value.Map(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Make(evaluation)))));
    }

    private static Value Bounded(Evaluation evaluation, Value value)
    {
        evaluation.Refill();
        return value.AsText is { } text ? evaluation.Made(text) : evaluation.Fits(value) ? value : Value.Null;
    }
}

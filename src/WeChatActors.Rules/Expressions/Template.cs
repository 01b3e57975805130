using System.Runtime.CompilerServices;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>A text with <c>{{ expressions }}</c> in it, compiled. What the expressions give is never read as a template again.</summary>
internal sealed class Template
{
    /// <summary>The longest template, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    // Expression where not null, with its source; else text. Neighbours of constant parts are joined.
    private readonly (string Text, Expression? Expression)[] _parts;

    // Of a template that is one constant expression and nothing else; it keeps its kind.
    private readonly Value? _whole;

    private Template((string, Expression?)[] parts, Value? whole = null) => (_parts, _whole) = (parts, whole);

    /// <summary>A text without expressions.</summary>
    public static Template Of(string text) => new([(text, null)]);

    /// <summary>The text, when it is the same for every packet; null otherwise.</summary>
    public string? Constant => _parts switch
    {
        [] => "",
        [(var text, null)] => text,
        _ => null,
    };

    /// <summary>Compiles a text; mistakes go to the scope, with their offsets, and what is wrong is left out.</summary>
    public static Template Parse(string text, ExpressionScope scope)
    {
        var parts = new List<(string, Expression?)>();
        var constant = new StringBuilder();
        if (text.Length > MaxLength)
        {
            scope.Error(0, $"the text has {text.Length} characters, expected at most {MaxLength}.");
            return new([]);
        }

        var at = 0;
        for (int open; (open = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            constant.Append(text, at, open - at);
            if (ExpressionParser.ParseInTemplate(text, open + 2, scope) is not var (expression, end))
            {
                // Go on behind the broken part, so that one pass reports the mistakes of the others too. What stands in for
                // it keeps the text from passing for a constant one.
                parts.Add(("", new LiteralExpression(default)));
                at = text.IndexOf("}}", open, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : text.Length;
                continue;
            }

            if (open == 0 && end == text.Length && expression is LiteralExpression { Value: var whole })
                return new([(whole.ToText(), null)], whole);
            at = end;
            if (expression is LiteralExpression literal)
            {
                constant.Append(literal.Value.ToText());
                continue;
            }

            Flush();
            parts.Add((text[(open + 2)..(end - 2)].Trim(), expression));
        }

        constant.Append(text, at, text.Length - at);
        Flush();
        return new([.. parts]);

        void Flush()
        {
            if (constant.Length > 0) parts.Add((constant.ToString(), null));
            constant.Clear();
        }
    }

    /// <summary>The text with something else in the place of each expression.</summary>
    /// <param name="hole">Gives what stands there, from the expression as it is written.</param>
    public string With(Func<string, string> hole) =>
        string.Concat(_parts.Select(part => part.Expression is null ? part.Text : hole(part.Text)));

    /// <summary>The text for a packet; cut at <see cref="Evaluation.MaxText"/>.</summary>
    public string Render(Evaluation evaluation)
    {
        if (Constant is { } constant) return constant;
        evaluation.Refill();
        var few = new FewTexts();
        var texts = _parts.Length <= FewTexts.Most ? few[.._parts.Length] : new string?[_parts.Length];
        var length = 0;
        for (var i = 0; i < texts.Length && length <= Evaluation.MaxText; i++)
        {
            var (fixedText, expression) = _parts[i];
            var text = expression is null ? fixedText : evaluation.TextOf(expression.Eval(evaluation));
            texts[i] = text;
            length += text.Length;
        }

        evaluation.Refill();
        return evaluation.Made(string.Concat(texts)).AsText ?? "";
    }

    /// <summary>The value for a packet: of a single expression with nothing around it the value itself, else the text. A list or
    /// map that would be longer than a text may be is null.</summary>
    public Value Value(Evaluation evaluation)
    {
        if (_whole is { } whole) return whole;
        if (_parts is not [(_, { } only)]) return Render(evaluation);
        evaluation.Refill();
        var value = only.Eval(evaluation);
        evaluation.Refill();
        // What comes straight from a packet has no bound of its own.
        return value.AsText is { } text ? evaluation.Made(text) : evaluation.Fits(value) ? value : Rules.Value.Null;
    }

    // The texts of the parts, which become one string at once.
    [InlineArray(Most)]
    private struct FewTexts
    {
        public const int Most = 8;

        private string? _first;
    }
}

namespace WeChatActors.Rules;

/// <summary>Reads an expression by operator precedence, weakest first: filters, <c>? :</c>, <c>or</c>, <c>and</c>, <c>not</c>,
/// comparisons and <c>in</c>, <c>??</c>, <c>+ -</c>, <c>* /</c>, unary minus, <c>. [ ]</c>.</summary>
/// <remarks>The first mistake is reported and ends the tokens, so that every loop here ends too.</remarks>
internal sealed partial class ExpressionParser
{
    private const int Filters = 1, Choice = 2, Or = 3, And = 4, Not = 5, Comparison = 6, Else = 7, Sum = 8, Product = 9, Minus = 10;

    private readonly ExpressionScope _scope;
    private readonly Tokenizer _tokens;
    private readonly int _start;
    private Token _token;
    private bool _failed;
    private int _depth, _operators;

    // Results that are read, and whether the expression goes one way or another.
    private readonly List<(string Name, bool Looks)> _results = [];
    private bool _decides;

    private ExpressionParser(string source, int start, bool inTemplate, ExpressionScope scope)
    {
        _scope = scope;
        _start = start;
        _tokens = new(source, inTemplate, Fail);
        _token = _tokens.Next(start);
    }

    /// <summary>Reads a text that is nothing but an expression; null when it has a mistake.</summary>
    public static Expression? Parse(string source, ExpressionScope scope)
    {
        if (source.Length > Expression.MaxLength)
        {
            scope.Error(0, $"the expression has {source.Length} characters, expected at most {Expression.MaxLength}.");
            return null;
        }

        var parser = new ExpressionParser(source, 0, inTemplate: false, scope);
        var expression = parser.Whole();
        if (parser._token.Kind != TokenKind.End) parser.FailAt(parser._token, "an operator or the end of the expression");
        parser.ReportResults();
        return parser._failed ? null : expression;
    }

    /// <summary>Reads an expression up to its <c>}}</c>.</summary>
    /// <returns>The expression and the offset behind <c>}}</c>; null when it has a mistake.</returns>
    public static (Expression Expression, int End)? ParseInTemplate(string source, int start, ExpressionScope scope)
    {
        var parser = new ExpressionParser(source, start, inTemplate: true, scope);
        var expression = parser.Whole();
        if (!parser._failed && parser._token.Kind == TokenKind.End) parser.Fail(start - 2, "this {{ has no }}.");
        if (parser._token.Kind != TokenKind.Close) parser.FailAt(parser._token, "an operator or }}");
        else if (parser._token.Start - start > Expression.MaxLength)
            parser.Fail(start, $"the expression has {parser._token.Start - start} characters, expected at most {Expression.MaxLength}.");
        parser.ReportResults();
        return parser._failed ? null : (expression, parser._token.Stop);
    }

    private Expression Whole()
    {
        if (_token.Kind is TokenKind.End or TokenKind.Close) Fail(_start, "there is no expression here, expected one.");
        return Parse(Filters);
    }

    private Expression Parse(int weakest)
    {
        if (++_depth > Expression.MaxDepth) Fail(_token.Start, $"the expression is nested more than {Expression.MaxDepth} deep.");
        var left = Prefix();
        while (_token.Kind == TokenKind.Symbol && Strength(_token.Text) is var strength && strength >= weakest)
        {
            CountOperator();
            left = Infix(left, strength);
        }

        _depth--;
        return left;
    }

    // a + b + c nests to the left without brackets; evaluating goes as deep.
    private void CountOperator()
    {
        if (++_operators > Expression.MaxOperators) Fail(_token.Start, $"the expression has more than {Expression.MaxOperators} operators.");
    }

    private static int Strength(string symbol) => symbol switch
    {
        "|" => Filters,
        "?" => Choice,
        "or" => Or,
        "and" => And,
        "not" or "in" or "==" or "!=" or "<" or "<=" or ">" or ">=" => Comparison,
        "??" => Else,
        "+" or "-" => Sum,
        "*" or "/" => Product,
        _ => 0,
    };

    private Expression Prefix()
    {
        var token = _token;
        switch (token)
        {
            case { Kind: TokenKind.Symbol, Text: "not" }:
                Advance();
                return new NotExpression(Parse(Not));
            case { Kind: TokenKind.Symbol, Text: "-" }:
                Advance();
                return Fold(new OperatorExpression(Operators.Negate, new LiteralExpression(default), Parse(Minus)));
            case { Kind: TokenKind.Literal }:
                Advance();
                return Suffixes(new LiteralExpression(token.Value));
            case { Kind: TokenKind.Symbol, Text: "(" }:
                Advance();
                var inner = Parse(Filters);
                Expect(")");
                return Suffixes(inner);
            case { Kind: TokenKind.Symbol, Text: "[" }:
                Advance();
                return Suffixes(Fold(new ListExpression(Arguments("]"))));
            case { Kind: TokenKind.Name }:
                Advance();
                return Suffixes(Name(token));
            default:
                FailAt(token, "a value");
                return new LiteralExpression(default);
        }
    }

    private Expression Infix(Expression left, int strength)
    {
        var symbol = _token;
        Advance();
        _decides |= strength is >= Choice and <= Else;
        switch (symbol.Text)
        {
            case "|": return Filter(left);
            case "?":
                var then = Parse(Choice);
                Expect(":");
                return Fold(new ChoiceExpression(left, then, Parse(Choice)));
            case "??": return Fold(new ElseExpression(left, Parse(Else)));
            case "or": return Fold(new OrExpression(left, Parse(Or + 1)));
            case "and": return Fold(new AndExpression(left, Parse(And + 1)));
            case "not": Expect("in"); break;
        }

        var right = Parse(strength + 1);
        if (strength == Comparison && _token.Kind == TokenKind.Symbol && Strength(_token.Text) == Comparison)
            Fail(_token.Start, $"'{_token.Text}' compares a comparison, expected 'and' or brackets between them.");
        return Fold(new OperatorExpression(Apply(symbol.Text), left, right));
    }

    private static Func<Evaluation, Value, Value, Value> Apply(string symbol) => symbol switch
    {
        "==" => Operators.Equal,
        "!=" => Operators.NotEqual,
        "<" => Operators.Less,
        "<=" => Operators.LessOrEqual,
        ">" => Operators.Greater,
        ">=" => Operators.GreaterOrEqual,
        "in" => Operators.In,
        "not" => Operators.NotIn,
        "+" => Operators.Add,
        "-" => Operators.Subtract,
        "*" => Operators.Multiply,
        _ => Operators.Divide,
    };

    private Expression Suffixes(Expression target)
    {
        while (_token.Kind == TokenKind.Symbol)
        {
            CountOperator();
            if (_token.Text == ".")
            {
                Advance();
                target = Fold(new MemberExpression(target, MemberName().Text));
            }
            else if (_token.Text == "[")
            {
                Advance();
                target = Fold(new IndexExpression(target, Index()));
            }
            else
            {
                break;
            }
        }

        return target;
    }

    private Token MemberName()
    {
        var token = _token;
        // A word operator behind a dot is a name: msg.in is odd, but not wrong.
        if (token.Kind == TokenKind.Name || (token.Text.Length > 0 && char.IsLetter(token.Text[0]) && token.Kind != TokenKind.Close)) Advance();
        else FailAt(token, "a name");
        return token;
    }

    private Expression Index()
    {
        var index = Parse(Filters);
        Expect("]");
        return index;
    }

    private Expression[] Arguments(string close)
    {
        var arguments = new List<Expression>();
        if (_token is { Kind: TokenKind.Symbol } first && first.Text == close)
        {
            Advance();
            return [];
        }

        while (!_failed)
        {
            arguments.Add(Parse(Filters));
            if (_token is { Kind: TokenKind.Symbol, Text: "," })
            {
                Advance();
                continue;
            }

            Expect(close);
            break;
        }

        return [.. arguments];
    }

    // What never changes is computed once, at load.
    private Expression Fold(Expression expression)
    {
        if (_failed || !expression.IsConstant) return expression;
        var evaluation = new Evaluation();
        evaluation.BeginAll();
        var value = expression.Eval(evaluation);
        return evaluation.HitLimit ? expression : new LiteralExpression(value);
    }

    private void Advance()
    {
        if (!_failed) _token = _tokens.Next(_token.Stop);
    }

    private void Expect(string symbol)
    {
        if (_token.Kind == TokenKind.Symbol && _token.Text == symbol) Advance();
        else FailAt(_token, $"'{symbol}'");
    }

    private void FailAt(Token token, string expected) => Fail(token.Start, token.Kind switch
    {
        TokenKind.End => $"the expression ends here, expected {expected}.",
        TokenKind.Close => $"}}}} stands here, expected {expected}.",
        _ => $"'{token.Text}' stands here, expected {expected}.",
    });

    private void Fail(int offset, string message)
    {
        if (!_failed) _scope.Error(offset, message);
        _failed = true;
        _token = new(TokenKind.End, "", default, offset, offset);
    }
}

namespace WeChatActors.Rules;

/// <summary>What names, functions and filters mean, decided when an expression is compiled.</summary>
internal sealed partial class ExpressionParser
{
    private Expression Name(Token name)
    {
        if (_token is { Kind: TokenKind.Symbol, Text: "(" }) return Call(name);
        switch (name.Text)
        {
            case "msg": return Root(WarnUnlessMessage, MessageNames.Find, MessageNames.Whole);
            case "user":
                if (_token is not { Kind: TokenKind.Symbol, Text: "." }) _scope.ReadsAnyVariable();
                return Root(_scope.ReadsVariable, RootNames.FindOfUser, RootNames.WholeUser);
            case "m": return Root(_scope.ReadsGroup, RootNames.FindOfMatch, RootNames.WholeMatch);
            case "window": return Root(WarnUnlessWindow, RootNames.FindOfWindow, RootNames.WholeWindow);
            case "account": return Root(WarnUnlessAccount, RootNames.FindOfAccount, RootNames.WholeAccount);
            case "vars": return Vars();
            case "today": return Function.All["today"].Over([], _scope.Site(name.Start));
        }

        if (_scope.Vars.TryGetValue(name.Text, out var value)) return new LiteralExpression(value);
        if (_scope.IsResult(name.Text)) return Result(name.Text);
        string[] known = _scope.IsHeard ? [.. RootNames.Roots, .. _scope.Results.Order(StringComparer.Ordinal), .. _scope.VarNames] : [];
        if (Function.All.ContainsKey(name.Text)) Fail(name.Start, $"'{name.Text}' is a function, expected '{name.Text}(' here.");
        else _scope.Warning(name.Start, "missing-name", $"there is no name '{name.Text}', it is null{Nearest.Known(name.Text, known)}.");
        return new LiteralExpression(default);
    }

    private Expression Root(Action<int, string> reads, Func<Evaluation, string, Value> find, Func<Evaluation, Value> whole)
    {
        if (_token is { Kind: TokenKind.Symbol, Text: "." })
        {
            Advance();
            var member = MemberName();
            if (!_failed) reads(member.Start, member.Text);
            var name = member.Text;
            return new NameExpression(e => find(e, name));
        }

        if (_token is not { Kind: TokenKind.Symbol, Text: "[" }) return new NameExpression(whole);
        Advance();
        return new LookupExpression(find, Index());
    }

    private LiteralExpression Vars()
    {
        if (_token is { Kind: TokenKind.Symbol, Text: "." } dot && !_failed)
        {
            var name = _tokens.Next(dot.Stop);
            if (name.Kind == TokenKind.Name && !_scope.Vars.ContainsKey(name.Text))
            {
                string[] known = _scope.IsHeard ? [.. _scope.VarNames] : [];
                _scope.Warning(name.Start, "missing-name", $"vars has no '{name.Text}', it is null{Nearest.Known(name.Text, known)}.");
            }
        }

        return new LiteralExpression(Value.Map(_scope.Vars));
    }

    // What tells how a call ended; whoever reads the whole result may look at them too.
    private static readonly string[] Outcomes = ["ok", "status", "error", "finish"];

    private NameExpression Result(string name)
    {
        var member = _token is { Kind: TokenKind.Symbol, Text: "." } dot && !_failed ? _tokens.Next(dot.Stop) : default;
        _results.Add((name, member.Kind != TokenKind.Name || Array.IndexOf(Outcomes, member.Text) >= 0));
        return new NameExpression(e => e.Into.GetValueOrDefault(name));
    }

    private void ReportResults()
    {
        foreach (var (name, looks) in _results) _scope.ReadsResult(name, looks || _decides);
    }

    private void WarnUnlessWindow(int offset, string name)
    {
        if (Array.IndexOf(RootNames.OfWindow, name) < 0) _scope.Warning(offset, "missing-name", $"window has no '{name}', it is null{Nearest.Known(name, RootNames.OfWindow)}.");
    }

    private void WarnUnlessAccount(int offset, string name)
    {
        if (Array.IndexOf(RootNames.OfAccount, name) < 0) _scope.Warning(offset, "missing-name", $"account has no '{name}', it is null{Nearest.Known(name, RootNames.OfAccount)}.");
    }

    private void WarnUnlessMessage(int offset, string name)
    {
        if (MessageNames.Reader(name) is null)
            _scope.Warning(offset, "missing-name", $"msg has no '{name}', it is null{Nearest.Known(name, MessageNames.All)}; other elements are in msg.fields[\"Path\"].");
    }

    private Expression Call(Token name)
    {
        Advance();
        var arguments = Arguments(")");
        if (_failed) return new LiteralExpression(default);
        return Make(name, Function.All, "a function", arguments, name.Start,
            Function.Filters.ContainsKey(name.Text) ? $"; it is a filter, written x | {name.Text}" : null);
    }

    private Expression Filter(Expression left)
    {
        var name = MemberName();
        Expression[] arguments = [left];
        if (!_failed && _token is { Kind: TokenKind.Symbol, Text: "(" })
        {
            Advance();
            arguments = [left, .. Arguments(")")];
        }

        if (_failed) return left;
        _decides |= name.Text == "default";
        return Make(name, Function.Filters, "a filter", arguments, name.Start,
            Function.All.ContainsKey(name.Text) ? $"; it is a function, written {name.Text}(x)" : null);
    }

    private Expression Make(Token name, IReadOnlyDictionary<string, Function> table, string what, Expression[] arguments, int at, string? otherwise)
    {
        if (!table.TryGetValue(name.Text, out var function))
        {
            string[] known = [.. table.Keys.Order(StringComparer.Ordinal)];
            Fail(at, $"'{name.Text}' is not {what}{otherwise ?? Nearest.Known(name.Text, known)}.");
            return new LiteralExpression(default);
        }

        var own = arguments.Length - (what == "a filter" ? 1 : 0);
        if (own < function.Min || own > function.Max)
            Fail(at, $"'{name.Text}' has {own} arguments here, expected {function.Expected}.");
        for (var i = 0; i < arguments.Length && !_failed; i++)
            if (arguments[i] is LiteralExpression { Value: var literal } && function.Check?.Invoke(i, literal) is { } wrong)
                Fail(at, wrong);
        return Fold(function.Over(arguments, _scope.Site(at)));
    }
}

namespace WeChatActors.Rules;

/// <summary>Reads the actions of a rule.</summary>
internal static class ActionReader
{
    private static readonly string[] Kinds = ["reply", "set", "unset", "if"];

    /// <summary>Reads a list of actions, or a single one; wrong ones are reported and left out.</summary>
    public static RuleAction[] ReadAll(YamlNode node, RuleScope scope)
    {
        var actions = new List<RuleAction>();
        var items = node is YamlList list ? list.Items : [node];
        if (items.IsEmpty) scope.Findings.Error(node, "the list of actions is empty, expected at least one action.");
        foreach (var item in items) Read(item, scope, actions);
        return [.. actions];
    }

    private static void Read(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        if (YamlFields.Read(node, scope.Findings, "an action", ["reply", "set", "unset", "if", "then", "else"]) is not { } fields) return;
        YamlEntry? first = null;
        foreach (var entry in fields.Map.Entries)
        {
            if (Array.IndexOf(Kinds, entry.Key.Value) < 0) continue;
            if (first is not null)
                scope.Findings.Error(entry.Key, $"'{entry.Key.Value}' stands beside '{first.Key.Value}' in one action, expected an item of the list for each.");
            else
                first = entry;
        }

        foreach (var branch in (ReadOnlySpan<string>)["then", "else"])
            if (fields.Map.Find(branch) is { } alone && first?.Key.Value != "if")
                scope.Findings.Error(alone.Key, $"'{branch}' stands without 'if', expected both in one action.");
        switch (first?.Key.Value)
        {
            case "reply": actions.Add(Reply(first, scope)); break;
            case "set": Set(first.Value, scope, actions); break;
            case "unset": Unset(first.Value, scope, actions); break;
            case "if": actions.Add(If(fields, first, scope)); break;
            case null when fields.Map.Entries.IsEmpty: scope.Findings.Error(node, $"the action is empty, expected one of: {string.Join(", ", Kinds)}."); break;
        }
    }

    /// <summary>Reads what stands under <c>reply</c>.</summary>
    public static ReplyAction Reply(YamlEntry entry, RuleScope scope)
    {
        scope.Replies(entry.Key);
        return new(ReplyReader.Read(entry.Value, scope));
    }

    private static ChoiceAction If(YamlFields fields, YamlEntry condition, RuleScope scope)
    {
        var test = scope.Expression(condition.Value, "'if'");
        if (fields.Find("then") is null && fields.Find("else") is null)
            scope.Findings.Error(condition.Key, "'if' stands alone in an action, expected 'then' or 'else' beside it.");
        var before = scope.Replied;
        var then = fields.Find("then") is { } yes ? ReadAll(yes, scope) : [];
        var afterThen = scope.Replied;
        scope.Replied = before;
        var @else = fields.Find("else") is { } no ? ReadAll(no, scope) : [];
        // Only what both branches do is certain afterwards.
        scope.Replied = afterThen is not null && scope.Replied is not null ? afterThen : before;
        return new(test, then, @else);
    }

    private static void Set(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        if (node is not YamlMap { Entries.IsEmpty: false } map)
        {
            scope.Findings.Error(node, $"{node.Described} stands at 'set', expected a map from names to values.");
            return;
        }

        foreach (var (key, value) in map.Entries)
            if (Variable(key, scope)) actions.Add(new SetAction(key.Value, Source(value, scope)));
    }

    private static void Unset(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        foreach (var name in YamlRead.Texts(node, scope.Findings, "'unset'"))
            if (Variable(name, scope)) actions.Add(new UnsetAction(name.Value));
    }

    private static bool Variable(YamlScalar name, RuleScope scope)
    {
        if (Array.IndexOf(RootNames.OfUser, name.Value) >= 0)
            scope.Findings.Error(name, $"'{name.Value}' is kept by the engine, expected a name of your own.");
        else if (!RootNames.IsName(name.Value))
            scope.Findings.Error(name, $"{name.Described} is not a name, expected letters, digits and _, at most 64, no digit first.");
        else
        {
            scope.Builder.KnownVariables.Add(name.Value);
            return true;
        }

        return false;
    }

    private static ValueSource Source(YamlNode node, RuleScope scope) => node switch
    {
        YamlList list => new ValueSource.List([.. list.Items.Select(item => Source(item, scope))]),
        YamlMap map => new ValueSource.Map([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Source(entry.Value, scope)))]),
        YamlScalar { IsPlain: true } scalar when CoreSchema.AsValue(scalar.Value) is { Kind: not ValueKind.Text } value => new ValueSource.Fixed(value),
        _ => new ValueSource.Text(scope.Template(node, "a value of 'set'") ?? scope.NoText),
    };
}

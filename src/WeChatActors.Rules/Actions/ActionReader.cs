namespace WeChatActors.Rules;

/// <summary>Reads the actions of a rule.</summary>
internal static class ActionReader
{
    /// <summary>What actions there are: each is known by one of these keys.</summary>
    public static readonly string[] Kinds = ActionShapes.KindNames;

    /// <summary>All keys of an action.</summary>
    public static readonly string[] Keys = ActionShapes.Action.Names;

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
        if (YamlFields.Read(node, scope.Findings, "an action", Keys) is not { } fields) return;
        YamlEntry? first = null;
        foreach (var entry in fields.Map.Entries)
        {
            if (Array.IndexOf(Kinds, entry.Key.Value) < 0) continue;
            if (first is not null)
                scope.Findings.Error(entry.Key, $"'{entry.Key.Value}' stands beside '{first.Key.Value}' in one action, expected an item of the list for each.");
            else
                first = entry;
        }

        Beside(fields, "then", first, scope, "if");
        Beside(fields, "else", first, scope, "if", "switch", "send");
        Beside(fields, "cases", first, scope, "switch");
        Beside(fields, "as", first, scope, "send");
        switch (first?.Key.Value)
        {
            case "reply": actions.Add(Reply(first, scope)); break;
            case "send": actions.Add(SendReader.Read(first, fields, scope)); break;
            case "later": actions.Add(LaterReader.Read(first, scope)); break;
            case "http": if (CallReader.Http(first, scope) is { } http) actions.Add(http); break;
            case "llm": if (CallReader.Llm(first, scope) is { } llm) actions.Add(llm); break;
            case "tag": FollowerReader.Tags(first.Value, scope, actions); break;
            case "remark": actions.Add(FollowerReader.Remark(first.Value, scope)); break;
            case "pause": actions.Add(FollowerReader.Pause(first.Value, scope)); break;
            case "dialog": Dialog(first.Value, scope, actions); break;
            case "end": actions.Add(End(first.Value, scope)); break;
            case "set": Set(first.Value, scope, actions); break;
            case "unset": Unset(first.Value, scope, actions); break;
            case "if": actions.Add(If(fields, first, scope)); break;
            case "switch": actions.Add(SwitchReader.Read(first, fields, scope)); break;
            case "metric": if (ReportReader.Metric(first.Value, scope) is { } metric) actions.Add(metric); break;
            case "log": actions.Add(ReportReader.Log(first.Value, scope)); break;
            case null when fields.Map.Entries.IsEmpty: scope.Findings.Error(node, $"the action is empty, expected one of: {string.Join(", ", Kinds)}."); break;
        }
    }

    // A key that belongs to others.
    private static void Beside(YamlFields fields, string key, YamlEntry? first, RuleScope scope, params ReadOnlySpan<string> kinds)
    {
        if (fields.Map.Find(key) is not { } alone || (first is not null && kinds.Contains(first.Key.Value))) return;
        scope.Findings.Error(alone.Key, $"'{key}' stands without '{string.Join("' or '", kinds!)}', expected both in one action.");
    }

    /// <summary>Reads what stands under <c>reply</c>.</summary>
    public static ReplyAction Reply(YamlEntry entry, RuleScope scope)
    {
        var reply = new ReplyAction(ReplyReader.Read(entry.Value, scope));
        scope.Replied = true;
        return reply;
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
        scope.Replied = before || (afterThen && scope.Replied);
        return new(test, new(Way("then", "the condition holds"), then), new(Way("else", "the condition does not hold"), @else));

        BranchInfo Way(string key, string unwritten) => fields.Map.Find(key) is { } entry ? scope.Branch(entry.Key, $"'{key}'") : scope.Branch(condition.Key, unwritten);
    }

    private static void Dialog(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        if (node is not YamlScalar { IsNull: false } name) scope.Findings.Error(node, $"{node.Described} stands at 'dialog', expected the name of a dialog.");
        else if (scope.Builder.Dialogs.Known(name, scope.Findings)) actions.Add(new OpenDialogAction(name.Value));
    }

    private static EndDialogAction End(YamlNode node, RuleScope scope)
    {
        if (node is not YamlScalar { IsPlain: true } scalar || CoreSchema.AsBool(scalar.Value) is not true)
            scope.Findings.Error(node, $"{node.Described} stands at 'end', expected true.");
        return new();
    }

    private static void Set(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        if (node is not YamlMap { Entries.IsEmpty: false } map)
        {
            scope.Findings.Error(node, $"{node.Described} stands at 'set', expected a map from names to values.");
            return;
        }

        foreach (var (key, value) in map.Entries)
        {
            if (!Variable(key, scope, sets: true)) continue;
            scope.Builder.Variants.AddVariable(key.Value, value);
            actions.Add(new SetAction(key.Value, ValueReader.Read(value, scope, "a value of 'set'")));
        }
    }

    private static void Unset(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        foreach (var name in YamlRead.Texts(node, scope.Findings, "'unset'"))
            if (Variable(name, scope)) actions.Add(new UnsetAction(name.Value));
    }

    private static bool Variable(YamlScalar name, RuleScope scope, bool sets = false)
    {
        if (Array.IndexOf(RootNames.OfUser, name.Value) >= 0)
            scope.Findings.Error(name, $"'{name.Value}' is kept by the engine, expected a name of your own.");
        else if (RootNames.CheckName(name, name.Value, scope.Findings))
        {
            scope.Builder.KnownVariables.Add(name.Value);
            if (sets) scope.Builder.SetsVariable(name);
            return true;
        }

        return false;
    }
}

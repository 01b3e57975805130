namespace WeChatActors.Rules;

/// <summary>Reads one rule, in its full form or in one line.</summary>
internal static class RuleReader
{
    private const int MaxPriority = 1_000_000;

    /// <summary>All keys of a rule.</summary>
    public static readonly string[] Keys = RuleShapes.Rule.Names;

    public static CompiledRule? Read(YamlNode node, string path, ScriptBuilder builder, Dictionary<string, Place> ids)
    {
        if (YamlFields.Read(node, builder.Findings, "a rule", Keys) is not { } fields) return null;
        var scope = new RuleScope(builder, path, ResultNames.In(fields.Find("do"))) { HasId = fields.Find("id") is not null };
        var condition = Condition(fields, scope);
        (scope.Reach, scope.OpensNoWindow) = (condition.Reach, condition.OpensNoWindow);
        if (condition.Reach == Reach.None)
            builder.Findings.Warning(node, "contradiction", scope.Leads.Count == 0
                ? "this rule never runs, because its conditions ask for a message and an event at once."
                : "this rule never runs, because its conditions ask for a packet, and none comes when the window closes.");
        scope.Owner = Id(fields, path, builder.Findings, ids);
        if (fields.Find("tests") is { } tests) builder.Tests.Add(tests, scope.Owner, path);
        var rule = new CompiledRule(
            new(scope.Owner, path, node.Line),
            node.Place,
            fields.Whole("priority", -MaxPriority, MaxPriority, 0),
            fields.Bool("continue", false),
            condition,
            Actions(fields, scope))
        {
            Laters = scope.Laters,
            Leads = [.. scope.Leads],
            Busy = DefaultsReader.Busy(fields),
            Slow = DefaultsReader.Slow(fields),
            Placeholder = fields.Find("placeholder") is { } text ? DefaultsReader.ReadPlaceholder(text, new(builder, path, DefaultsReader.PlaceholderNames) { HasBrokenRegex = scope.HasBrokenRegex, Groups = scope.Groups }) : null,
            CallPlaces = scope.CallPlaces,
        };
        scope.Check();
        return rule;
    }

    private static Condition Condition(YamlFields fields, RuleScope scope)
    {
        YamlEntry? direct = null;
        foreach (var entry in fields.Map.Entries)
            if (Array.IndexOf(ConditionReader.Keys, entry.Key.Value) >= 0) direct ??= entry;
        if (fields.Find("when") is { } when)
        {
            if (direct is not null)
                scope.Findings.Error(direct.Key, $"'{direct.Key.Value}' stands beside 'when', expected all conditions inside 'when'.");
            return ConditionReader.ReadMap(when, scope, "'when'");
        }

        if (direct is not null) return ConditionReader.Read(fields.Map, scope);
        if (!fields.HasUnknown) scope.Findings.Error(fields.Map, "the rule has no condition, expected 'when' or a condition such as 'exact'; 'default: true' catches everything.");
        return new DefaultCondition();
    }

    private static RuleAction[] Actions(YamlFields fields, RuleScope scope)
    {
        var reply = fields.Map.Find("reply");
        if (fields.Map.Find("do") is { } actions)
        {
            if (reply is not null) scope.Findings.Error(reply.Key, "'reply' stands beside 'do', expected the reply among the actions of 'do'.");
            return ActionReader.ReadAll(actions.Value, scope);
        }

        if (reply is not null) return [ActionReader.Reply(reply, scope)];
        if (!fields.HasUnknown) scope.Findings.Error(fields.Map, "the rule does nothing, expected 'reply' or 'do'.");
        return [];
    }

    // Without an id a rule is known by its place; a second one on the same line adds its column.
    private static string Id(YamlFields fields, string path, Findings findings, Dictionary<string, Place> ids)
    {
        var at = fields.Map;
        if (fields.Find("id") is { } node)
        {
            var id = fields.Text("id");
            if (id is null) return "";
            if (!IsId(id)) findings.Error(node, $"{node.Described} is not an id, expected 1 to 64 letters, digits, '-', '_' or '.'.");
            else if (!ids.TryAdd(id, node.Place)) findings.Error(node, $"the id '{id}' is taken by the rule at {ids[id].File}:{ids[id].Line}, expected another.");
            return id;
        }

        var place = $"{path}:{at.Line}";
        if (!ids.TryAdd(place, at.Place)) ids.TryAdd(place = $"{path}:{at.Line}:{at.Column}", at.Place);
        return place;
    }

    /// <summary>Whether a text can name a rule or a dialog.</summary>
    public static bool IsId(string id)
    {
        if (id.Length is 0 or > 64) return false;
        foreach (var c in id)
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        return true;
    }
}

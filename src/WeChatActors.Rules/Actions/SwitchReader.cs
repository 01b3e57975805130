namespace WeChatActors.Rules;

/// <summary>Reads what stands under <c>switch</c>, <c>cases</c> and <c>else</c>.</summary>
internal static class SwitchReader
{
    private const int MaxValues = 1000;

    public static SwitchAction Read(YamlEntry entry, YamlFields fields, RuleScope scope)
    {
        var subject = scope.Expression(entry.Value, "'switch'");
        if (fields.Find("cases") is null && !fields.HasUnknown) scope.Findings.Error(entry.Key, "'switch' stands without 'cases', expected a map from values to actions beside it.");
        var (before, always) = (scope.Replied, true);
        var cases = new List<SwitchCase>();
        foreach (var (at, values, actions) in fields.Find("cases") is { } node ? Cases(node, scope) : [])
            cases.Add(new(values, new(scope.Branch(at, $"the case {at.Described}"), actions is null ? [] : Branch(actions))));
        var @else = fields.Map.Find("else") is { } otherwise
            ? new ActionBranch(scope.Branch(otherwise.Key, "'else'"), Branch(otherwise.Value))
            : new(scope.Branch(entry.Key, "no case fits"), []);
        // Only what every branch does is certain afterwards.
        scope.Replied = before || (always && fields.Find("else") is not null);
        return new(subject, [.. cases], @else);

        RuleAction[] Branch(YamlNode node)
        {
            scope.Replied = before;
            var actions = ActionReader.ReadAll(node, scope);
            always &= scope.Replied;
            return actions;
        }
    }

    // A map from values to actions, or a list of {is, do} where a case has several values.
    private static List<(YamlNode At, Value[] Values, YamlNode? Actions)> Cases(YamlNode node, RuleScope scope)
    {
        var seen = new List<(Value Value, YamlNode At)>();
        var cases = new List<(YamlNode, Value[], YamlNode?)>();
        switch (node)
        {
            case YamlMap { Entries.IsEmpty: false } map:
                foreach (var (key, actions) in map.Entries) cases.Add((key, Values(key, scope, seen), actions));
                break;
            case YamlList { Items.IsEmpty: false } list:
                foreach (var item in list.Items)
                {
                    if (YamlFields.Read(item, scope.Findings, "a case", ActionShapes.Case.Names) is not { } fields) continue;
                    var values = fields.Require("is");
                    cases.Add((First(values) ?? item, values is null ? [] : Values(values, scope, seen), fields.Require("do")));
                }

                break;
            default:
                scope.Findings.Error(node, $"{(node is YamlScalar ? node.Described : "an empty " + (node is YamlMap ? "map" : "list"))} stands at 'cases', expected a map from values to actions, or a list of maps with 'is' and 'do'.");
                break;
        }

        return cases;
    }

    // What reports name the case by.
    private static YamlNode? First(YamlNode? values) => values is YamlList { Items: [var first, ..] } ? first : values;

    private static Value[] Values(YamlNode node, RuleScope scope, List<(Value Value, YamlNode At)> seen)
    {
        var values = new List<Value>();
        if (node is YamlList { Items.IsEmpty: true }) scope.Findings.Error(node, "an empty list stands at 'is', expected at least one value.");
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (item is not YamlScalar scalar)
            {
                scope.Findings.Error(item, $"{item.Described} stands at 'is', expected a value or a list of values.");
                continue;
            }

            if (scalar.Value.Contains("{{", StringComparison.Ordinal))
                scope.Findings.Warning(scalar, "literal-braces", "{{ }} is not evaluated here, the value is compared as it is; 'if' compares with expressions.");
            var value = YamlRead.Value(scalar);
            if (seen.FindIndex(other => Operators.Same(other.Value, value)) is >= 0 and var at)
                scope.Findings.Error(scalar, $"the case {scalar.Described} stands here again, it is already on line {seen[at].At.Line}.");
            else if (seen.Count == MaxValues)
                scope.Findings.Error(scalar, $"this is one value too many, expected at most {MaxValues} in one 'switch'.");
            if (seen.Count <= MaxValues) seen.Add((value, scalar));
            values.Add(value);
        }

        return [.. values];
    }
}

using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads what stands under <c>later</c>.</summary>
internal static class LaterReader
{
    public static LaterAction Read(YamlEntry entry, RuleScope scope)
    {
        // Its number is that of its place in the file, so it comes before those inside it.
        var index = scope.AddLater();
        var never = new LaterAction(index, new LiteralExpression(default), isMoment: false);
        if (!scope.HasId)
            scope.Findings.Warning(entry.Key, "unnamed-later", "a rule with 'later' has no id; its timers are known by the rule's line and go astray when lines are added above it, so give it an 'id'.");
        if (YamlFields.Read(entry.Value, scope.Findings, "'later'", ActionShapes.Later.Names) is not { } fields) return never;
        var unless = fields.Find("unless") is { } condition ? scope.Expression(condition, "'unless'") : null;
        if (fields.Require("do") is { } actions) scope.SetLater(index, new(unless, scope.InTimer(() => ActionReader.ReadAll(actions, scope))));
        var after = fields.Map.Find("after");
        var at = fields.Map.Find("at");
        if (after is not null && at is not null) scope.Findings.Error(at.Key, "'at' stands beside 'after', expected one of the two.");
        if (after is null && at is null && !fields.HasUnknown) scope.Findings.Error(fields.Map, "'later' does not say when, expected 'after' or 'at'.");
        return after is not null ? new(index, After(after.Value, scope), isMoment: false)
            : at is not null ? new(index, At(at.Value, scope), isMoment: true)
            : never;
    }

    private static Expression After(YamlNode node, RuleScope scope)
    {
        if (node is YamlScalar scalar && DurationReader.Parse(scalar.Value) is not null)
            return new LiteralExpression(DurationReader.Read(node, scope.Findings, "'after'", LaterAction.Shortest, LaterAction.Longest) is { } time ? Value.Of(time) : default);
        var expression = scope.Expression(node, "'after'");
        if (expression is LiteralExpression { Value: { IsNull: false, Kind: not ValueKind.Duration } })
            scope.Findings.Error(node, $"{node.Described} stands at 'after', expected a time such as 40s, 30m or 2h, or an expression that gives one.");
        return expression;
    }

    private static Expression At(YamlNode node, RuleScope scope)
    {
        if (node is YamlScalar scalar)
        {
            if (TimeOnly.TryParseExact(scalar.Value, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, default, out var time)) return new LiteralExpression(Value.Of(time));
            if (DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day)) return new LiteralExpression(Value.Of(day));
        }

        var expression = scope.Expression(node, "'at'");
        if (expression is LiteralExpression { Value: { IsNull: false, Kind: not (ValueKind.Time or ValueKind.Date or ValueKind.Text) } })
            scope.Findings.Error(node, $"{node.Described} stands at 'at', expected a time such as \"20:00\", a day such as 2026-03-01, or an expression that gives one.");
        return expression;
    }
}

namespace WeChatActors.Rules;

/// <summary>Counts something for the operator's metrics.</summary>
/// <param name="name">What is counted.</param>
/// <param name="by">How much is added; null for 1.</param>
internal sealed class MetricAction(string name, Expression? by) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        if (by is null)
        {
            deciding.Steps.Add(new RuleStep.Count(name, 1));
            return true;
        }

        deciding.Evaluation.Refill();
        if (by.Eval(deciding.Evaluation).AsNumber is { } amount and >= 0) deciding.Steps.Add(new RuleStep.Count(name, (double)amount));
        else deciding.Note($"'{name}' was not counted, because 'by' gave no number from 0 up.");
        return true;
    }
}

/// <summary>Notes something for the operator.</summary>
internal sealed class LogAction(Template text) : RuleAction
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxLength = 500;

    public override bool Run(Deciding deciding)
    {
        var note = text.Render(deciding.Evaluation);
        if (note.Length > MaxLength) note = note[..(char.IsHighSurrogate(note[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        if (note.Length > 0) deciding.Note(note.ReplaceLineEndings(" "));
        return true;
    }
}

/// <summary>Reads what stands under <c>metric</c> and <c>log</c>.</summary>
internal static class ReportReader
{
    /// <summary>Reads a metric: its name, or <c>name</c> and <c>by</c>; null when it has no name.</summary>
    public static MetricAction? Metric(YamlNode node, RuleScope scope)
    {
        if (node is not YamlMap) return Name(node, scope, "'metric'") is { } only ? new(only, null) : null;
        if (YamlFields.Read(node, scope.Findings, "'metric'", ActionShapes.Metric.Names) is not { } fields) return null;
        var name = fields.Require("name") is { } named ? Name(named, scope, "'name'") : null;
        var by = fields.Find("by") is { } amount ? By(amount, scope) : null;
        return name is null ? null : new(name, by);
    }

    private static string? Name(YamlNode node, RuleScope scope, string what)
    {
        if (YamlRead.Text(node, scope.Findings, what) is not { } name) return null;
        if (!name.Contains("{{", StringComparison.Ordinal)) return RootNames.CheckName(node, name, scope.Findings) ? name : null;
        scope.Findings.Error(node, $"{{{{ }}}} is not evaluated at {what}, expected a name that is always the same; count different things by 'switch'.");
        return null;
    }

    private static Expression By(YamlNode node, RuleScope scope)
    {
        var by = scope.Expression(node, "'by'");
        if (by is LiteralExpression { Value: { IsNull: false } value } && value.AsNumber is not >= 0)
            scope.Findings.Error(node, $"{node.Described} stands at 'by', expected a number from 0 up or an expression that gives one.");
        return by;
    }

    /// <summary>Reads a note.</summary>
    public static LogAction Log(YamlNode node, RuleScope scope)
    {
        var text = scope.Template(node, "'log'") ?? scope.NoText;
        if (text.Constant is { } constant && node is YamlScalar)
        {
            if (string.IsNullOrWhiteSpace(constant)) scope.Findings.Error(node, "'log' is empty, expected text.");
            else if (constant.Length > LogAction.MaxLength) scope.Findings.Error(node, $"the note has {constant.Length} characters, expected at most {LogAction.MaxLength}.");
        }

        return new(text);
    }
}

using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What is known while one rule is read: where mistakes go, what its condition lets through, what it has replied.</summary>
internal sealed class RuleScope(ScriptBuilder builder)
{
    private readonly List<(Place Place, string Name)> _groupReads = [];

    public ScriptBuilder Builder => builder;

    public Findings Findings => builder.Findings;

    /// <summary>Groups that the regexes of the rule have.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a regex could not be read, so that its groups are unknown.</summary>
    public bool HasBrokenRegex { get; set; }

    /// <summary>Which packets the rule can run for; set once its condition is read.</summary>
    public Reach Reach { get; set; } = Reach.All;

    /// <summary>The reply that has certainly been given at this point of the actions; null when none has.</summary>
    public YamlScalar? Replied { get; set; }

    /// <summary>A text that stands in for one that could not be read.</summary>
    public Template NoText => Rules.Template.Parse("", new Scope(this, null!));

    /// <summary>Compiles a text with expressions in it; null when the node is no text.</summary>
    public Template? Template(YamlNode node, string what) =>
        YamlRead.Text(node, Findings, what) is { } text ? Rules.Template.Parse(text, new Scope(this, node)) : null;

    /// <summary>Compiles an expression; null stands in for one with a mistake.</summary>
    public Expression Expression(YamlNode node, string what)
    {
        if (node is YamlScalar { IsNull: false } scalar)
            return ExpressionParser.Parse(scalar.Value, new Scope(this, node)) ?? new LiteralExpression(default);
        Findings.Error(node, $"{node.Described} stands at {what}, expected an expression.");
        return new LiteralExpression(default);
    }

    /// <summary>Notes a reply, and that a second on the same path is never sent.</summary>
    public void Replies(YamlScalar key)
    {
        if (Replied is { } first) Findings.Warning(key, $"this reply is never sent, because the one on line {first.Line} comes before it and a packet has one reply.");
        else Replied = key;
    }

    /// <summary>Warns when the rule runs for events only.</summary>
    public void OnlyForMessages(YamlScalar kind)
    {
        if (Reach == Reach.Events) Findings.Warning(kind, $"'{kind.Value}' answers messages only, but this rule runs for events only.");
    }

    /// <summary>Warns of groups that no regex of the rule has.</summary>
    public void CheckGroups()
    {
        if (HasBrokenRegex) return;
        foreach (var (place, name) in _groupReads)
        {
            if (Groups.Contains(name)) continue;
            Findings.Warning(place, Groups.Count == 0
                ? $"m has no '{name}', it is null; the rule has no regex."
                : $"m has no '{name}', it is null{Nearest.Hint(name, [.. Groups])}{(Nearest.To(name, [.. Groups]) is null ? ";" : "")} groups of the rule: {string.Join(", ", Groups.Order(StringComparer.Ordinal))}.");
        }
    }

    private sealed class Scope(RuleScope rule, YamlNode node) : ExpressionScope
    {
        public override ImmutableDictionary<string, Value> Vars => rule.Builder.Vars;

        public override void Error(int offset, string message) => rule.Findings.Error(At(offset), message);

        public override void Warning(int offset, string message) => rule.Findings.Warning(At(offset), message);

        public override void ReadsVariable(int offset, string name) => rule.Builder.ReadsVariable(At(offset), name);

        public override void ReadsGroup(int offset, string name) => rule._groupReads.Add((At(offset), name));

        public override ulong Site(int offset) => rule.Builder.Site(At(offset));

        private Place At(int offset) => node is YamlScalar scalar ? scalar.PlaceOf(offset) : node.Place;
    }
}

using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests;

/// <summary>Loads rules and asks them, in few words.</summary>
internal static class Rulebook
{
    /// <summary>A script from rules that must be free of errors; the version is put in front.</summary>
    public static Script Of(string yaml)
    {
        var load = Load(yaml);
        return load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
    }

    public static ScriptLoad Load(string yaml) => ScriptFile.Parse("version: 1\n" + yaml, "t.yaml");

    /// <summary>The findings of rules as <see cref="Shown"/>, with the version on line 1.</summary>
    public static string[] Findings(string yaml) => [.. Load(yaml).Findings.Select(Shown)];

    /// <summary>A finding in which the lists of all keys, which grow with the language, are given by their names.</summary>
    public static string Shown(Finding finding) => finding.ToString()
        .Replace(string.Join(", ", RuleReader.Keys), "%keys of a rule%", StringComparison.Ordinal)
        .Replace(string.Join(", ", ActionReader.Keys), "%keys of actions%", StringComparison.Ordinal)
        .Replace(string.Join(", ", ActionReader.Kinds), "%actions%", StringComparison.Ordinal)
        .Replace(string.Join(", ", ConditionReader.Keys), "%conditions%", StringComparison.Ordinal);

    /// <summary>The one finding of rules.</summary>
    public static string Finding(string yaml) => Assert.Single(Findings(yaml));

    public static Decision Hears(this Script script, Packet packet, UserView? user = null, ulong seed = 1, DateTimeOffset? now = null) =>
        script.Decide(Packets.Input(packet, user, now, seed));

    /// <summary>What it answers to a text; null for nothing.</summary>
    public static string? Says(this Script script, string text, UserView? user = null) => Text(script.Hears(Packets.Text(text), user));

    public static string? Text(Decision decision) => (decision.Reply as TextReply)?.Content;

    /// <summary>The value of an expression for a packet.</summary>
    public static Value Eval(string expression, Packet? packet = null, UserView? user = null, DateTimeOffset? now = null, ulong seed = 1)
    {
        var script = Of($"vars: {{shop: 晨光书店, open: true, sizes: [1, 2, 3], price: {{small: 9.5}}}}\nrules:\n  - default: true\n    do: [{{set: {{x: {Quoted("{{ " + expression + " }}")}}}}}]\n");
        return script.Decide(Packets.Input(packet ?? Packets.Text("hi"), user, now, seed)).Variables.GetValueOrDefault("x");
    }

    /// <summary>A YAML scalar in single quotes.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

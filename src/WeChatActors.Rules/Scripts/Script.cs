using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Compiled rules: immutable, safe for any number of threads.</summary>
public sealed class Script
{
    private readonly CompiledRule[] _rules;
    private readonly RuleIndex _index;

    internal Script(string hash, CompiledRule[] rules, Menu? menu)
    {
        Hash = hash;
        Menu = menu;
        _rules = rules;
        _index = new(Array.ConvertAll(rules, rule => rule.Condition));
        Rules = [.. rules.Select(rule => rule.Info)];
    }

    /// <summary>SHA-256 over the names and contents of all files, 64 lower-case hex digits: the same files, the same script.</summary>
    public string Hash { get; }

    /// <summary>The rules in the order in which they are tried.</summary>
    public ImmutableArray<RuleInfo> Rules { get; }

    /// <summary>The custom menu of the account; null when the files define none.</summary>
    public Menu? Menu { get; }

    /// <summary>What the file says about all its rules.</summary>
    public ScriptDefaults Defaults { get; init; } = ScriptDefaults.Usual;

    /// <summary>How long before the window closes rules want to act, each once, longest first; empty as a rule.</summary>
    public ImmutableArray<TimeSpan> WindowLeads { get; init; } = [];

    /// <summary>Files beside the rules that messages name, each once, by path; empty as a rule.</summary>
    public ImmutableArray<LocalFile> Files { get; init; } = [];

    /// <summary>The text that stands in for an answer which takes too long.</summary>
    /// <param name="input">The packet that waits, and all that the text may name.</param>
    /// <param name="link">The address of the page that shows the answer; null when there is none.</param>
    public string Placeholder(in RuleInput input, string? link) =>
        link is not null || Defaults.Pull.IsEmpty
            ? $"正在想…… 结果在这里：{link}"
            : $"正在想“{input.Packet?.Text}”…… 稍后回复“{Defaults.Pull[0]}”看结果";

    /// <summary>Decides about one packet: tries the rules by priority and file order and runs the first that holds, and those
    /// after it when it says <c>continue</c>.</summary>
    /// <param name="input">The packet and all that rules may look at.</param>
    /// <returns>The decision; without rules when none held.</returns>
    /// <remarks>Pure: the same input gives the same decision, on any thread. Never throws for anything a packet holds.</remarks>
    public Decision Decide(in RuleInput input) => Decide(input, out _);

    /// <summary>Decides, and says how many rules were looked at.</summary>
    internal Decision Decide(in RuleInput input, out int tried)
    {
        tried = 0;
        var deciding = Deciding.Begin(input);
        _index.Collect(deciding);
        CompiledRule? first = null;
        while (deciding.Candidates.Next(out var position))
        {
            tried++;
            var rule = _rules[position];
            deciding.Evaluation.Matches.Clear();
            deciding.Evaluation.HitLimit = false;
            if (!rule.Condition.Holds(deciding)) continue;
            if (first is not null) deciding.Ran.Add(rule.Id);
            first ??= rule;
            Run(rule, deciding);
            if (!rule.Continue) break;
        }

        var decision = new Decision(
            first is null ? [] : deciding.Ran.Count == 0 ? first.JustId : [first.Id, .. deciding.Ran],
            deciding.Reply,
            deciding.Evaluation.Variables,
            deciding.Notes.Count == 0 ? [] : [.. deciding.Notes]);
        deciding.End();
        return decision;
    }

    private static void Run(CompiledRule rule, Deciding deciding)
    {
        deciding.Rule = rule;
        foreach (var action in rule.Actions) action.Run(deciding);
        if (deciding.Evaluation.HitLimit)
            deciding.Note($"an expression was cut short, at {Evaluation.MaxSteps} steps or {Evaluation.MaxText} characters.");
    }
}

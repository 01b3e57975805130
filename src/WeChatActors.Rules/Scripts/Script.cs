using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Compiled rules: immutable, safe for any number of threads.</summary>
public sealed partial class Script
{
    private readonly CompiledRule[] _rules;
    private readonly RuleIndex _index;
    private readonly Template _placeholder;

    // Rules with timers by their ids, and by each lead the rules that want to act so long before the window closes.
    private readonly Dictionary<string, CompiledRule> _timed = new(StringComparer.Ordinal);
    private readonly Dictionary<TimeSpan, int[]> _closing = [];

    // Rules with a placeholder of their own by the places of their calls.
    private readonly Dictionary<string, CompiledRule> _placeholders = new(StringComparer.Ordinal);

    internal Script(string hash, CompiledRule[] rules, Dialog[] dialogs, Menu? menu, Template placeholder)
    {
        Hash = hash;
        Menu = menu;
        _rules = rules;
        _placeholder = placeholder;
        _index = new(Array.ConvertAll(rules, rule => rule.Condition));
        Rules = [.. rules.Select(rule => rule.Info)];
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Laters.Length > 0) _timed.Add(rules[i].Id, rules[i]);
            if (rules[i].Placeholder is not null)
                foreach (var place in rules[i].CallPlaces) _placeholders.TryAdd(place, rules[i]);
            foreach (var lead in rules[i].Leads) _closing[lead] = [.. _closing.GetValueOrDefault(lead) ?? [], i];
        }

        Book = new(hash, dialogs.ToDictionary(dialog => dialog.Name, StringComparer.Ordinal));
        Dialogs = [.. dialogs.Select(dialog => dialog.Holder.Info)];
        foreach (var dialog in dialogs)
            if (dialog.Holder.Laters.Length > 0) _timed.TryAdd(dialog.Holder.Id, dialog.Holder);
        WindowLeads = [.. _closing.Keys.OrderDescending()];
    }

    /// <summary>SHA-256 over the names and contents of all files, 64 lower-case hex digits: the same files, the same script.</summary>
    public string Hash { get; }

    /// <summary>The rules in the order in which they are tried.</summary>
    public ImmutableArray<RuleInfo> Rules { get; }

    /// <summary>The custom menu of the account; null when the files define none.</summary>
    public Menu? Menu { get; }

    /// <summary>What the file says about all its rules.</summary>
    public ScriptDefaults Defaults { get; init; } = ScriptDefaults.Usual;

    /// <summary>The files it was made of, the first one first.</summary>
    public ImmutableArray<RuleSource> Sources { get; init; } = [];

    /// <summary>How long before the window closes rules want to act, each once, longest first; empty as a rule.</summary>
    public ImmutableArray<TimeSpan> WindowLeads { get; }

    /// <summary>Files beside the rules that messages name, each once, by path; empty as a rule.</summary>
    public ImmutableArray<LocalFile> Files { get; init; } = [];

    /// <summary>The tests that stand beside rules and dialogs, in the order of the files; empty as a rule.</summary>
    public ImmutableArray<RuleTest> Tests { get; init; } = [];

    /// <summary>The calls that actions make, in the order of the files.</summary>
    public ImmutableArray<CallSite> CallSites { get; init; } = [];

    /// <summary>The replies that may come out otherwise for the same packet, in the order of the files; empty as a rule.</summary>
    public ImmutableArray<ReplyVariants> Variants { get; init; } = [];

    /// <summary>Whether the files say of a warning that their authors know of it.</summary>
    public bool Ignores(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Ignored?.Ignores(finding) is true;
    }

    internal LintComments? Ignored { get; init; }

    /// <summary>The ways that actions may go, in the order of the files.</summary>
    public ImmutableArray<BranchInfo> Branches { get; init; } = [];

    /// <summary>The text that stands in for an answer which takes too long.</summary>
    /// <param name="input">The packet that waits, and all that the text may name.</param>
    /// <param name="link">The address of the page that shows the answer; null when there is none.</param>
    /// <param name="call">The call that the answer waits for, whose rule may have a placeholder of its own; null when the packet waits for its turn.</param>
    public string Placeholder(in RuleInput input, string? link, CallOrder? call = null)
    {
        var rule = call is null ? null : _placeholders.GetValueOrDefault(call.Place);
        var deciding = Deciding.Begin(input with { Trace = null });
        // The groups of its regexes are found again for it.
        if (deciding.Packet is not null) rule?.Condition.Rematch(deciding);
        deciding.Evaluation.Into = deciding.Evaluation.Into.SetItem("link", link).SetItem("pull", Defaults.Pull.IsEmpty ? Value.Null : Value.Of(Defaults.Pull[0]));
        var text = (rule?.Placeholder ?? _placeholder).Render(deciding.Evaluation);
        deciding.End();
        return text;
    }

    /// <summary>Decides about one packet: tries the rules by priority and file order and runs the first that holds, and those
    /// after it when it says <c>continue</c>. Or about what <see cref="RuleInput.Start"/> names instead of a packet.</summary>
    /// <param name="input">The packet and all that rules may look at.</param>
    /// <returns>The decision; without rules when none held.</returns>
    /// <remarks>Pure: the same input gives the same decision, on any thread. Never throws for anything a packet or a result holds. With one
    /// more result the decision goes on where it waited: its steps begin with those it had before.</remarks>
    public Decision Decide(in RuleInput input) => Decide(input, out _);

    /// <summary>Decides, and says how many rules were looked at.</summary>
    internal Decision Decide(in RuleInput input, out int tried)
    {
        tried = 0;
        var deciding = Deciding.Begin(input);
        deciding.Dialogs = Book;
        CompiledRule? first;
        if (input.Start is RuleStart.Later later)
        {
            first = RunLater(later, deciding);
        }
        else if (input.Start is RuleStart.DialogDue)
        {
            first = MeetDialogDue(deciding);
        }
        else if (input is { Start: null, Packet: not null, User.Dialog: { } open })
        {
            first = MeetDialog(open, deciding, ref tried);
        }
        else
        {
            if (input.Start is RuleStart.WindowClosing closing) deciding.Candidates.Add(_closing.GetValueOrDefault(closing.Lead) ?? []);
            else if (input.Packet is not null) Collect(deciding);
            first = TryRules(deciding, ref tried);
        }

        var decision = new Decision(
            first is null ? [] : deciding.Ran.Count == 0 ? first.JustId : [first.Id, .. deciding.Ran],
            deciding.Reply,
            deciding.Evaluation.Variables,
            deciding.Notes.Count == 0 ? [] : [.. deciding.Notes])
        {
            Steps = deciding.Steps.Count == 0 ? [] : [.. deciding.Steps],
            Call = deciding.Call,
            Into = deciding.Into,
            Exchange = deciding.Exchange,
            Dialog = deciding.Dialog,
            Aside = deciding.Aside,
            IsSecret = deciding.IsSecret,
            Busy = deciding.Rule?.Busy ?? Defaults.Busy,
            Slow = deciding.Rule?.Slow ?? Defaults.Slow,
        };
        deciding.End();
        return decision;
    }

    // The rules that can hold for the packet; all of them when somebody wants to know why they do not.
    private void Collect(Deciding deciding)
    {
        if (deciding.Trace is { Explains: true }) deciding.Candidates.Add([.. Enumerable.Range(0, _rules.Length)]);
        else _index.Collect(deciding);
    }

    private CompiledRule? TryRules(Deciding deciding, ref int tried)
    {
        CompiledRule? first = null;
        while (deciding.Candidates.Next(out var position))
        {
            tried++;
            var rule = _rules[position];
            deciding.Evaluation.Matches.Clear();
            deciding.Evaluation.HitLimit = false;
            if (!rule.Condition.Holds(deciding))
            {
                deciding.Trace?.Passed(rule, deciding);
                continue;
            }

            deciding.Trace?.Ran(rule.Info);
            if (first is not null) deciding.Ran.Add(rule.Id);
            first ??= rule;
            deciding.BeginRule(rule, ImmutableDictionary<string, Value>.Empty);
            if (!Run(rule.Actions, deciding) || !rule.Continue) break;
        }

        return first;
    }

    private CompiledRule? RunLater(RuleStart.Later later, Deciding deciding)
    {
        if (!_timed.TryGetValue(later.Rule, out var rule) || (uint)later.Index >= (uint)rule.Laters.Length)
        {
            deciding.Notes.Add($"rule '{later.Rule}' is gone or does nothing later any more, so its timer did nothing.");
            return null;
        }

        // The follower may have changed since the condition held; then only the groups of its regexes are found again.
        if (deciding.Packet is not null && !rule.Condition.Holds(deciding))
        {
            deciding.Evaluation.Matches.Clear();
            rule.Condition.Rematch(deciding);
        }

        deciding.Evaluation.HitLimit = false;
        deciding.BeginRule(rule, later.Into);
        var part = rule.Laters[later.Index];
        deciding.Evaluation.Refill();
        if (part.Unless?.Eval(deciding.Evaluation).IsTrue is true) return null;
        deciding.Trace?.Ran(rule.Info);
        Run(part.Actions, deciding);
        return rule;
    }

    // Whether the actions came to their end; they have not while they wait for a call.
    private static bool Run(RuleAction[] actions, Deciding deciding)
    {
        var ended = RuleAction.RunAll(actions, deciding);
        deciding.NoteLimits();
        return ended;
    }
}

namespace WeChatActors.Rules;

/// <summary>Notes what decisions go through: which rules and branches ran, and, when it explains, why rules that were tried did not. One may
/// follow any number of decisions, one after the other. Not for several threads.</summary>
/// <param name="explains">Whether it notes why rules did not hold: then every rule is tried by itself, which costs as much as there are rules.</param>
public sealed class DecisionTrace(bool explains = false)
{
    private readonly HashSet<string> _ran = new(StringComparer.Ordinal);
    private readonly HashSet<BranchInfo> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly List<TriedRule> _tried = [];

    /// <summary>Whether it notes why rules did not hold.</summary>
    public bool Explains => explains;

    /// <summary>Ids of the rules that ran in any decision, and of dialogs as <c>dialog:NAME</c>.</summary>
    public IReadOnlySet<string> RulesRan => _ran;

    /// <summary>What the last decision tried, in the order of trying; empty unless it <see cref="Explains"/>.</summary>
    public IReadOnlyList<TriedRule> Tried => _tried;

    /// <summary>Whether a branch was taken in any decision.</summary>
    public bool WasTaken(BranchInfo branch) => _taken.Contains(branch);

    /// <summary>Takes over what another one noted of all its decisions.</summary>
    public void Add(DecisionTrace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _ran.UnionWith(other._ran);
        _taken.UnionWith(other._taken);
    }

    /// <summary>Forgets what was tried last; every decision begins so.</summary>
    public void Begin() => _tried.Clear();

    /// <summary>A rule ran.</summary>
    internal void Ran(RuleInfo rule)
    {
        _ran.Add(rule.Id);
        if (explains) _tried.Add(new(rule, null));
    }

    /// <summary>A dialog was opened, or ran actions.</summary>
    internal void Dialog(RuleInfo dialog) => _ran.Add(dialog.Id);

    /// <summary>An open dialog heard a packet before the rules.</summary>
    internal void Heard(RuleInfo dialog, Heard heard)
    {
        _ran.Add(dialog.Id);
        if (explains) _tried.Add(new(dialog, heard switch { Rules.Heard.Taken => null, Rules.Heard.Left => "it ended and left the message to the rules", _ => "it is open, but left the message to the rules" }));
    }

    /// <summary>A rule was tried and did not hold.</summary>
    internal void Passed(CompiledRule rule, Deciding deciding)
    {
        if (explains) _tried.Add(new(rule.Info, ConditionWords.WhyNot(rule.Condition, deciding)));
    }

    /// <summary>Actions went this way.</summary>
    internal void Took(BranchInfo branch) => _taken.Add(branch);
}

/// <summary>A rule that a decision tried.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="WhyNot">Which condition did not hold, in words; null when it ran.</param>
public sealed record TriedRule(RuleInfo Rule, string? WhyNot);

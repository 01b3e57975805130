using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What is known while one rule is read: where mistakes go, what its condition lets through, what its actions have done so far.</summary>
/// <param name="builder">The script.</param>
/// <param name="file">The rule's file, relative to the folder of the first one.</param>
/// <param name="results">The names that the rule's calls give their results.</param>
internal sealed class RuleScope(ScriptBuilder builder, string file, IReadOnlySet<string> results)
{
    private readonly List<(Place Place, string Name)> _groupReads = [];
    private readonly List<LaterPart> _laters = [];
    private readonly List<(YamlScalar Key, string Into, bool HasFallback)> _calls = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal), _lookedAt = new(StringComparer.Ordinal);
    private readonly List<string> _callPlaces = [];
    private bool _inTimer;

    public ScriptBuilder Builder => builder;

    public Findings Findings => builder.Findings;

    /// <summary>The rule's file, relative to the folder of the first one.</summary>
    public string File => file;

    /// <summary>Groups that the regexes of the rule have.</summary>
    public HashSet<string> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How long before the window closes the rule wants to act.</summary>
    public SortedSet<TimeSpan> Leads { get; } = [];

    /// <summary>Whether a regex could not be read, so that its groups are unknown.</summary>
    public bool HasBrokenRegex { get; set; }

    /// <summary>Whether the rule has an id of its own.</summary>
    public bool HasId { get; init; }

    /// <summary>Whose actions are read: the rule's id, or <c>dialog:NAME</c>.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The slots of the dialog whose actions are read; empty for a rule.</summary>
    public IReadOnlySet<string> Slots { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>What the rule can run for; set once its condition is read.</summary>
    public Reach Reach { get; set; } = Reach.All;

    /// <summary>Whether the rule runs only for events that open no window; set once its condition is read.</summary>
    public bool OpensNoWindow { get; set; }

    /// <summary>Whether a reply has certainly been given at this point of the actions.</summary>
    public bool Replied { get; set; }

    /// <summary>Whether a packet's carrier may be free at this point of the actions.</summary>
    public bool HasCarrier => !_inTimer && !Replied && Reach != Reach.Closing;

    /// <summary>What the rule does later, by number.</summary>
    public LaterPart[] Laters => [.. _laters];

    /// <summary>A text that stands in for one that could not be read.</summary>
    public Template NoText => Rules.Template.Parse("", new Scope(this, null!));

    /// <summary>Compiles a text with expressions in it; null when the node is no text.</summary>
    public Template? Template(YamlNode node, string what) =>
        YamlRead.Text(node, Findings, what) is { } text ? Rules.Template.Parse(text, new Scope(this, node)) : null;

    /// <summary>Compiles what stands behind the first characters of a scalar as a text with expressions in it.</summary>
    public Template TemplateFrom(YamlScalar scalar, int start) => Rules.Template.Parse(scalar.Value[start..], new Scope(this, scalar, start));

    /// <summary>Compiles an expression; null stands in for one with a mistake.</summary>
    public Expression Expression(YamlNode node, string what)
    {
        if (node is YamlScalar { IsNull: false } scalar) return ExpressionFrom(scalar, 0);
        Findings.Error(node, $"{node.Described} stands at {what}, expected an expression.");
        return new LiteralExpression(default);
    }

    /// <summary>Compiles what stands behind the first characters of a scalar as an expression.</summary>
    public Expression ExpressionFrom(YamlScalar scalar, int start) =>
        ExpressionParser.Parse(scalar.Value[start..], new Scope(this, scalar, start, isBare: true)) ?? new LiteralExpression(default);

    /// <summary>A place for people, without the folders above the rules.</summary>
    public string ShownPlace(YamlNode node) => $"{file}:{node.Line}";

    /// <summary>Notes a way that actions may go, for reports of what was never run.</summary>
    /// <param name="at">Its key, or the action that chooses when nothing is written for it.</param>
    /// <param name="what">What it is: <c>then</c>, <c>fallback</c>, <c>case '大厅'</c>.</param>
    public BranchInfo Branch(YamlNode at, string what)
    {
        var branch = new BranchInfo(Owner, what, at.Place);
        builder.Branches.Add(branch);
        return branch;
    }

    /// <summary>Takes the next number of a <c>later</c>.</summary>
    public int AddLater()
    {
        _laters.Add(new(null, []));
        return _laters.Count - 1;
    }

    /// <summary>Says what the <c>later</c> of a number does.</summary>
    public void SetLater(int index, LaterPart part) => _laters[index] = part;

    /// <summary>The places of all calls.</summary>
    public string[] CallPlaces => [.. _callPlaces];

    /// <summary>Notes where a call stands; gives the place for people.</summary>
    public string AddCallPlace(YamlNode node)
    {
        _callPlaces.Add(ShownPlace(node));
        return _callPlaces[^1];
    }

    /// <summary>Notes a call that names its result.</summary>
    public void AddCall(YamlScalar key, string into, bool hasFallback) => _calls.Add((key, into, hasFallback));

    /// <summary>Reads actions that a timer runs.</summary>
    public T InTimer<T>(Func<T> read)
    {
        var before = (_inTimer, Replied);
        (_inTimer, Replied) = (true, false);
        var result = read();
        (_inTimer, Replied) = before;
        return result;
    }

    /// <summary>Reads actions that may not run.</summary>
    public T Perhaps<T>(Func<T> read)
    {
        var before = Replied;
        var result = read();
        Replied = before;
        return result;
    }

    /// <summary>Warns of a reply that only a packet's first answer can be, where it is none.</summary>
    public void NeedsCarrier(YamlScalar kind)
    {
        if (Reach == Reach.Events) Findings.Warning(kind, "no-carrier", $"'{kind.Value}' answers messages only, but this rule runs for events only.");
        else if (_inTimer || Reach == Reach.Closing) Findings.Warning(kind, "no-carrier", $"'{kind.Value}' is the answer to a message, and a timer answers none; it does nothing here.");
        else if (Replied) Findings.Warning(kind, "no-carrier", $"'{kind.Value}' does nothing behind another reply, because only a message's first answer can be one.");
    }

    /// <summary>Warns of groups that no regex of the rule has, and of results that nothing goes by.</summary>
    public void Check()
    {
        CheckGroups();
        foreach (var (key, into, hasFallback) in _calls)
        {
            if (!_read.Contains(into))
                Findings.Warning(key, "unread-result", $"nothing reads '{into}', the result of this call; leave 'into' out when it does not matter.");
            else if (!hasFallback && !_lookedAt.Contains(into))
                Findings.Warning(key, "unhandled-call", $"this call may fail, and nothing looks at {into}.ok; 'if: {into}.ok' with 'else' says what to do then.");
        }
    }

    private void CheckGroups()
    {
        if (HasBrokenRegex) return;
        foreach (var (place, name) in _groupReads)
        {
            if (Groups.Contains(name) || Findings.IsFull) continue;
            Findings.Warning(place, "missing-group", Groups.Count == 0
                ? $"m has no '{name}', it is null; the rule has no regex."
                : $"m has no '{name}', it is null{Nearest.Known(name, [.. Groups.Order(StringComparer.Ordinal)])}.");
        }
    }

    // Offsets count behind the characters that are left out at the start.
    private sealed class Scope(RuleScope rule, YamlNode node, int start = 0, bool isBare = false) : ExpressionScope
    {
        public override bool IsHeard => !rule.Findings.IsFull;

        public override ImmutableDictionary<string, Value> Vars => rule.Builder.Vars;

        public override IReadOnlyList<string> VarNames => rule.Builder.VarNames;

        public override IEnumerable<string> Results => rule.Results;

        public override void Error(int offset, string message) => rule.Findings.Error(At(offset), message);

        public override void Warning(int offset, string id, string message) => rule.Findings.Warning(At(offset), id, message);

        public override void ReadsAnyVariable() => rule.Builder.ReadsAnyVariable();

        public override void ReadsVariable(int offset, string name) => rule.Builder.ReadsVariable(At(offset), name);

        public override void ReadsGroup(int offset, string name) => rule._groupReads.Add((At(offset), name));

        public override bool IsResult(string name) => rule.Results.Contains(name);

        public override void ReadsResult(string name, bool looks)
        {
            rule._read.Add(name);
            if (looks || isBare) rule._lookedAt.Add(name);
        }

        public override ulong Site(int offset) => rule.Builder.Site(At(offset));

        private Place At(int offset) => node is YamlScalar scalar ? scalar.PlaceOf(offset + start) : node.Place;
    }

    private IReadOnlySet<string> Results => results;
}

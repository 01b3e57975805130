using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Says which rules can hold for a packet, without looking at the others. Rules are known by their position in the
/// order of trying.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly Dictionary<string, int[]> _scenes, _menus, _events, _types;
    private readonly (TextAutomaton Automaton, int[][] Rules)? _prefixes, _keywords;
    private readonly int[] _always;

    /// <summary>Builds it.</summary>
    /// <param name="conditions">The condition of each rule, in the order of trying.</param>
    public RuleIndex(IReadOnlyList<Condition> conditions)
    {
        var always = new List<int>();
        var lists = new Dictionary<Term, List<int>>();
        for (var rule = 0; rule < conditions.Count; rule++)
        {
            if (conditions[rule].Terms is not { } terms)
            {
                always.Add(rule);
                continue;
            }

            foreach (var term in terms)
            {
                if (!lists.TryGetValue(term, out var list)) lists.Add(term, list = []);
                if (list.Count == 0 || list[^1] != rule) list.Add(rule);
            }
        }

        _always = [.. always];
        _exact = Table(lists, TermKind.Exact).GetAlternateLookup<ReadOnlySpan<char>>();
        _scenes = Table(lists, TermKind.Scene);
        _menus = Table(lists, TermKind.Menu);
        _events = Table(lists, TermKind.Event);
        _types = Table(lists, TermKind.Type);
        _prefixes = Automaton(lists, TermKind.Prefix);
        _keywords = Automaton(lists, TermKind.Keyword);
    }

    private static Dictionary<string, int[]> Table(Dictionary<Term, List<int>> lists, TermKind kind)
    {
        var table = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (term, rules) in lists)
            if (term.Kind == kind) table.Add(term.Text, [.. rules]);
        return table;
    }

    private static (TextAutomaton, int[][])? Automaton(Dictionary<Term, List<int>> lists, TermKind kind)
    {
        var table = Table(lists, kind);
        if (table.Count == 0) return null;
        string[] patterns = [.. table.Keys];
        Array.Sort(patterns, StringComparer.Ordinal);
        return (new(patterns), Array.ConvertAll(patterns, pattern => table[pattern]));
    }

    /// <summary>Gathers the rules that can hold for a packet.</summary>
    public void Collect(Deciding deciding)
    {
        var candidates = deciding.Candidates;
        candidates.Add(_always);
        if (_types.TryGetValue(deciding.Packet!.MsgType, out var ofType)) candidates.Add(ofType);
        if (deciding.HasText)
        {
            var text = deciding.Folded;
            if (_exact.TryGetValue(text, out var equal)) candidates.Add(equal);
            if (_prefixes is var (prefixes, startRules))
            {
                deciding.Hits.Reserve(startRules.Length);
                prefixes.FindAtStart(text, deciding.Hits);
                Take(deciding, startRules);
            }

            if (_keywords is var (keywords, insideRules))
            {
                deciding.Hits.Reserve(insideRules.Length);
                keywords.FindInside(text, deciding.Hits);
                Take(deciding, insideRules);
            }
        }

        if (deciding.Packet is not Event happened) return;
        if (_events.TryGetValue(happened.Kind, out var ofEvent)) candidates.Add(ofEvent);
        if (happened.FromMenu && happened.EventKey is { } key && _menus.TryGetValue(key, out var ofMenu)) candidates.Add(ofMenu);
        if (happened.Scene is { } scene && _scenes.TryGetValue(scene, out var ofScene)) candidates.Add(ofScene);
    }

    private static void Take(Deciding deciding, int[][] rules)
    {
        foreach (var pattern in deciding.Hits.Members) deciding.Candidates.Add(rules[pattern]);
        deciding.Hits.Clear();
    }
}

namespace WeChatActors.Rules;

/// <summary>What earlier rules certainly answer: texts, keys and names, each with the rule that does.</summary>
internal sealed class TakenPackets
{
    private const int MaxSearched = 200;

    private readonly Dictionary<Term, CompiledRule> _taken = [];
    private readonly SortedSet<int> _prefixLengths = [], _keywordLengths = [];

    /// <summary>Notes what a rule answers whatever else holds.</summary>
    public void Add(CompiledRule rule, Condition condition)
    {
        switch (condition)
        {
            case AnyCondition any:
                foreach (var part in any.Parts) Add(rule, part);
                break;
            case AllCondition { Parts: [var only] }: Add(rule, only); break;
            case TextCondition or NameCondition:
                foreach (var term in condition.Terms!)
                {
                    if (!_taken.TryAdd(term, rule)) continue;
                    if (term.Kind == TermKind.Prefix) _prefixLengths.Add(term.Text.Length);
                    if (term.Kind == TermKind.Keyword) _keywordLengths.Add(term.Text.Length);
                }

                break;
        }
    }

    /// <summary>The rule that answers every packet with a term, and the term by which it does; null when none certainly does.</summary>
    public (CompiledRule Rule, Term By)? Taker(Term term)
    {
        if (Found(term) is { } same) return same;
        var text = term.Text;
        switch (term.Kind)
        {
            case TermKind.Exact or TermKind.Prefix:
                foreach (var length in _prefixLengths)
                {
                    if (length > text.Length) break;
                    if (Found(new(TermKind.Prefix, text[..length])) is { } begun) return begun;
                }

                return Holding(text);
            case TermKind.Keyword: return Holding(text);
            case TermKind.Event or TermKind.Menu or TermKind.Scene: return Found(new(TermKind.Type, "event"));
            default: return null;
        }
    }

    private (CompiledRule, Term)? Holding(string text)
    {
        // Nobody says so much, and looking for every part of it takes long.
        if (text.Length > MaxSearched) return null;
        foreach (var length in _keywordLengths)
            for (var at = 0; at + length <= text.Length; at++)
                if (Found(new(TermKind.Keyword, text.Substring(at, length))) is { } held) return held;
        return null;
    }

    private (CompiledRule, Term)? Found(Term term) => _taken.TryGetValue(term, out var rule) ? (rule, term) : null;
}

namespace WeChatActors.Rules;

/// <summary>Finds which of many patterns a text holds or begins with, in one pass over the text (Aho–Corasick over UTF-16).</summary>
/// <remarks>States are numbered level by level, so the children of a state stand side by side, sorted by character: a state
/// costs 18 bytes and the root a table. Source: Aho, Corasick, "Efficient string matching", CACM 18 (1975).</remarks>
internal sealed class TextAutomaton
{
    private readonly char[] _char;       // the character that leads to a state
    private readonly int[] _firstChild;  // one more entry than states: the children of s are _firstChild[s].._firstChild[s + 1]
    private readonly int[] _fail;        // the longest proper suffix that is a state
    private readonly int[] _pattern;     // the pattern that ends here, or -1
    private readonly int[] _shorter;     // the nearest shorter state on the way of _fail with a pattern, or 0
    private readonly int[]?[] _root = new int[]?[256];

    /// <summary>Builds it.</summary>
    /// <param name="patterns">Different, not empty, in ordinal order; found patterns are given by their position here.</param>
    public TextAutomaton(string[] patterns)
    {
        var states = 1;
        for (var i = 0; i < patterns.Length; i++) states += patterns[i].Length - (i == 0 ? 0 : Shared(patterns[i - 1], patterns[i]));
        _char = new char[states];
        _firstChild = new int[states + 1];
        _fail = new int[states];
        _pattern = new int[states];
        _shorter = new int[states];
        _pattern.AsSpan().Fill(-1);
        MakeStates(patterns);
        MakeLinks();
    }

    private static int Shared(string a, string b) => a.AsSpan().CommonPrefixLength(b);

    private void MakeStates(string[] patterns)
    {
        var waiting = new Queue<(int State, int From, int To, int Depth)>();
        waiting.Enqueue((0, 0, patterns.Length, 0));
        var next = 1;
        while (waiting.TryDequeue(out var range))
        {
            var (state, from, to, depth) = range;
            _firstChild[state] = next;
            if (from < to && patterns[from].Length == depth) _pattern[state] = from++;
            while (from < to)
            {
                var c = patterns[from][depth];
                var end = from + 1;
                while (end < to && patterns[end][depth] == c) end++;
                _char[next] = c;
                if (state == 0) (_root[c >> 8] ??= new int[256])[c & 255] = next;
                waiting.Enqueue((next++, from, end, depth + 1));
                from = end;
            }
        }

        _firstChild[^1] = next;
    }

    private void MakeLinks()
    {
        for (var state = 0; state < _char.Length; state++)
        {
            for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
            {
                _fail[child] = state == 0 ? 0 : Next(_fail[state], _char[child]);
                _shorter[child] = _pattern[_fail[child]] >= 0 ? _fail[child] : _shorter[_fail[child]];
            }
        }
    }

    /// <summary>Marks every pattern the text holds. Time is linear in the text and the patterns found, each counted once.</summary>
    public void FindInside(ReadOnlySpan<char> text, HitSet hits)
    {
        var state = 0;
        foreach (var c in text)
        {
            state = Next(state, c);
            for (var s = _pattern[state] >= 0 ? state : _shorter[state]; s != 0; s = _shorter[s])
            {
                // What was found before brought its shorter suffixes with it.
                if (!hits.Add(_pattern[s])) break;
            }
        }
    }

    /// <summary>Marks every pattern the text begins with.</summary>
    public void FindAtStart(ReadOnlySpan<char> text, HitSet hits)
    {
        var state = 0;
        foreach (var c in text)
        {
            state = Child(state, c);
            if (state == 0) return;
            if (_pattern[state] >= 0) hits.Add(_pattern[state]);
        }
    }

    private int Next(int state, char c)
    {
        while (state != 0)
        {
            var child = Child(state, c);
            if (child != 0) return child;
            state = _fail[state];
        }

        return Child(0, c);
    }

    // No child has number 0, so 0 says that there is none.
    private int Child(int state, char c)
    {
        if (state == 0) return _root[c >> 8]?[c & 255] ?? 0;
        var low = _firstChild[state];
        var high = _firstChild[state + 1] - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (_char[middle] == c) return middle;
            if (_char[middle] < c) low = middle + 1;
            else high = middle - 1;
        }

        return 0;
    }
}

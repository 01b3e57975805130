namespace WeChatActors.EndToEnd.Tokens;

/// <summary>All that a run wrote, and whether any part of a secret is in it.</summary>
internal sealed class Leaks
{
    /// <summary>So many characters of a secret in a row are a leak.</summary>
    private const int Part = 12;

    private readonly List<(string Where, string Text)> _kept = [];

    public void Keep(string where, string text)
    {
        lock (_kept) _kept.Add((where, text));
    }

    /// <summary>How many places hold something.</summary>
    public int Count => _kept.Count;

    /// <summary>Where parts of secrets were found, and of which: the first of each place.</summary>
    /// <param name="secrets">The secrets by what they are.</param>
    public List<string> Find(IEnumerable<(string What, string Secret)> secrets)
    {
        var parts = new Dictionary<string, string>();
        foreach (var (what, secret) in secrets)
        {
            Assert.True(secret.Length >= Part, $"{what} is too short to be looked for.");
            for (var i = 0; i + Part <= secret.Length; i++) parts[secret.Substring(i, Part)] = what;
        }
        var found = parts.GetAlternateLookup<ReadOnlySpan<char>>();
        var leaks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (where, text) in _kept)
            for (var i = 0; i + Part <= text.Length; i++)
                if (found.TryGetValue(text.AsSpan(i, Part), out var what))
                {
                    leaks.Add($"{what} in {where}: ...{text[Math.Max(0, i - 60)..i]}[here]");
                    break;
                }
        return [.. leaks];
    }
}

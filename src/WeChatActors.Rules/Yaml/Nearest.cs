namespace WeChatActors.Rules;

/// <summary>Finds the name that was probably meant.</summary>
public static class Nearest
{
    // A file may know a hundred thousand names; a sentence and the time to find a hint must not grow with them.
    private const int MaxNamed = 30, MaxCompared = 2000;

    /// <summary>The known name nearest to a mistyped one.</summary>
    /// <param name="name">What was written; more than 64 characters are never matched.</param>
    /// <param name="known">What may be written.</param>
    /// <returns>The nearest within about a third of the letters, two of them swapped counting once; null when none is near.</returns>
    public static string? To(string name, params ReadOnlySpan<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 64) return null;
        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known[..Math.Min(known.Length, MaxCompared)])
        {
            if (candidate.Length > 64 || Math.Abs(candidate.Length - name.Length) >= bestDistance) continue;
            var distance = Distance(name, candidate);
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>A clause for a sentence: <c>; did you mean 'x'?</c>, or nothing when no name is near.</summary>
    public static string Hint(string name, params ReadOnlySpan<string> known) =>
        To(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The nearest name when no other is as near; null otherwise.</summary>
    public static string? OnlyTo(string name, params ReadOnlySpan<string> known)
    {
        if (To(name, known) is not { } nearest) return null;
        var distance = Distance(name, nearest);
        foreach (var other in known)
            if (other != nearest && other.Length <= 64 && Distance(name, other) <= distance) return null;
        return nearest;
    }

    /// <summary>A hint with the names there are: <c>; did you mean 'x'? known: a, b</c>; nothing when there are none. At most 30 are named.</summary>
    public static string Known(string name, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (known.Count == 0) return "";
        var hint = Hint(name, known as string[] ?? [.. known]);
        var more = known.Count > MaxNamed ? $" and {known.Count - MaxNamed} more" : "";
        return $"{hint}{(hint.Length == 0 ? ";" : "")} known: {string.Join(", ", known.Take(MaxNamed))}{more}";
    }

    // Edits between two short words, ignoring case: insert, delete, replace, swap neighbours.
    private static int Distance(string a, string b)
    {
        Span<int> rows = stackalloc int[3 * 66];
        var width = b.Length + 1;
        Span<int> before = rows[..width], previous = rows.Slice(66, width), current = rows.Slice(132, width);
        for (var j = 0; j < width; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j < width; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = Math.Min(cost, before[j - 2] + 1);
                current[j] = cost;
            }

            var free = before;
            before = previous;
            previous = current;
            current = free;
        }

        return previous[b.Length];
    }
}

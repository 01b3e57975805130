using System.Text;

namespace WeChatActors.Server;

/// <summary>Takes parameters out of a query, or puts another value in, and leaves every other byte of it as it came.</summary>
internal static class ProxyQuery
{
    /// <summary>The query without a parameter, however its name is spelled or escaped.</summary>
    /// <param name="query">Without question mark.</param>
    /// <param name="name">In lower case.</param>
    public static string Without(string query, string name)
    {
        if (!MayHold(query, name)) return query;
        StringBuilder? kept = null;
        var first = true;
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan(range);
            if (IsNamed(pair, name))
            {
                // All that stands before it is kept as it is.
                if (kept is null)
                {
                    kept = new StringBuilder(query.Length);
                    if (range.Start.Value > 0) kept.Append(query, 0, range.Start.Value - 1);
                    first = range.Start.Value == 0;
                }
                continue;
            }
            if (kept is null) continue;
            if (!first) kept.Append('&');
            kept.Append(pair);
            first = false;
        }
        return kept?.ToString() ?? query;
    }

    /// <summary>The decoded value of the first parameter of a name, however that is spelled or escaped; null when there is none.</summary>
    /// <param name="query">Without question mark.</param>
    /// <param name="name">In lower case.</param>
    public static string? Find(string query, string name)
    {
        if (!MayHold(query, name)) return null;
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan(range);
            if (!IsNamed(pair, name)) continue;
            var equals = pair.IndexOf('=');
            return equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].ToString().Replace('+', ' '));
        }
        return null;
    }

    /// <summary>The query with other values at a parameter.</summary>
    /// <param name="query">Without question mark.</param>
    /// <param name="name">In lower case.</param>
    /// <param name="value">Stands at each parameter of the name, escaped.</param>
    public static string With(string query, string name, string value)
    {
        if (!MayHold(query, name)) return query;
        var changed = new StringBuilder(query.Length + value.Length);
        foreach (var range in query.AsSpan().Split('&'))
        {
            if (range.Start.Value > 0) changed.Append('&');
            if (IsNamed(query.AsSpan(range), name)) changed.Append(name).Append('=').Append(Uri.EscapeDataString(value));
            else changed.Append(query.AsSpan(range));
        }
        return changed.ToString();
    }

    private static bool MayHold(string query, string name) =>
        query.Contains('%') || query.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(ReadOnlySpan<char> pair, string name)
    {
        var equals = pair.IndexOf('=');
        var written = equals < 0 ? pair : pair[..equals];
        if (written.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        if (!written.Contains('%')) return false;
        // As often as it was escaped: a server behind this one may decode once more.
        var text = written.ToString();
        for (var decoded = Uri.UnescapeDataString(text); decoded != text; decoded = Uri.UnescapeDataString(text)) text = decoded;
        return text.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}

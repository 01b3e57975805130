using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Reads a query string whose values are signed as they are: percent signs are decoded once, and a plus stays a plus.</summary>
internal static class RawQuery
{
    /// <summary>Takes the values of known parameters.</summary>
    /// <param name="query">With or without the question mark.</param>
    /// <param name="names">The parameters that may be there.</param>
    /// <param name="values">Gets their values in the same order; null for one that is absent.</param>
    /// <returns>Null; or what is wrong: another parameter, one that comes twice, one that cannot be decoded.</returns>
    public static string? Read(ReadOnlySpan<char> query, ReadOnlySpan<string> names, Span<string?> values)
    {
        if (query.StartsWith("?")) query = query[1..];
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty) continue;
            var split = pair.IndexOf('=');
            var name = split < 0 ? pair : pair[..split];
            var known = -1;
            for (var i = 0; i < names.Length; i++)
                if (name.SequenceEqual(names[i])) known = i;
            if (known < 0) return $"'{LogText.Clean(name.ToString())}' is not a parameter here";
            if (values[known] is not null) return $"'{names[known]}' comes twice";
            if (!PercentDecoding.TryDecode(split < 0 ? [] : pair[(split + 1)..], out var value)) return $"'{names[known]}' cannot be decoded";
            values[known] = value;
        }
        return null;
    }
}

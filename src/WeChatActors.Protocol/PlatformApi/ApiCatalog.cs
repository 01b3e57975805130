using System.Collections.Frozen;
using System.Globalization;

namespace WeChatActors.Protocol;

/// <summary>WeChat's server APIs as its documents list them, with the numbers that are published of verified accounts.</summary>
public static class ApiCatalog
{
    // Calls a minute where WeChat documents a number.
    private static readonly FrozenDictionary<string, long> Minutely = new Dictionary<string, long>
    {
        ["/cgi-bin/stable_token"] = 10_000,
        ["/cgi-bin/message/mass/sendall"] = 60,
        ["/cgi-bin/message/mass/send"] = 60,
        ["/sns/oauth2/access_token"] = 50_000,
        ["/sns/oauth2/refresh_token"] = 50_000,
        ["/sns/userinfo"] = 50_000,
        ["/sns/auth"] = 50_000,
    }.ToFrozenDictionary();

    /// <summary>All of them, in the documents' order. Several may share a path.</summary>
    public static IReadOnlyList<ApiRow> Rows { get; } = [.. FactTable.Rows("api.tsv").Select(row => new ApiRow(
        row[0], row[1], row[2], row[3], row[4], row[5],
        long.TryParse(row[6], NumberStyles.None, CultureInfo.InvariantCulture, out var perDay) ? perDay : null, row[7]))];

    private static readonly FrozenDictionary<string, ApiRow[]> ByPath = Rows
        .GroupBy(row => PlainPath(row.Path), StringComparer.Ordinal).ToFrozenDictionary(rows => rows.Key, rows => rows.ToArray(), StringComparer.Ordinal);

    private static readonly string[][] Patterns = [.. ByPath.Keys.Where(path => path.Contains('{')).Select(path => path.Split('/'))];

    /// <summary>The APIs of a path; empty when WeChat has none there.</summary>
    /// <param name="path">As it is called, without query.</param>
    public static IReadOnlyList<ApiRow> At(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (ByPath.GetValueOrDefault(path) is { } rows) return rows;
        var parts = path.Split('/');
        foreach (var pattern in Patterns)
            if (pattern.Length == parts.Length && pattern.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{') && pair.Second.Length > 0))
                return ByPath[string.Join('/', pattern)];
        return [];
    }

    /// <summary>How often a verified account may call a path in a day; null where WeChat publishes no number.</summary>
    /// <param name="path">As it is called, without query.</param>
    public static long? PerDay(string path) => At(path).FirstOrDefault(row => row.PerDay is not null)?.PerDay;

    /// <summary>How often an account may call a path in a minute; null where WeChat documents no number.</summary>
    /// <param name="path">As it is called, without query.</param>
    public static long? PerMinute(string path) => Minutely.TryGetValue(path, out var limit) ? limit : null;

    /// <summary>The path of a row without the query that some rows carry.</summary>
    /// <param name="path">A row's path.</param>
    public static string PlainPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? path[..end] : path;
    }
}

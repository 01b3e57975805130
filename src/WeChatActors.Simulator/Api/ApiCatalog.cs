using System.Collections.Frozen;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>One API of WeChat's documents.</summary>
/// <param name="Area">Such as base, menu, user.</param>
/// <param name="Name">WeChat's name of it.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Host">Where WeChat serves it.</param>
/// <param name="Path">As the documents write it: it may hold <c>{parameters}</c> or a query.</param>
/// <param name="Body">json, query, none, multipart or xml.</param>
/// <param name="PerDay">Calls a day of a verified account; null when no number is published.</param>
/// <param name="Kinds">Which accounts may call it, in WeChat's words.</param>
internal sealed record ApiRow(string Area, string Name, string Method, string Host, string Path, string Body, long? PerDay, string Kinds)
{
    /// <summary>Whether accounts of that kind may call it. What WeChat grants by application counts as granted.</summary>
    public bool Allows(AccountKind kind) => kind switch
    {
        AccountKind.Service or AccountKind.Test => true,
        AccountKind.Subscription => Kinds is "all" || Kinds.Contains("subscription", StringComparison.Ordinal) || Kinds.StartsWith("by application", StringComparison.Ordinal),
        _ => Kinds is "all",
    };
}

/// <summary>WeChat's APIs as its documents list them.</summary>
internal static class ApiCatalog
{
    // What a test account may call a day where it is not a tenth of the usual.
    private static readonly FrozenDictionary<string, long> OfTestAccounts = new Dictionary<string, long>
    {
        ["/cgi-bin/user/get"] = 100,
        ["/cgi-bin/groups/members/update"] = 1000,
    }.ToFrozenDictionary();

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
    /// <param name="path">As it was called, without query.</param>
    public static IReadOnlyList<ApiRow> At(string path)
    {
        if (ByPath.GetValueOrDefault(path) is { } rows) return rows;
        var parts = path.Split('/');
        foreach (var pattern in Patterns)
            if (pattern.Length == parts.Length && pattern.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{') && pair.Second.Length > 0))
                return ByPath[string.Join('/', pattern)];
        return [];
    }

    /// <summary>How often an account may call a path in a day; null where WeChat publishes no number or sets no limit.</summary>
    public static long? PerDay(string path, AccountKind kind)
    {
        if (At(path).FirstOrDefault(row => row.PerDay is not null)?.PerDay is not { } usual) return null;
        return kind != AccountKind.Test ? usual : OfTestAccounts.GetValueOrDefault(path, Math.Max(1, usual / 10));
    }

    /// <summary>How often an account may call a path in a minute; null where WeChat documents no number.</summary>
    public static long? PerMinute(string path) => Minutely.TryGetValue(path, out var limit) ? limit : null;

    /// <summary>The path of a row without the query that some rows carry.</summary>
    internal static string PlainPath(string path) => path.IndexOf('?') is >= 0 and var end ? path[..end] : path;
}

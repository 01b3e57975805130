using System.Collections.Frozen;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What is known of a path of the platform's API.</summary>
/// <param name="Path">The path; <c>other</c> for all that the catalogue does not name.</param>
/// <param name="Number">Counts them from 0, which is <c>other</c>.</param>
/// <param name="Host">Where WeChat serves it.</param>
/// <param name="Reads">Whether calling it twice does what calling it once does; null when that is for the method to say.</param>
/// <param name="PerMinute">Calls a minute; null where WeChat documents no number.</param>
/// <param name="PerDay">Calls a day of a verified account; null where WeChat publishes no number.</param>
internal sealed record PlatformEndpoint(string Path, int Number, string Host, bool? Reads, long? PerMinute, long? PerDay)
{
    private static readonly PlatformEndpoint Other = new("other", 0, PlatformHosts.ApiHost, null, null, null);

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<PlatformEndpoint> All { get; } = [Other, .. ApiCatalog.Rows
        .GroupBy(row => ApiCatalog.PlainPath(row.Path), StringComparer.Ordinal)
        .Select((rows, i) => new PlatformEndpoint(
            rows.Key, i + 1, rows.First().Host, IdempotentPaths.Contains(rows.Key), ApiCatalog.PerMinute(rows.Key), ApiCatalog.PerDay(rows.Key)))];

    private static readonly FrozenDictionary<string, PlatformEndpoint> ByPath = All.ToFrozenDictionary(endpoint => endpoint.Path, StringComparer.Ordinal);

    /// <summary>What is known of a path.</summary>
    public static PlatformEndpoint Of(string path)
    {
        if (ByPath.TryGetValue(path, out var endpoint)) return endpoint;
        // The catalogue has parameters in paths of WeChat Pay only.
        return ApiCatalog.At(path) is [var row, ..] ? ByPath[row.Path] : Other;
    }

    /// <summary>Whether it may be called again when nobody knows what became of the first time.</summary>
    public bool IsIdempotent(HttpMethod method) => Reads ?? (method == HttpMethod.Get || method == HttpMethod.Head);

    /// <summary>Its server's address; null for that of WeChat Pay, which knows merchants' signatures and no access_token.</summary>
    public Uri? AddressAt(PlatformHosts hosts) => hosts.At(Host);
}

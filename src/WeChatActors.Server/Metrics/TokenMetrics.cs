using System.Globalization;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The access_tokens in Prometheus text format.</summary>
/// <param name="platform">Whose tokens.</param>
/// <param name="store">Counts what became of requests for them.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenMetrics(PlatformServices platform, CountedTokenStore store, TimeProvider time)
{
    /// <summary>Writes all of them; nothing for a server whose accounts only answer.</summary>
    public void Write(StringBuilder text)
    {
        var now = time.GetUtcNow();
        var statuses = platform.Accounts.Keys.Order(StringComparer.Ordinal).Select(alias => platform.Tokens.Status(new TokenId(alias, TokenKind.AccessToken))).ToList();
        Gauge("wechatactors_token_good", status => status.Good ? 1 : 0);
        Gauge("wechatactors_token_expires_seconds", status => status is { Good: true, ExpiresAt: { } at } ? (long)Math.Max(0, (at - now).TotalSeconds) : 0);
        Gauge("wechatactors_token_calls_today", status => status.CallsToday);
        Gauge("wechatactors_token_forced_today", status => status.ForcedToday);
        var refreshes = store.Counts.ToList();
        if (refreshes.Count > 0) text.Append("# TYPE wechatactors_token_refreshes_total counter\n");
        foreach (var (account, result, count) in refreshes)
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_token_refreshes_total{{account=\"{account}\",result=\"{Label(result)}\"}} {count}\n");

        void Gauge(string name, Func<TokenStatus, long> value)
        {
            if (statuses.Count > 0) text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
            foreach (var status in statuses) text.Append(CultureInfo.InvariantCulture, $"{name}{{account=\"{status.Id.Account}\"}} {value(status)}\n");
        }
    }

    private static string Label(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

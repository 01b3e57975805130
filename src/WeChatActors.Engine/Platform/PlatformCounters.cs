using System.Text;

namespace WeChatActors.Engine;

/// <summary>What calls of the platform came to since the start, by account and path. Paths that WeChat's catalogue does not name count
/// together as <c>other</c>, so that callers cannot make lines without end.</summary>
public sealed class PlatformCounters
{
    private readonly IReadOnlyList<AccountCalls> _accounts;

    internal PlatformCounters(IReadOnlyList<AccountCalls> accounts) => _accounts = accounts;

    /// <summary>Writes them in Prometheus text format: attempts by outcome, refusals by errcode, and how long answers took.</summary>
    public void Write(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(text, "wechatactors_platform_calls_total", "counter", static (counters, text, labels) => counters.WriteCalls(text, labels));
        Write(text, "wechatactors_platform_errcodes_total", "counter", static (counters, text, labels) => counters.WriteErrcodes(text, labels));
        Write(text, "wechatactors_platform_duration_seconds", "histogram", static (counters, text, labels) => counters.WriteDurations(text, labels));
    }

    private void Write(StringBuilder text, string name, string type, Action<EndpointCounters, StringBuilder, string> write)
    {
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var account in _accounts)
            foreach (var endpoint in PlatformEndpoint.All)
                if (account.CountersIfAny(endpoint) is { } counters) write(counters, text, $"account=\"{account.Alias}\",path=\"{endpoint.Path}\"");
    }
}

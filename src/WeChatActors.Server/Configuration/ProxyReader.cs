using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads the section <c>proxy</c> of the configuration.</summary>
internal static class ProxyReader
{
    /// <summary>The options; the defaults for what is absent or wrong.</summary>
    public static ProxyOptions Read(ConfigurationFields read, YamlFields fields)
    {
        var options = new ProxyOptions();
        if (fields.Find("proxy") is not { } node) return options;
        if (YamlFields.Read(node, read.Findings, "'proxy'", "replay_bytes", "hosts", "answer_within") is not { } proxy) return options;
        return options with
        {
            ReplayBytes = proxy.Whole("replay_bytes", 0, 64 * 1024 * 1024, options.ReplayBytes),
            Hosts = ReadHosts(read, proxy),
            AnswerWithin = read.Duration(proxy, "answer_within", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), options.AnswerWithin),
        };
    }

    private static ImmutableArray<string> ReadHosts(ConfigurationFields read, YamlFields proxy)
    {
        if (proxy.Find("hosts") is not { } node) return [];
        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (read.Text(item, "'hosts'") is not { } text) continue;
            if (Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var address) && address.UserInfo.Length == 0
                && (text.Equals(address.Host, StringComparison.OrdinalIgnoreCase) || text.Equals($"{address.Host}:{address.Port}", StringComparison.OrdinalIgnoreCase)))
                hosts.Add(text);
            else
                read.Findings.Error(item, $"'{text}' stands at 'hosts', expected a host such as api.weixin.qq.com, or 127.0.0.1:8083.");
        }
        if (node is YamlList { Items.IsEmpty: true }) read.Findings.Error(node, "an empty list stands at 'hosts', so no call would be passed on: leave the key out for WeChat's own.");
        return hosts.DrainToImmutable();
    }
}

using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>The hosts that calls may be passed on to.</summary>
/// <param name="configured">Each as <c>host</c> or <c>host:port</c>; empty for the account's own.</param>
internal sealed class AllowedHosts(ImmutableArray<string> configured)
{
    private const string Api = "api.weixin.qq.com";
    private const string Mp = "mp.weixin.qq.com";

    /// <summary>Where a path is called.</summary>
    /// <param name="hosts">Where the account's platform is.</param>
    /// <param name="path">The path.</param>
    /// <param name="refusal">Why it is not called at all; null when it is.</param>
    public Uri Find(PlatformHosts hosts, string path, out Refusal? refusal)
    {
        var host = ApiCatalog.At(path) is [var row, ..] ? row.Host : Api;
        var address = hosts.At(host) ?? hosts.Api;
        refusal = host is not (Api or Mp) ? Forbidden($"WeChat serves {path} at {host}, which takes other credentials than the account's: only {Api} and {Mp} are called from here.")
            : !Allows(hosts, address) ? Forbidden($"{path} is served at {address.Authority}, which 'proxy: hosts' of the configuration does not list.")
            : null;
        return address;
    }

    /// <summary>Whether an address may be called, or a caller be led to it.</summary>
    public bool Allows(PlatformHosts hosts, Uri address)
    {
        if (address.Scheme != hosts.Api.Scheme || address.UserInfo.Length > 0) return false;
        if (configured.IsEmpty) return Same(address, hosts.Api) || Same(address, hosts.Mp);
        foreach (var host in configured)
            if (host.Equals(address.Host, StringComparison.OrdinalIgnoreCase) || host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool Same(Uri one, Uri other) => one.Authority.Equals(other.Authority, StringComparison.OrdinalIgnoreCase);

    private static Refusal Forbidden(string why) => new(403, 48001, "This host is not called from here", why);
}

using System.Net;
using System.Net.Sockets;
using WeChatActors.Engine;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>The address at which WeChat is to find an account's callback, and how it is known.</summary>
/// <param name="Url">The address.</param>
/// <param name="Local">Whether only the server's own listener is known, which nobody said to be what WeChat calls.</param>
internal sealed record CallbackTarget(Uri Url, bool Local)
{
    public const string Name = "callback address";

    /// <summary>The address that was given, else that of <c>listen.public_url</c>, else that of the public listener.</summary>
    public static CallbackTarget Of(Uri? given, ServerConfiguration configuration, string alias)
    {
        if (given is not null) return new(given, Local: false);
        if (configuration.PublicUrl is { } open) return new(AccountSetups.Callback(open, alias), Local: false);
        return new(AccountSetups.Callback(configuration.Public, alias), Local: true);
    }

    /// <summary>Whether WeChat can reach it by what the address says.</summary>
    /// <param name="account">Tells whether it is WeChat that has to reach it, or a simulator.</param>
    /// <param name="ct">Ends looking up the name.</param>
    public async Task<CheckUp> Check(Account account, CancellationToken ct)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(Url.DnsSafeHost, ct);
        }
        catch (SocketException)
        {
            return new(Name, Verdict.Wrong, $"the name {Url.Host} of {Url} is not known") { Remedy = "Correct the address, or add the name to your DNS." };
        }
        if (Hindrance(addresses) is not { } hindrance)
            return Url.Scheme == Uri.UriSchemeHttps
                ? new(Name, Verdict.Ok, $"{Url} ({string.Join(", ", addresses.Take(3).Select(address => address.ToString()))})")
                : new(Name, Verdict.Warning, $"{Url} is not encrypted on its way") { Remedy = "Use https: a TLS proxy in front ends it (conf/nginx.conf)." };
        if (account.Platform is { } platform && !platform.Hosts.Api.Host.EndsWith(".weixin.qq.com", StringComparison.OrdinalIgnoreCase))
            return new(Name, Verdict.Ok, $"{Url} is {hindrance}; the simulated WeChat at {platform.Hosts.Api} may reach it, WeChat cannot");
        return Local
            ? new(Name, Verdict.Warning, $"only the local listener {Url} is known, which is {hindrance}, so WeChat cannot reach it")
                { Remedy = "Give the address that stands in the console with --url, or under listen.public_url." }
            : new(Name, Verdict.Wrong, $"{Url} is {hindrance}, so WeChat cannot reach it")
                { Remedy = "Give the console an address of the public internet on port 443 (https) or 80 (http)." };
    }

    private string? Hindrance(IPAddress[] addresses)
    {
        if (addresses.FirstOrDefault(address => Kind(address) is not null) is { } local) return Kind(local);
        return Url.Port is 80 or 443 ? null : $"on port {Url.Port}, and WeChat calls only 80 and 443";
    }

    private static string? Kind(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return $"a loopback address ({address}), known to this machine alone";
        var bytes = address.GetAddressBytes();
        var local = address.AddressFamily == AddressFamily.InterNetwork
            ? bytes is [0, ..] or [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..] or [100, >= 64 and < 128, ..]
            : address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.Equals(IPAddress.IPv6Any);
        return local ? $"a private address ({address}), known to its own network alone" : null;
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary>Accounts as the simulated platform is told them.</summary>
internal static class AccountSetups
{
    /// <summary>An account of an engine that is developed; it was given invented secrets when its configuration was read.</summary>
    public static AccountSetup OfDevelopment(Account account)
    {
        var invented = InventedSecrets.Of(account.Security.AppId);
        return new AccountSetup
        {
            Alias = account.Alias, AppId = account.Security.AppId, AppSecret = invented.AppSecret,
            OriginalId = account.Security.OriginalId ?? OriginalId(account.Security.AppId),
            Kind = account.CanPush ? AccountKind.Service : AccountKind.Unverified,
            Token = invented.Token, Security = account.Security.Mode,
            AesKey = account.Security.Mode == SecurityMode.Plaintext ? null : invented.AesKey,
        };
    }

    /// <summary>An original id for an AppID, the same in every run.</summary>
    public static string OriginalId(string appId) => "gh_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appId)))[..12];

    /// <summary>A seed that no earlier start had. With the same one the messages of another session would have the same MsgIds, and an
    /// engine that keeps its database would take them for repeated ones.</summary>
    public static ulong AnotherSeed(TimeProvider time) => (ulong)time.GetUtcNow().UtcTicks;

    /// <summary>The callback of an account whose public listener is there.</summary>
    public static Uri Callback(Uri listener, string alias)
    {
        var reachable = new UriBuilder(listener);
        if (IPAddress.TryParse(listener.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            reachable.Host = ip.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]";
        return new Uri(reachable.Uri, CallbackEndpoint.Path + alias);
    }

    /// <summary>The sentence about two accounts with one AppID; null when each has its own.</summary>
    public static string? Clash(string configuration, IEnumerable<(string Alias, string AppId)> accounts)
    {
        var same = accounts.GroupBy(account => account.AppId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return same is null
            ? null
            : $"{configuration}: the accounts {string.Join(" and ", same.Select(account => $"'{account.Alias}'"))} have the same app_id, by which a platform tells accounts apart: give each its own.";
    }
}

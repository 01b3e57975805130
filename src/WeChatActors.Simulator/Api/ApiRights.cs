using System.Collections.Frozen;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Which APIs a kind of account may call, and how often.</summary>
internal static class ApiRights
{
    // What a test account may call a day where it is not a tenth of the usual.
    private static readonly FrozenDictionary<string, long> OfTestAccounts = new Dictionary<string, long>
    {
        ["/cgi-bin/user/get"] = 100,
        ["/cgi-bin/groups/members/update"] = 1000,
    }.ToFrozenDictionary();

    /// <summary>Whether accounts of that kind may call it. What WeChat grants by application counts as granted.</summary>
    public static bool Allows(this ApiRow row, AccountKind kind) => kind switch
    {
        AccountKind.Service or AccountKind.Test => true,
        AccountKind.Subscription => row.Kinds is "all" || row.Kinds.Contains("subscription", StringComparison.Ordinal) || row.Kinds.StartsWith("by application", StringComparison.Ordinal),
        _ => row.Kinds is "all",
    };

    /// <summary>How often an account may call a path in a day; null where WeChat publishes no number or sets no limit.</summary>
    public static long? PerDay(string path, AccountKind kind)
    {
        if (ApiCatalog.PerDay(path) is not { } usual) return null;
        return kind != AccountKind.Test ? usual : OfTestAccounts.GetValueOrDefault(path, Math.Max(1, usual / 10));
    }
}

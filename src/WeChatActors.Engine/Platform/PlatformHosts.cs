namespace WeChatActors.Engine;

/// <summary>Where the platform's servers are, each as an address without path.</summary>
/// <param name="Api">The API, at WeChat https://api.weixin.qq.com.</param>
/// <param name="Mp">QR code pictures and subscription pages, at WeChat https://mp.weixin.qq.com.</param>
/// <param name="Open">The pages on which people authorise, at WeChat https://open.weixin.qq.com.</param>
public sealed record PlatformHosts(Uri Api, Uri Mp, Uri Open)
{
    internal const string ApiHost = "api.weixin.qq.com", MpHost = "mp.weixin.qq.com", OpenHost = "open.weixin.qq.com";

    /// <summary>WeChat's own.</summary>
    public static PlatformHosts WeChat { get; } = Of(new Uri("https://api.weixin.qq.com"));

    /// <summary>The servers that go with an address of the API: WeChat's others beside any of WeChat's; the same one for all when it is
    /// somebody else's, such as a simulator's.</summary>
    /// <param name="api">The API's address.</param>
    public static PlatformHosts Of(Uri api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return IsWeChat(api)
            ? new PlatformHosts(api, new Uri("https://mp.weixin.qq.com"), new Uri("https://open.weixin.qq.com"))
            : new PlatformHosts(api, api, api);
    }

    /// <summary>The address of the server that is one of WeChat's hosts; null for a host that none of them is.</summary>
    /// <param name="host">Such as <c>mp.weixin.qq.com</c>.</param>
    public Uri? At(string host) => host switch
    {
        ApiHost => Api,
        MpHost => Mp,
        OpenHost => Open,
        _ => null,
    };

    /// <summary>Where the API is tried when <see cref="Api"/> cannot be reached; null when there is no other place.</summary>
    public Uri? Backup => IsWeChat(Api) && Api.Host != "api2.weixin.qq.com" ? new Uri("https://api2.weixin.qq.com") : null;

    private static bool IsWeChat(Uri api) => api.Host.EndsWith(".weixin.qq.com", StringComparison.OrdinalIgnoreCase);
}

using System.Net;

namespace WeChatActors.Engine;

/// <summary>Makes the connections to the platform.</summary>
internal static class PlatformHttp
{
    /// <summary>A client that follows no redirect, keeps no cookie and looks the platform's address up again every few minutes.</summary>
    public static HttpMessageInvoker Create() => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 256,
            // What another program of this machine traces is no header for the platform.
            ActivityHeadersPropagator = null,
        },
        disposeHandler: true);
}

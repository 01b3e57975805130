using System.Net;
using System.Net.Security;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>Makes the clients of calls: no redirect is followed, no cookie kept, no proxy and no credential taken from the surroundings.</summary>
internal static class CallHttp
{
    /// <summary>For rules' requests, which reach only what is allowed.</summary>
    public static HttpMessageInvoker ForRules(CallOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, RemoteCertificateValidationCallback? trust = null)
    {
        var guard = new GuardedConnect(options, resolve ?? Dns.GetHostAddressesAsync);
        var handler = Handler(trust);
        handler.ConnectCallback = guard.Connect;
        handler.AutomaticDecompression = DecompressionMethods.All;
        return new(handler, disposeHandler: true);
    }

    /// <summary>For models, whose addresses the operator chose. Nothing is compressed: what a model says must not wait in a packer.</summary>
    public static HttpMessageInvoker ForModels(RemoteCertificateValidationCallback? trust = null) => new(Handler(trust), disposeHandler: true);

    private static SocketsHttpHandler Handler(RemoteCertificateValidationCallback? trust) => new()
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, Credentials = null, AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5), PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        EnableMultipleHttp2Connections = true, KeepAlivePingDelay = TimeSpan.FromSeconds(30), KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // What another program of this machine traces is no header for others.
        ActivityHeadersPropagator = null,
        // Names of users may stand in headers.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        SslOptions = { RemoteCertificateValidationCallback = trust },
    };
}

using System.Net;

namespace WeChatActors.Replay;

/// <summary>Connections over TCP, with TLS when the address says https.</summary>
/// <param name="target">Scheme, host and port.</param>
internal sealed class SocketWire(Uri target) : IWire
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private volatile IPAddress[]? _addresses;

    /// <summary>Scheme, host and port.</summary>
    public Uri Target { get; } = target;

    /// <summary>Lets the thread that learns of an answer also read it and send the next packet, instead of waking another one. For the whole
    /// process, and only before its first socket; a value that the environment holds already stays.</summary>
    public static void CompleteInline()
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null) Environment.SetEnvironmentVariable(InlineCompletions, "1");
    }

    /// <inheritdoc/>
    public IWireConnection Create() => new SocketConnection(this);

    /// <summary>The target's addresses, asked for once, and again after none of them could be reached.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name is unknown.</exception>
    internal async ValueTask<IPAddress[]> Resolve(CancellationToken ct)
    {
        if (_addresses is { } known) return known;
        var found = IPAddress.TryParse(Target.DnsSafeHost, out var address) ? [address] : await Dns.GetHostAddressesAsync(Target.DnsSafeHost, ct);
        _addresses = found;
        return found;
    }

    /// <summary>None of the addresses could be reached.</summary>
    internal void Forget() => _addresses = null;
}

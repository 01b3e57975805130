using System.Globalization;
using System.Net;

namespace WeChatActors.Engine;

/// <summary>A host that rules may call, as the configuration names it: <c>shop.example</c>, <c>shop.example:8443</c>, <c>*.shop.example</c> for
/// every name below it, <c>127.0.0.1:9000</c> or <c>[::1]:9000</c>. Without a port it stands for 80 of http and 443 of https.</summary>
public sealed record AllowedHost
{
    private AllowedHost(string name, bool below, IPAddress? address, int? port) => (Name, Below, Address, Port) = (name, below, address, port);

    /// <summary>The name in lower case, in the letters of DNS (<c>xn--…</c>); an address as it is usually written.</summary>
    public string Name { get; }

    /// <summary>Whether the names below it are meant, and not itself.</summary>
    public bool Below { get; }

    /// <summary>The address, when it is no name.</summary>
    public IPAddress? Address { get; }

    /// <summary>The only port; null for the usual one of the scheme.</summary>
    public int? Port { get; }

    /// <summary>Reads one.</summary>
    /// <returns>The host; null when the text has another form, such as one with a scheme or a path.</returns>
    public static AllowedHost? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IPAddress.TryParse(text, out var bare) && bare.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !text.StartsWith('[')) return new(bare.ToString(), false, bare, null);
        var below = text.StartsWith("*.", StringComparison.Ordinal);
        var rest = below ? text[2..] : text;
        int? port = null;
        // Behind the bracket of an IPv6 address, or anywhere in a name, a colon begins the port.
        if (rest.LastIndexOf(':') is > 0 and var colon && colon > rest.LastIndexOf(']'))
        {
            if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 65535) return null;
            (rest, port) = (rest[..colon], number);
        }
        if (!Uri.TryCreate($"http://{rest}/", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.PathAndQuery != "/") return null;
        // An address in a form that only looks like a number is no host anybody means.
        if (!rest.Equals(uri.Host, StringComparison.OrdinalIgnoreCase) && !rest.Equals(uri.IdnHost, StringComparison.OrdinalIgnoreCase)) return null;
        var name = NameOf(uri);
        var address = AddressOf(uri);
        // A wildcard over a whole top-level domain is no list of hosts.
        if (below && (address is not null || !name.Contains('.', StringComparison.Ordinal))) return null;
        return name.Length == 0 ? null : new(name, below, address, port);
    }

    /// <summary>Whether it stands for the host and port of an address.</summary>
    public bool Matches(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return (Port is { } port ? port == uri.Port : uri.IsDefaultPort) && IsOf(NameOf(uri), AddressOf(uri));
    }

    /// <summary>Whether it stands for a name, at whichever port.</summary>
    public bool MatchesName(string name) => IsOf(name, null);

    /// <summary>The host of an address: a name in lower case without the dot of the root, or an address without brackets.</summary>
    public static string NameOf(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var name = uri.IdnHost;
        return name.EndsWith('.') ? name[..^1] : name;
    }

    /// <summary>The IP address that stands in an address; null for a name.</summary>
    public static IPAddress? AddressOf(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? IPAddress.Parse(uri.IdnHost) : null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var host = (Below ? "*." : "") + (Address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{Name}]" : Name);
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : host;
    }

    private bool IsOf(string name, IPAddress? address) =>
        Address is not null || address is not null ? Address is not null && Address.Equals(address)
        : Below ? name.Length > Name.Length + 1 && name.EndsWith(Name, StringComparison.Ordinal) && name[^(Name.Length + 1)] == '.'
        : name == Name;
}

using System.Net;
using System.Net.Sockets;

namespace WeChatActors.Engine;

/// <summary>Makes the connections of rules' requests. A name is resolved once, each of its addresses is looked at, and only one that was looked
/// at is connected to, so that a name which changes its mind in between gains nothing.</summary>
/// <param name="options">What may be called.</param>
/// <param name="resolve">Gives the addresses of a name.</param>
internal sealed class GuardedConnect(CallOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Connects.</summary>
    /// <exception cref="AddressRefusedException">Nothing it leads to may be called.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']').TrimEnd('.'), context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var address) ? IsNamed(address) ? [address] : [] : Allowed(host, await resolve(host, ct));
        if (addresses.Length == 0) throw new AddressRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IPAddress[] Allowed(string host, IPAddress[] addresses)
    {
        var privately = IsPrivatelyAllowed(host);
        return Array.FindAll(addresses, address => AddressKinds.Of(address) switch
        {
            AddressKind.Public => true,
            AddressKind.Private => privately || (host == "localhost" && IPAddress.IsLoopback(address)),
            _ => false,
        });
    }

    private bool IsPrivatelyAllowed(string host)
    {
        foreach (var name in options.AllowPrivate)
            if (name.MatchesName(host)) return true;
        return false;
    }

    // The port was looked at with the request's address.
    private bool IsNamed(IPAddress address)
    {
        foreach (var host in options.AllowHosts)
            if (address.Equals(host.Address)) return true;
        return false;
    }
}

/// <summary>A name leads only to addresses that rules may not call.</summary>
internal sealed class AddressRefusedException() : Exception("The name leads to private addresses.");

using System.Net;
using System.Net.Sockets;

namespace WeChatActors.Cli;

/// <summary>Addresses that were not asked for and so may move when somebody else is there.</summary>
internal static class FreePort
{
    /// <summary>The usual address, or the same host with any port when that one is taken.</summary>
    public static string Or(string usual)
    {
        var address = new Uri(usual);
        using var probe = new TcpListener(IPAddress.Parse(address.Host), address.Port);
        try
        {
            probe.Start();
            return usual;
        }
        catch (SocketException)
        {
            return $"http://{address.Host}:0";
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Simulator;

/// <summary>One HTTP/1.1 listener of the simulator.</summary>
internal static class Listener
{
    /// <summary>How long a stopping listener waits for the requests it holds; the feed ends by itself.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <summary>A listener that is not open yet.</summary>
    /// <param name="address">Host and port; port 0 takes a free one.</param>
    /// <param name="bodyLimit">The longest body it takes, in bytes.</param>
    /// <param name="option">The command's option for this address, such as <c>--page</c>.</param>
    /// <param name="logging">Adds the places log lines go to; null for none.</param>
    /// <exception cref="SimulatorStartException">The simulator cannot listen at such an address.</exception>
    public static WebApplicationBuilder Build(Uri address, long bodyLimit, string option, Action<ILoggingBuilder>? logging)
    {
        if (address.Scheme != "http")
            throw new SimulatorStartException($"{address} is not an http address: the simulator speaks plain HTTP; give http://host:port with {option}.");
        if (address.Host != "localhost" && !IPAddress.TryParse(address.Host.Trim('[', ']'), out _))
            throw new SimulatorStartException($"{address} cannot be opened: {address.Host} is a name; give localhost or an IP address of this machine with {option}.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bodyLimit;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            Listen(kestrel, address);
        });
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit);
        logging?.Invoke(builder.Logging);
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told in one sentence by whoever called; the host would log its whole stack as well.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        return builder;
    }

    /// <summary>Opens a listener.</summary>
    /// <param name="app">The listener.</param>
    /// <param name="address">Where it was told to answer.</param>
    /// <param name="option">The command's option for this address, such as <c>--page</c>.</param>
    /// <exception cref="SimulatorStartException">The port is in use or may not be opened.</exception>
    public static async Task Open(WebApplication app, Uri address, string option)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new SimulatorStartException($"Port {address.Port} of {address.Host} is in use: stop what listens there, or give another address with {option}.", error);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new SimulatorStartException(
                $"{address} cannot be opened ({error.GetBaseException().Message}): name an address of this machine and a port this user may open with {option}.", error);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address)
    {
        void Http1(ListenOptions options) => options.Protocols = HttpProtocols.Http1;
        if (address.Host == "localhost" && address.Port != 0) kestrel.ListenLocalhost(address.Port, Http1);
        else kestrel.Listen(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, Http1);
    }
}

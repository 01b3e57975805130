using System.Globalization;
using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>The endpoints about addresses, and the check of the configured callback.</summary>
internal static class NetworkApi
{
    /// <summary>How long the name and each address of the callback may take, by the wall's clock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostAddresses = 8;

    /// <summary>Adds them to the table.</summary>
    public static void Register(ApiTable table)
    {
        // Everything here comes from and goes to this machine.
        table.Get("/cgi-bin/getcallbackip", _ => Addresses());
        table.Get("/cgi-bin/get_api_domain_ip", _ => Addresses());
        table.Add(new ApiEndpoint("POST", "/cgi-bin/callback/check", ApiNeeds.Token | ApiNeeds.Json, Check));
    }

    private static ApiAnswer.Json Addresses() => new(new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1", "::1") });

    private static async ValueTask<ApiAnswer> Check(ApiRequest request)
    {
        var action = request.Json.TextOf("action");
        if (action is not ("dns" or "ping" or "all")) return ApiAnswer.Fail(40202, "action must be dns, ping or all");
        var from = request.Json.TextOf("check_operator") ?? "DEFAULT";
        if (from is not ("CHINANET" or "UNICOM" or "CAP" or "DEFAULT")) return ApiAnswer.Fail(40203, "check_operator must be CHINANET, UNICOM, CAP or DEFAULT");
        Uri? callback;
        lock (request.Account.Gate) callback = request.Account.Setup.Callback;
        if (callback is null) return ApiAnswer.Fail(40201, "the account has no callback");

        var wall = request.Platform.Clock.Wall;
        var addresses = await Resolve(callback.DnsSafeHost, wall, request.Aborted);
        var answer = new JsonObject();
        if (action is "dns" or "all")
            answer["dns"] = new JsonArray([.. addresses.Select(address => (JsonNode)new JsonObject { ["ip"] = address.ToString(), ["real_operator"] = "DEFAULT" })]);
        if (action is "ping" or "all")
        {
            var pings = new JsonArray();
            foreach (var address in addresses)
            {
                var time = await Knock(new IPEndPoint(address, callback.Port), wall, request.Aborted);
                pings.Add((JsonNode)new JsonObject
                {
                    ["ip"] = address.ToString(), ["from_operator"] = from, ["package_loss"] = time is null ? "100%" : "0%",
                    ["time"] = time is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalMilliseconds:0.000}ms"),
                });
            }
            answer["ping"] = pings;
        }
        return new ApiAnswer.Json(answer);
    }

    /// <summary>The addresses of a host; none when its name is unknown.</summary>
    private static async Task<IReadOnlyList<IPAddress>> Resolve(string host, TimeProvider wall, CancellationToken left)
    {
        try
        {
            var all = await Dns.GetHostAddressesAsync(host, left).WaitAsync(Patience, wall, left);
            return all.Length <= MostAddresses ? all : all[..MostAddresses];
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return [];
        }
    }

    /// <summary>How long a TCP connection to the callback takes; null when none comes about. Echo packets of ICMP need rights that
    /// a development machine rarely gives.</summary>
    private static async Task<TimeSpan?> Knock(IPEndPoint end, TimeProvider wall, CancellationToken left)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var tooSlow = new CancellationTokenSource(Patience, wall);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tooSlow.Token, left);
        var started = wall.GetTimestamp();
        try
        {
            await socket.ConnectAsync(end, stop.Token);
            return wall.GetElapsedTime(started);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException && !left.IsCancellationRequested)
        {
            return null;
        }
    }
}

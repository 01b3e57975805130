using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatActors.Replay.Tests.Playing;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Wire;

/// <summary>Real targets that misbehave: each ends in a fault with its sentence, and none hangs the run.</summary>
public class BadTargetTests
{
    private readonly VirtualTime _time = new();

    public BadTargetTests() => _time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess", nameof(DeliveryFault.None))]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nsuccess", nameof(DeliveryFault.None))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsuccess", nameof(DeliveryFault.Broken))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsuccess", nameof(DeliveryFault.NotHttp))]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", nameof(DeliveryFault.Status))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", nameof(DeliveryFault.BadReply))]
    [InlineData("hello\r\n", nameof(DeliveryFault.NotHttp))]
    [InlineData("", nameof(DeliveryFault.Broken))]
    public async Task Whatever_a_target_writes_before_it_closes_has_its_fault(string answer, string fault)
    {
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(answer);
        });
        var played = Assert.Single(await Play(target.Address, 1));
        Assert.Equal(fault, $"{played.Faults[0]}");
        Assert.Equal(fault == nameof(DeliveryFault.None) ? 1 : 3, played.Deliveries);
        Assert.Equal(played.Deliveries, target.Requests.Count);
        Assert.NotEmpty(played.Verdict);
    }

    [Fact]
    public async Task A_reset_is_a_broken_connection()
    {
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            connection.Reset();
        });
        var played = Assert.Single(await Play(target.Address, 1));
        Assert.Equal((DeliveryFault.Broken, 3), (played.Faults[2], played.Deliveries));
        Assert.Equal("The connection was reset before a complete answer had come; the handler or the server may have crashed.", played.Verdict);
    }

    [Fact]
    public async Task A_target_that_refuses_is_a_fault_of_the_connection()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var played = Assert.Single(await Play(new Uri($"http://127.0.0.1:{port}/wx"), 1));
        Assert.Equal((DeliveryFault.Connect, $"Nothing listens at 127.0.0.1:{port}: the connection was refused; start the server or correct the callback's port."), (played.Faults[0], played.Verdict));
    }

    [Fact]
    public async Task A_plain_server_behind_https_is_a_fault_of_the_connection()
    {
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadSome();
            await connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        var played = Assert.Single(await Play(new Uri($"https://127.0.0.1:{target.Address.Port}/wx"), 1));
        Assert.Equal(DeliveryFault.Connect, played.Faults[0]);
        Assert.StartsWith("No TLS connection to 127.0.0.1", played.Verdict);
    }

    [Fact]
    public async Task Endless_heads_and_bodies_are_cut_off()
    {
        foreach (var (begin, more, fault) in new[] { ("HTTP/1.1 200 OK\r\nX: ", "y", DeliveryFault.NotHttp), ("HTTP/1.1 200 OK\r\n\r\n", "x", DeliveryFault.TooLong) })
        {
            await using var target = new RawServer(async connection =>
            {
                await connection.ReadRequest();
                await connection.Send(begin);
                while (true) await connection.Send(new string(more[0], 10_000));
            });
            Assert.Equal(fault, Assert.Single(await Play(target.Address, 1)).Faults[2]);
        }
    }

    [Fact]
    public async Task A_target_that_hangs_is_late_after_five_seconds_and_its_connection_is_ended()
    {
        const string why = "No answer came within 5 s; WeChat waits no longer. Answer success at once and send the reply through the customer-service API.";
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.UntilEnded();
        });
        var run = Play(target.Address, 1);
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            await target.Arrived();
            _time.Advance(TimeSpan.FromSeconds(5));
        }
        var played = Assert.Single(await run);
        Assert.Equal((DeliveryFault.Late, 3, why, TimeSpan.FromSeconds(15)), (played.Faults[2], played.Deliveries, played.Verdict, played.Ended));
        await target.AllEnded();
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsucc")] // half an answer
    [InlineData("http", "HTTP/1.1 200 OK\r\n\r\nsuccess")] // a body that never ends
    [InlineData("https", "")] // no word of TLS
    public async Task A_target_that_stops_in_the_middle_is_late_after_five_seconds_and_its_connection_is_ended(string scheme, string beginning)
    {
        var begun = new SemaphoreSlim(0);
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadSome();
            await connection.Send(beginning);
            begun.Release();
            await connection.UntilEnded();
        });
        var run = Play(new Uri($"{scheme}://127.0.0.1:{target.Address.Port}/wx"), 1);
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(20)));
            _time.Advance(TimeSpan.FromSeconds(5));
        }
        var played = Assert.Single(await run);
        Assert.Equal((DeliveryFault.Late, 3, TimeSpan.FromSeconds(15)), (played.Faults[2], played.Deliveries, played.Ended));
        Assert.Contains("5 s", played.Verdict, StringComparison.Ordinal);
        await target.AllEnded();
    }

    [Fact]
    public async Task A_connection_may_be_aborted_again_and_at_any_moment_after_its_exchange()
    {
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer("success");
            await connection.UntilEnded();
        });
        using var connection = new SocketWire(target.Address).Create();
        var request = Encoding.ASCII.GetBytes("POST /wx HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(DeliveryFault.None, (await connection.Exchange(request, false)).Fault);
        for (var i = 0; i < 3; i++) connection.Abort();
        await target.AllEnded();
        Assert.Equal(DeliveryFault.Late, (await connection.Exchange(request, true)).Fault);
        connection.Abort();
        connection.Dispose();
        connection.Abort();
    }

    [Fact]
    public async Task A_connection_is_kept_alive_from_packet_to_packet()
    {
        await using var target = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequest();
                await connection.Answer("success");
            }
        });
        Assert.All(await Play(target.Address, 100), played => Assert.Equal((1, PlayedOutcome.Acknowledged), (played.Deliveries, played.Outcome)));
        Assert.Equal((100, 1), (target.Requests.Count, target.Connections));
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_between_two_packets_is_opened_anew_and_counts_as_no_failure()
    {
        await using var target = new RawServer(async connection =>
        {
            for (var n = 0; n < 3; n++)
            {
                await connection.ReadRequest();
                await connection.Answer("success");
            }
        });
        Assert.All(await Play(target.Address, 30), played => Assert.Equal((1, PlayedOutcome.Acknowledged), (played.Deliveries, played.Outcome)));
        Assert.Equal(30, target.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_says_it_closes_is_believed()
    {
        await using var target = RawServer.Answering("success", headers: "Connection: close\r\n");
        Assert.All(await Play(target.Address, 20), played => Assert.Equal(1, played.Deliveries));
        Assert.Equal((20, 20), (target.Requests.Count, target.Connections));
    }

    [Fact]
    public async Task A_failed_packet_is_delivered_with_the_same_bytes()
    {
        await using var target = RawServer.Answering("no", 500);
        await Play(target.Address, 1);
        Assert.Equal(3, target.Requests.Count);
        Assert.Single(target.Requests.Distinct());
    }

    [Fact]
    public async Task A_packet_as_large_as_any_arrives_whole()
    {
        await using var target = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer("success");
        });
        var text = new string('长', 2_000_000);
        var played = Assert.Single(await Play(target.Address, [Stage.Text(0, 1, text)]));
        Assert.Equal(PlayedOutcome.Acknowledged, played.Outcome);
        Assert.Contains(text, Assert.Single(target.Requests).Body, StringComparison.Ordinal);
    }

    private Task<List<PlayedPacket>> Play(Uri target, int packets) => Play(target, [.. Enumerable.Range(0, packets).Select(number => Stage.Text(0, number))]);

    private async Task<List<PlayedPacket>> Play(Uri target, PlannedPacket[] packets)
    {
        var stage = new Stage();
        await using var source = new ListedPackets(packets);
        var options = new PlayOptions { Account = Stage.Account(target), Pace = new Pace.Saturate(), Concurrency = 1 };
        await new Player(options, source, [stage], new SocketWire(target), _time).Run(default).WaitAsync(TimeSpan.FromSeconds(20));
        return stage.Played;
    }
}

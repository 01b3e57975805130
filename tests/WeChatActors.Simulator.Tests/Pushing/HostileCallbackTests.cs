using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Pushing;

public class HostileCallbackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_callback_that_says_nothing_is_cut_off_after_5_s_and_asked_three_times()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.UntilEnded();
        });
        var world = new World(callback.Address).Followed();
        var start = world.Now;
        var push = world.PushText();
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            await callback.Arrived();
            world.Wall.Advance(Patience - TimeSpan.FromTicks(1));
            Assert.Equal(delivery, callback.Connections);
            world.Wall.Advance(TimeSpan.FromTicks(1));
        }
        var record = await push;

        Assert.Equal(PushOutcome.Failed, record.Outcome);
        Assert.Equal([0, 5, 10], record.Deliveries.Select(delivery => (int)(delivery.At - start).TotalSeconds));
        Assert.All(record.Deliveries, delivery => Assert.Equal(Patience, delivery.Elapsed));
        Assert.All(record.Deliveries, delivery => Assert.StartsWith("No answer came within 5 s", delivery.Verdict.English, StringComparison.Ordinal));
        Assert.Single(callback.Requests.Distinct());
        await callback.AllEnded();
    }

    [Fact]
    public async Task A_head_without_its_body_is_cut_off_too()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuc");
            await connection.UntilEnded();
        });
        var world = new World(callback.Address).Followed();
        var push = world.PushText();
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            await callback.Arrived();
            world.Wall.Advance(Patience);
        }
        var record = await push;

        Assert.Equal(PushOutcome.Failed, record.Outcome);
        await callback.AllEnded();
    }

    [Fact]
    public async Task The_time_runs_until_the_last_byte()
    {
        var headSent = new SemaphoreSlim(0);
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(connection.Number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuc" : "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess");
            headSent.Release();
            if (connection.Number == 1) await connection.UntilEnded();
        });
        var world = new World(callback.Address).Followed();
        var push = world.PushText();
        await headSent.WaitAsync();
        world.Wall.Advance(Patience);
        var record = await push;

        Assert.Equal(PushOutcome.Acknowledged, record.Outcome);
        Assert.Equal([PushOutcome.Failed, PushOutcome.Acknowledged], record.Deliveries.Select(delivery => delivery.Outcome));
        Assert.Equal("Delivery 2 was answered well. The answer is success: nothing is shown.", record.Verdict.English);
    }

    [Theory]
    [InlineData("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\nsuccess", "The connection")]
    [InlineData("half a head", "HTTP/1.1 200 OK\r\nConte", "The connection was closed before")]
    [InlineData("no answer", "", "The connection was closed before")]
    [InlineData("a broken chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nsuccess\r\n", "The connection broke after 0 bytes")]
    [InlineData("no HTTP", "220 mail.example.com ESMTP\r\n\r\n", "The answer is no HTTP/1.1")]
    [InlineData("created", "HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\nsuccess", "The status is 201; only 200 counts, whatever the body says.")]
    [InlineData("elsewhere", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "The status is 302, a redirect to http://127.0.0.1:9/; WeChat does not follow it.")]
    [InlineData("an error", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "The status is 500; only 200 counts. The handler failed")]
    [InlineData("not found", "HTTP/1.1 404 Oops\r\nContent-Length: 0\r\n\r\n", "The status is 404; only 200 counts. Compare the callback's path")]
    [InlineData("forbidden", "HTTP/1.1 403 Oops\r\nContent-Length: 0\r\n\r\n", "The status is 403; only 200 counts. Was the signature judged wrong?")]
    public async Task A_broken_answer_fails_all_three_at_once(string name, string bytes, string verdict)
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(bytes);
        });
        var record = await new World(callback.Address).Followed().PushText();

        Assert.True(record.Outcome == PushOutcome.Failed, name);
        Assert.Equal([1, 2, 3], record.Deliveries.Select(delivery => delivery.Number));
        Assert.All(record.Deliveries, delivery => Assert.StartsWith(verdict, delivery.Verdict.English, StringComparison.Ordinal));
        Assert.Single(callback.Requests.Distinct());
        await callback.AllEnded();
    }

    [Fact]
    public async Task A_reset_connection_fails()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            connection.Reset();
        });
        var record = await new World(callback.Address).Followed().PushText();
        Assert.Equal(PushOutcome.Failed, record.Outcome);
        Assert.Contains("before a complete answer had come", record.Deliveries[0].Verdict.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public async Task An_endless_answer_is_read_to_64_KiB_and_the_connection_ended(string head)
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(head);
            var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            while (true) await connection.Send(block);
        });
        var record = await new World(callback.Address).Followed().PushText();

        Assert.Equal(PushOutcome.Failed, record.Outcome);
        Assert.All(record.Deliveries, delivery => Assert.Equal("The answer is longer than 65,536 bytes; the rest was not read. Answer success, or a reply, which is a few KiB at most.", delivery.Verdict.English));
        Assert.All(record.Deliveries, delivery => Assert.Equal(4 * 1024, delivery.Answer!.Length));
        await callback.AllEnded();
    }

    [Fact]
    public async Task Endless_headers_fail()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send("HTTP/1.1 200 OK\r\n");
            while (true) await connection.Send("X-Header: " + new string('x', 1000) + "\r\n");
        });
        var record = await new World(callback.Address).Followed().PushText();
        Assert.Equal("The answer's headers are longer than 64 KiB.", record.Deliveries[2].Verdict.English);
        await callback.AllEnded();
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_body_was_read_counts()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadSome();
            await connection.Answer("success");
            await connection.UntilEnded();
        });
        Assert.Equal(PushOutcome.Acknowledged, (await new World(callback.Address).Followed().PushText()).Outcome);
        await callback.AllEnded();
    }

    [Fact]
    public async Task A_port_without_server_is_named()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var record = await new World(new Uri($"http://127.0.0.1:{port}/")).Followed().PushText();
        Assert.Equal($"Nothing listens at 127.0.0.1:{port}: the connection was refused; start the server or correct the callback's port.", record.Deliveries[2].Verdict.English);
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_named()
    {
        // Longer than a label may be: no name server has to be asked.
        var host = new string('x', 70) + ".invalid";
        var record = await new World(new Uri($"http://{host}/")).Followed().PushText();
        Assert.Equal($"The name {host} cannot be resolved; check the callback's host name and DNS.", record.Deliveries[2].Verdict.English);
    }

    [Fact]
    public async Task TLS_to_a_plain_port_is_named()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadSome();
            await connection.Send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        });
        var record = await new World(new Uri(callback.Address.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal))).Followed().PushText();
        Assert.Equal(
            $"No TLS connection to {callback.Address.Authority} could be made; either that port speaks plain HTTP, or its certificate is not trusted here.",
            record.Deliveries[2].Verdict.English);
        await callback.AllEnded();
    }
}

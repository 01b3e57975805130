using System.Collections.Concurrent;
using System.Text;
using System.Xml.Linq;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Load;

public class LoadSourceTests
{
    [Theory]
    [InlineData(SecurityMode.Plaintext, 1)]
    [InlineData(SecurityMode.Plaintext, 3)]
    [InlineData(SecurityMode.Safe, 3)]
    public async Task Every_packet_is_genuine_and_every_answer_judged(SecurityMode mode, int connections)
    {
        var bodies = new ConcurrentQueue<RawRequest>();
        await using var callback = Echo(bodies, mode);
        var result = await Source(callback, mode, followers: 5, connections, packets: 40).Run();

        Assert.Equal((40, 0), (result.Sent, result.Failed));
        Assert.Equal(40, result.Verdicts.Values.Sum());
        Assert.Equal(40, bodies.Count);
        Assert.True(EncodingAesKey.TryParse(Samples.AesKey, out var key, out _));
        var security = new AccountSecurity(Samples.AppId, Samples.Token, mode, [key], Samples.OriginalId);
        var packets = bodies.Select(request =>
        {
            Assert.Equal(QueryFault.None, CallbackQuery.TryParse(request.Query, out var query));
            Assert.Equal(QueryVerdict.Genuine, Callback.Verify(query, security, Samples.Now, TimeSpan.Zero));
            return Assert.IsType<TextMessage>(Assert.IsType<PacketResult.Parsed>(Callback.ReadBody(Encoding.UTF8.GetBytes(request.Body), query, security, Samples.Now).Packet).Packet);
        }).ToList();
        Assert.Equal(Enumerable.Range(1000, 40).Select(id => $"{id}"), packets.Select(packet => packet.MsgId!).Order(StringComparer.Ordinal));
        Assert.All(packets.GroupBy(packet => packet.FromUserName), own => Assert.Equal(own.Select(packet => packet.MsgId!).Order(StringComparer.Ordinal), own.Select(packet => packet.MsgId!)));
        // How fast each connection is nobody knows; on a single one all followers take turns.
        if (connections == 1) Assert.All(packets.GroupBy(packet => packet.FromUserName), own => Assert.Equal(8, own.Count()));
    }

    [Fact]
    public async Task Wrong_answers_are_counted_by_their_verdict()
    {
        await using var callback = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequest();
                await connection.Answer("oops");
            }
        });
        var result = await Source(callback, SecurityMode.Plaintext, followers: 1, connections: 4, packets: 3).Run();
        Assert.Equal((3, 3), (result.Sent, result.Failed));
        Assert.Equal(("The answer is 4 bytes of plain text; WeChat wants success, an empty body or a reply's XML.", 3), (result.Verdicts.Single().Key, result.Verdicts.Single().Value));
        Assert.Equal(1, callback.Connections);
    }

    [Fact]
    public async Task Without_a_server_every_packet_fails_and_the_source_ends()
    {
        var world = new World(new Uri("http://127.0.0.1:1/"));
        var source = new LoadSource(new LoadOptions { Account = world.Setup, Packets = 5, Connections = 2, FirstMsgId = 1 }, world.Wall);
        var result = await source.Run();
        Assert.Equal((5, 5), (result.Sent, result.Failed));
    }

    [Fact]
    public async Task A_source_ends_when_its_time_is_over()
    {
        var wall = new World().Wall;
        var answered = 0;
        await using var callback = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequest();
                if (Interlocked.Increment(ref answered) == 10) wall.Advance(TimeSpan.FromSeconds(2));
                await connection.Answer("success");
            }
        });
        var setup = new World(callback.Address).Setup;
        var source = new LoadSource(new LoadOptions { Account = setup, Duration = TimeSpan.FromSeconds(2), Connections = 1, FirstMsgId = 1 }, wall);
        var result = await source.Run();
        Assert.Equal(10, result.Sent);
        Assert.Equal(TimeSpan.FromSeconds(2), result.Elapsed);
        Assert.Equal(5, result.PerSecond);
    }

    [Fact]
    public async Task A_source_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var callback = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequest();
                await cancel.CancelAsync();
                await connection.Answer("success");
            }
        });
        var result = await Source(callback, SecurityMode.Plaintext, followers: 1, connections: 1, packets: 1_000_000).Run(cancel.Token);
        Assert.Equal(1, result.Sent);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var setup = new World(new Uri("http://127.0.0.1:1/")).Setup;
        var options = new LoadOptions { Account = setup, FirstMsgId = 1, Packets = 1 };
        foreach (var wrong in new[]
        {
            options with { Packets = null }, options with { Followers = 0 }, options with { Connections = 0 }, options with { Texts = [] },
            options with { Account = setup with { Callback = null } }, options with { Account = setup with { Security = SecurityMode.Safe, AesKey = null } },
        })
            Assert.Throws<ArgumentException>(() => new LoadSource(wrong, TimeProvider.System));
    }

    [Fact]
    public void Percentiles_are_at_most_six_percent_too_high()
    {
        var counts = new LatencyCounts();
        Assert.Equal(TimeSpan.Zero, counts.Percentile(0.99));
        for (var i = 1; i <= 100; i++) counts.Add(TimeSpan.FromMilliseconds(i));
        foreach (var percent in new[] { 1, 50, 90, 99, 100 })
            Assert.InRange(counts.Percentile(percent / 100.0).TotalMilliseconds, percent, 1.0625 * percent);
        counts.Add(TimeSpan.MaxValue);
        counts.Add(TimeSpan.Zero);
        Assert.True(counts.Percentile(1) > TimeSpan.FromDays(10_000));
        Assert.Equal(TimeSpan.Zero, counts.Percentile(0));
    }

    private static LoadSource Source(RawServer callback, SecurityMode mode, int followers, int connections, long packets) =>
        new(
            new LoadOptions
            {
                Account = new World(callback.Address, mode).Setup, Followers = followers, Connections = connections, Packets = packets, FirstMsgId = 1000,
            },
            new World().Wall);

    /// <summary>Keeps connections alive and answers each follower with a reply, in safe mode with success.</summary>
    private static RawServer Echo(ConcurrentQueue<RawRequest> bodies, SecurityMode mode) => new(async connection =>
    {
        while (true)
        {
            var request = await connection.ReadRequest();
            bodies.Enqueue(request);
            await connection.Answer(mode == SecurityMode.Safe ? "success" : Reply(XElement.Parse(request.Body)));
        }
    });

    private static string Reply(XElement packet) =>
        $"<xml><ToUserName>{packet.Element("FromUserName")!.Value}</ToUserName><FromUserName>{packet.Element("ToUserName")!.Value}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>";
}

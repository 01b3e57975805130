using System.Globalization;

namespace WeChatActors.Engine.Tests.Calls;

public class RetryTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.25);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_busy_server_is_asked_again_after_pauses_that_grow(string method)
    {
        await using var server = Answering(503, 502, 504, 200);
        await using var lab = CallLab.For(server.Root);
        var call = lab.Begin(CallLab.Order(method, server.Root) with { Retries = 3 });

        for (var i = 0; i < 3; i++)
        {
            await lab.Time.WhenArmed(2);
            lab.Time.Advance(Longest * (1 << i) * 0.55);
            Assert.Equal(i + 1, server.Requests.Count);
            lab.Time.Advance(Longest * (1 << i) * 0.5);
        }

        Assert.True((await lab.Result(call))["ok"].AsBool);
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Null(request.Header("Idempotency-Key")));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(200)]
    public async Task An_answer_is_an_answer(int status)
    {
        await using var server = Answering(status);
        await using var lab = CallLab.For(server.Root);

        Assert.Equal(status, (await lab.Call(CallLab.Get(server.Root, retries: 5)))["status"].AsNumber);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_might_be_done_twice_is_tried_once()
    {
        await using var server = Answering(503);
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(CallError.Status, CallLab.Order("POST", server.Root, "{}", "application/json") with { Retries = 5 });

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_the_other_side_does_once_is_tried_again_with_the_same_key()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            if (connection.Number < 3) connection.Reset();
            else await connection.Answer("done");
        });
        await using var lab = CallLab.For(server.Root);
        var call = lab.Begin(CallLab.Order("POST", server.Root, "{}", "application/json") with { Retries = 2, Once = true });

        for (var i = 0; i < 2; i++)
        {
            await lab.Time.WhenArmed(2);
            lab.Time.Advance(Longest * (1 << i));
        }

        Assert.Equal("done", (await lab.Result(call))["body"].AsText);
        Assert.Equal(Enumerable.Repeat(call.Key, 3), server.Requests.Select(request => request.Header("Idempotency-Key")));
    }

    [Fact]
    public async Task A_post_whose_connection_dies_is_not_sent_again_behind_our_back()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer("first");
            await connection.ReadRequest();
            connection.Reset();
        });
        await using var lab = CallLab.For(server.Root);

        await lab.Call(CallLab.Order("POST", server.Root));
        await lab.Fails(CallError.Broken, CallLab.Order("POST", server.Root));

        Assert.Equal((2, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait_and_is_not_asked_again_when_that_is_too_long()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer("", connection.Number == 1 ? 503 : 200, connection.Number == 1 ? "Connection: close\r\nRetry-After: 5\r\n" : "Connection: close\r\n");
        });
        await using var lab = CallLab.For(server.Root);
        var call = lab.Begin(CallLab.Get(server.Root, retries: 1));

        await lab.Time.WhenArmed(2);
        lab.Time.Advance(TimeSpan.FromSeconds(5) - VirtualTime.OneTick);
        Assert.Single(server.Requests);
        lab.Time.Advance(VirtualTime.OneTick);
        Assert.True((await lab.Result(call))["ok"].AsBool);

        await using var patient = Answering(503, "Retry-After: 11\r\n");
        await using var other = CallLab.For(patient.Root);
        await other.Fails(CallError.Status, CallLab.Get(patient.Root, retries: 1));
        Assert.Single(patient.Requests);
    }

    [Fact]
    public async Task Pauses_differ_between_calls_and_not_between_runs()
    {
        async Task<List<TimeSpan>> Durations()
        {
            await using var server = Answering(503);
            await using var lab = CallLab.For(server.Root, new CallOptions { BreakerFailures = 1000 });
            var took = new List<TimeSpan>();
            for (var i = 0; i < 5; i++)
            {
                var call = lab.Begin(CallLab.Get(server.Root, retries: 1));
                await lab.Time.WhenArmed(2);
                while (!lab.IsTold(call) && lab.Time.Armed > 1) lab.Time.Advance(TimeSpan.FromMilliseconds(1));
                took.Add((await lab.Ended(call)).Took);
            }
            return took;
        }

        var first = await Durations();
        Assert.Equal(first, await Durations());
        Assert.Equal(5, first.Distinct().Count());
        Assert.All(first, took => Assert.InRange(took, TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(251)));
    }

    private static RawServer Answering(params int[] statuses) => new(async connection =>
    {
        await connection.ReadRequest();
        await connection.Answer("", statuses[Math.Min(connection.Number, statuses.Length) - 1], "Connection: close\r\n");
    });

    private static RawServer Answering(int status, string headers) => RawServer.Answering("", status, string.Create(CultureInfo.InvariantCulture, $"{headers}Connection: close\r\n"));
}

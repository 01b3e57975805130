namespace WeChatActors.Engine.Tests.Calls;

public class DeadlineTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(2.5)]
    public async Task A_request_ends_at_its_deadline_and_not_a_tick_before(double? seconds)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.UntilEnded();
        });
        await using var lab = CallLab.For(server.Root);
        TimeSpan? said = seconds is { } s ? TimeSpan.FromSeconds(s) : null;
        var deadline = said ?? TimeSpan.FromSeconds(10);
        var call = lab.Begin(CallLab.Get(server.Root, said, retries: 3));
        await server.Arrived();

        lab.Time.Advance(deadline - VirtualTime.OneTick);
        Assert.Equal((false, 1), (lab.IsTold(call), lab.Runner.Counters.InFlight));
        lab.Time.Advance(VirtualTime.OneTick);

        var (result, took) = await lab.Ended(call);
        Assert.Equal((CallError.Timeout, deadline), (result["error"].AsText, took));
        Assert.Equal(deadline, lab.Runner.Deadlines.Of(CallLab.Get(server.Root, said)));
        await server.AllEnded();
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_deadline_too()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            await connection.UntilEnded();
        });
        await using var lab = CallLab.For(server.Root);
        var call = lab.Begin(CallLab.Get(server.Root));
        await server.Arrived();

        lab.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CallError.Timeout, (await lab.Result(call))["error"].AsText);
    }

    [Fact]
    public async Task Whoever_waits_for_a_place_spends_his_own_time()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.UntilEnded();
        });
        await using var lab = CallLab.For(server.Root, new CallOptions { PerHost = 1 });
        var first = lab.Begin(CallLab.Get(server.Root, TimeSpan.FromSeconds(5)));
        await server.Arrived();
        var second = lab.Begin(CallLab.Get(server.Root, TimeSpan.FromSeconds(3)));
        var third = lab.Begin(CallLab.Get(server.Root, TimeSpan.FromSeconds(8)));
        await lab.Time.WhenArmed(3);

        lab.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(CallError.Timeout, (await lab.Result(second))["error"].AsText);
        Assert.Equal((false, false, 1), (lab.IsTold(first), lab.IsTold(third), server.Connections));
        lab.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CallError.Timeout, (await lab.Result(first))["error"].AsText);
        await server.Arrived();
        lab.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((CallError.Timeout, TimeSpan.FromSeconds(8)), ((await lab.Result(third))["error"].AsText, (await lab.Ended(third)).Took));
    }
}

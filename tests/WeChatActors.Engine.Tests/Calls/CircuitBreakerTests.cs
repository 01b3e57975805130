namespace WeChatActors.Engine.Tests.Calls;

public class CircuitBreakerTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void It_opens_with_the_fifth_failure_and_lets_one_try_after_15_s()
    {
        var breaker = New();
        for (var i = 0; i < 4; i++) Assert.Null(breaker.Leave(breaker.Enter(i)!.Value, true, i));
        Assert.False(breaker.IsOpen);
        Assert.True(breaker.Leave(breaker.Enter(5)!.Value, true, 5));

        Assert.True(breaker.IsOpen);
        Assert.Null(breaker.Enter(5 + 15 * Second - 1));
        var tried = breaker.Enter(5 + 15 * Second);
        Assert.NotNull(tried);
        Assert.Null(breaker.Enter(5 + 16 * Second));
        Assert.False(breaker.Leave(tried.Value, false, 5 + 17 * Second));

        Assert.False(breaker.IsOpen);
        // What was before counts no more.
        for (var i = 0; i < 4; i++) Assert.Null(breaker.Leave(breaker.Enter(18 * Second)!.Value, true, 18 * Second));
        Assert.NotNull(breaker.Enter(18 * Second));
    }

    [Fact]
    public void Who_tries_and_fails_closes_it_for_another_rest()
    {
        var breaker = Open();
        var tried = breaker.Enter(15 * Second)!.Value;

        Assert.Null(breaker.Leave(tried, true, 20 * Second));

        Assert.Null(breaker.Enter(35 * Second - 1));
        Assert.NotNull(breaker.Enter(35 * Second));
    }

    [Fact]
    public void Who_tries_and_is_cancelled_or_hangs_leaves_it_to_another()
    {
        var breaker = Open();
        var cancelled = breaker.Enter(15 * Second)!.Value;
        Assert.Null(breaker.Leave(cancelled, null, 16 * Second));
        var hanging = breaker.Enter(16 * Second)!.Value;
        Assert.Null(breaker.Enter(31 * Second - 1));
        var other = breaker.Enter(31 * Second)!.Value;

        Assert.False(breaker.Leave(other, false, 32 * Second));
        Assert.Null(breaker.Leave(hanging, true, 33 * Second));
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public void What_began_before_says_nothing_about_now()
    {
        var breaker = New();
        var early = breaker.Enter(0)!.Value;
        for (var i = 0; i < 5; i++) breaker.Leave(breaker.Enter(0)!.Value, true, 0);

        Assert.Null(breaker.Leave(early, false, 1));
        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void Failures_that_lie_far_apart_do_not_count_together()
    {
        var breaker = New();
        for (var i = 0; i < 50; i++) Assert.Null(breaker.Leave(breaker.Enter(i * 8 * Second)!.Value, true, i * 8 * Second));
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public void A_few_failures_among_many_successes_open_nothing()
    {
        var breaker = New();
        for (var i = 0; i < 1000; i++) Assert.Null(breaker.Leave(breaker.Enter(i)!.Value, i % 10 == 9, i));
        Assert.False(breaker.IsOpen);
        for (var i = 0; i < 799; i++) Assert.Null(breaker.Leave(breaker.Enter(1000)!.Value, true, 1000));
        Assert.True(breaker.Leave(breaker.Enter(1000)!.Value, true, 1000));
    }

    [Fact]
    public async Task A_host_that_fails_is_left_alone_and_tried_again()
    {
        var works = false;
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer("", works ? 200 : 500, "Connection: close\r\n");
        });
        await using var lab = CallLab.For(server.Root);
        var order = CallLab.Get(server.Root);
        for (var i = 0; i < 5; i++) await lab.Fails(CallError.Status, order);

        Assert.Equal(TimeSpan.Zero, (await lab.Ended(lab.Begin(order))).Took);
        await lab.Fails(CallError.CircuitOpen, order with { Retries = 3 });
        Assert.Equal(5, server.Requests.Count);
        lab.Time.Advance(TimeSpan.FromSeconds(15));
        await lab.Fails(CallError.Status, order);
        await lab.Fails(CallError.CircuitOpen, order);
        works = true;
        lab.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.True((await lab.Call(order))["ok"].AsBool);
        Assert.True((await lab.Call(order))["ok"].AsBool);

        Assert.Equal(
            [
                new CallNotice(order.Target, true, $"{order.Target} failed 5 times within 30 s: rules that call it get the error circuit_open until it answers again, which is tried every 15 s; look what is wrong with it."),
                new CallNotice(order.Target, false, $"{order.Target} answers again."),
            ],
            lab.Notices);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_not_the_hosts_failure()
    {
        await using var server = RawServer.Answering("", 404, "Connection: close\r\n");
        await using var lab = CallLab.For(server.Root);

        for (var i = 0; i < 20; i++) await lab.Fails(CallError.Status, CallLab.Get(server.Root));

        Assert.Empty(lab.Notices);
    }

    [Fact]
    public async Task A_model_that_fails_is_left_alone_too()
    {
        await using var model = new FakeModel(FakeModel.ClosesEarly("半"));
        await using var lab = CallLab.For(model);
        for (var i = 0; i < 5; i++) await lab.Fails(CallError.Broken, CallLab.Ask());

        await lab.Fails(CallError.CircuitOpen, CallLab.Ask());

        Assert.Equal("llm:default", Assert.Single(lab.Notices).Target);
    }

    private static CircuitBreaker New() => new(5, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15));

    private static CircuitBreaker Open()
    {
        var breaker = New();
        for (var i = 0; i < 5; i++) breaker.Leave(breaker.Enter(0)!.Value, true, 0);
        return breaker;
    }
}

namespace WeChatActors.Server.Tests.OAuth;

public sealed class ExchangedCodesTests
{
    private readonly VirtualTime _time = new();
    private int _exchanges;

    [Fact]
    public async Task A_code_that_comes_many_times_at_once_is_exchanged_once_and_all_get_the_same()
    {
        var codes = new ExchangedCodes(_time, 100, 10);
        var answer = new TaskCompletionSource<LoginOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = Enumerable.Range(0, 100).AsParallel().Select(_ => codes.Once("shop", "c", "s", () => Count(answer.Task))).ToList();

        answer.SetResult(new LoginOutcome.Granted("T"));
        var outcomes = await Task.WhenAll(asked);
        Assert.Equal(1, _exchanges);
        Assert.All(outcomes, outcome => Assert.Same(outcomes[0], outcome));
        Assert.Same(outcomes[0], await codes.Once("shop", "c", "s", () => Count(answer.Task)));
    }

    [Fact]
    public async Task A_code_that_leaked_after_its_use_gives_another_login_nothing()
    {
        var codes = new ExchangedCodes(_time, 100, 10);
        await codes.Once("shop", "c", "s", Granted);

        Assert.Equal(new LoginOutcome.Failed(LoginFault.CodeSpent), await codes.Once("shop", "c", "other", Granted));
        Assert.Equal(1, _exchanges);
        await codes.Once("cafe", "c", "other", Granted);
        Assert.Equal(2, _exchanges);
    }

    [Fact]
    public async Task What_became_of_a_code_is_remembered_as_long_as_a_login_lives()
    {
        var codes = new ExchangedCodes(_time, 100, 10);
        await codes.Once("shop", "c", "s", Granted);
        _time.Advance(PendingLogin.Life - VirtualTime.OneTick);
        await codes.Once("shop", "c", "s", Granted);
        Assert.Equal(1, _exchanges);
        _time.Advance(VirtualTime.OneTick);
        await codes.Once("shop", "other", "s", Granted);
        Assert.Equal(1, codes.Count);
    }

    [Fact]
    public async Task A_flood_of_codes_takes_bounded_room_and_those_under_way_stay()
    {
        var codes = new ExchangedCodes(_time, 100, 10);
        var answer = new TaskCompletionSource<LoginOutcome>();
        var slow = codes.Once("shop", "slow", "s", () => Count(answer.Task));
        for (var i = 0; i < 1_000; i++) await codes.Once("shop", $"c{i}", "s", Granted);

        Assert.InRange(codes.Count, 1, 100);
        var again = codes.Once("shop", "slow", "s", Granted);
        answer.SetResult(new LoginOutcome.Granted("T"));
        Assert.Same(await slow, await again);
        Assert.Equal(1_001, _exchanges);
    }

    [Fact]
    public async Task Only_so_many_are_exchanged_at_once_and_the_next_is_told_to_wait()
    {
        var codes = new ExchangedCodes(_time, 100, 10);
        var answer = new TaskCompletionSource<LoginOutcome>();
        var slow = Enumerable.Range(0, 10).Select(i => codes.Once("shop", $"c{i}", "s", () => Count(answer.Task))).ToList();

        Assert.Equal(new LoginOutcome.Failed(LoginFault.Unavailable), await codes.Once("shop", "c10", "s", Granted));
        answer.SetResult(new LoginOutcome.Granted("T"));
        await Task.WhenAll(slow);
        Assert.IsType<LoginOutcome.Granted>(await codes.Once("shop", "c10", "s", Granted));
    }

    private Task<LoginOutcome> Granted() => Count(Task.FromResult<LoginOutcome>(new LoginOutcome.Granted("T")));

    private Task<LoginOutcome> Count(Task<LoginOutcome> answer)
    {
        Interlocked.Increment(ref _exchanges);
        return answer;
    }
}

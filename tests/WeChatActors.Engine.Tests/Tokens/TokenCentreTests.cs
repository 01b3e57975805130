using System.Threading.Channels;

namespace WeChatActors.Engine.Tests;

public sealed class TokenCentreTests : IAsyncLifetime
{
    private static readonly TokenId Id = TokenLab.Id;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly VirtualTime _time = new();
    private MemoryTokenStore Store { get; } = new();
    private readonly ScriptedEndpoint _endpoint = new();
    private readonly Channel<TokenNotice> _notices = Channel.CreateUnbounded<TokenNotice>();
    private readonly List<TokenCentre> _centres = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var centre in _centres) await centre.DisposeAsync();
    }

    [Fact]
    public async Task A_thousand_callers_at_start_cause_one_request()
    {
        var centre = Centre();
        var callers = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => centre.Get(Id, "engine", CancellationToken.None).AsTask())).ToArray();

        (await _endpoint.Next()).Give("A");

        foreach (var reply in await Task.WhenAll(callers).WaitAsync(Patience)) Assert.Equal("A", Granted(reply).Value);
        Assert.Equal(1, _endpoint.Asked);
        Assert.Single(Store.Saved);
    }

    [Fact]
    public async Task A_thousand_reports_of_one_token_cause_one_request()
    {
        var centre = await Serving();
        var reporters = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => centre.Replace(Id, "A", 42001, "proxy", CancellationToken.None).AsTask())).ToArray();

        (await _endpoint.Next()).Give("B");

        foreach (var reply in await Task.WhenAll(reporters).WaitAsync(Patience)) Assert.Equal("B", Granted(reply).Value);
        Assert.Equal(2, _endpoint.Asked);
    }

    [Fact]
    public async Task Readers_do_not_wait_while_the_old_token_is_good_although_its_refresh_hangs()
    {
        var centre = await Serving();
        _time.Advance(TimeSpan.FromMinutes(116));
        await AfterAdvancingUntil(() => _endpoint.Asked > 1);

        Assert.Equal("A", centre.Current(Id)!.Value);
        var read = centre.Get(Id, "engine", CancellationToken.None);
        Assert.True(read.IsCompleted);
        Assert.Equal("A", Granted(await read).Value);
    }

    [Fact]
    public async Task A_request_that_hangs_is_given_up_and_made_again()
    {
        var centre = Centre();
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        var first = await _endpoint.Next();

        _endpoint.AtOnce = Given("A");
        _time.Advance(TimeSpan.FromSeconds(10));
        await Ended(first.Ending);

        Assert.Equal("A", Granted(await AfterAdvancing(caller)).Value);
    }

    [Fact]
    public async Task Cancelling_ends_only_ones_own_wait()
    {
        var centre = Centre();
        using var impatient = new CancellationTokenSource();
        var gone = centre.Get(Id, "engine", impatient.Token).AsTask();
        var stays = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        var request = await _endpoint.Next();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(request.Ending.IsCancellationRequested);
        request.Give("A");

        Assert.Equal("A", Granted(await stays.WaitAsync(Patience)).Value);
        Assert.Equal(1, _endpoint.Asked);
    }

    [Fact]
    public async Task Disposing_answers_who_waits_ends_the_request_and_gives_the_right_back()
    {
        var centre = Centre();
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        var request = await _endpoint.Next();

        await centre.DisposeAsync();

        Assert.Contains("stopping", Assert.IsType<TokenReply.Refused>(await caller.WaitAsync(Patience)).Why, StringComparison.Ordinal);
        Assert.True(request.Ending.IsCancellationRequested);
        Assert.Equal("abandoned", Assert.Single(Store.Lines).Line.Result);
        Assert.IsType<TokenReply.Refused>(await centre.Get(Id, "engine", CancellationToken.None));
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(1, _endpoint.Asked);

        // The next process need not wait for the right to lapse.
        _ = Centre().Get(Id, "engine", CancellationToken.None).AsTask();
        (await _endpoint.Next()).Give("A");
    }

    [Fact]
    public async Task A_restart_asks_nothing_while_the_stored_token_lives()
    {
        var first = await Serving();
        await first.DisposeAsync();
        _time.Advance(TimeSpan.FromMinutes(30));

        var second = Centre();
        second.Start();
        var reply = await second.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience);

        Assert.Equal("A", Granted(reply).Value);
        Assert.Equal(1, Granted(reply).Version);
        Assert.Equal(1, _endpoint.Asked);
    }

    [Fact]
    public async Task Starting_fetches_the_access_token_and_no_ticket()
    {
        var centre = Centre();
        centre.Start();

        var request = await _endpoint.Next();

        Assert.Equal(Id, request.Id);
        Assert.Equal(1, _endpoint.Asked);
        Assert.Equal(new TokenStatus(Id, 0, null, null, Good: false, Refreshing: true, null, 1, 0), centre.Status(Id));
    }

    [Fact]
    public async Task An_operator_gets_a_new_token_by_force()
    {
        var centre = await Serving();
        var renewal = centre.Renew(Id, "command", CancellationToken.None).AsTask();

        var request = await _endpoint.Next();
        Assert.True(request.Force);
        request.Give("B");

        Assert.Equal("B", Granted(await renewal.WaitAsync(Patience)).Value);
        Assert.Equal(1, centre.Status(Id).ForcedToday);
    }

    [Fact]
    public async Task Two_centres_over_one_store_share_the_token_of_one_request()
    {
        var one = Centre();
        var other = Centre();
        var waitsAtOne = one.Get(Id, "engine", CancellationToken.None).AsTask();
        var request = await _endpoint.Next();
        var waitsAtOther = other.Get(Id, "engine", CancellationToken.None).AsTask();

        request.Give("A");
        Assert.Equal("A", Granted(await waitsAtOne.WaitAsync(Patience)).Value);
        Assert.Equal("A", Granted(await AfterAdvancing(waitsAtOther)).Value);
        Assert.Equal(1, _endpoint.Asked);
    }

    [Fact]
    public async Task A_mistake_of_an_endpoint_is_reported_without_its_message_and_tried_again()
    {
        var centre = Centre();
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        (await _endpoint.Next()).Fail(new InvalidOperationException("secret=0123456789abcdef"));

        var notice = await _notices.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.True(notice.Urgent);
        Assert.StartsWith("A mistake in this program (InvalidOperationException", notice.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", notice.Sentence, StringComparison.Ordinal);
        _endpoint.AtOnce = Given("A");
        Assert.Equal("A", Granted(await AfterAdvancing(caller)).Value);
    }

    [Fact]
    public async Task A_mistake_in_the_actor_does_not_end_the_care_for_its_token()
    {
        var mistakes = 3;
        var centre = Centre(id => mistakes-- > 0 ? throw new InvalidOperationException("A bug.") : _endpoint);
        var unlucky = await centre.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience);
        Assert.IsType<TokenReply.Refused>(unlucky);
        Assert.Equal(3, _notices.Reader.Count);

        _endpoint.AtOnce = Given("A");

        await AfterAdvancingUntil(() => centre.Current(Id) is not null);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_does_not_lengthen_a_life_and_one_set_forward_is_followed()
    {
        var wall = new JumpingTime(_time);
        var centre = Centre(time: wall);
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        (await _endpoint.Next()).Give("A", 600);
        await caller.WaitAsync(Patience);

        wall.Ahead = TimeSpan.FromHours(-9);
        Assert.NotNull(centre.Current(Id));
        _time.Advance(TimeSpan.FromSeconds(590));
        Assert.Null(centre.Current(Id));

        _endpoint.AtOnce = Given("B", 600);
        await AfterAdvancingUntil(() => centre.Current(Id) is not null);
        wall.Ahead = TimeSpan.FromHours(9);
        Assert.Null(centre.Current(Id));
    }

    [Fact]
    public async Task A_token_is_served_from_memory_while_the_store_is_away()
    {
        var centre = await Serving();
        Store.NoReading = Store.NoWriting = "The disk is full: make room.";

        await AfterAdvancingUntil(() => centre.Status(Id).Trouble is not null);

        Assert.Equal("The disk is full: make room.", centre.Status(Id).Trouble);
        Assert.True(centre.Status(Id).Good);
        Assert.Equal("A", centre.Current(Id)!.Value);
        Store.NoReading = Store.NoWriting = null;
        await AfterAdvancingUntil(() => centre.Status(Id).Trouble is null);
    }

    [Fact]
    public async Task Who_asks_for_an_account_that_is_not_there_has_a_bug()
    {
        var centre = Centre();
        var unknown = new TokenId("nobody", TokenKind.AccessToken);

        await Assert.ThrowsAsync<ArgumentException>(() => centre.Get(unknown, "engine", CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => centre.Replace(unknown, "A", null, "engine", CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => centre.Renew(unknown, "engine", CancellationToken.None).AsTask());
        Assert.Null(centre.Current(unknown));
    }

    [Fact]
    public async Task Nobody_listening_to_notices_is_no_reason_to_stop()
    {
        var centre = new TokenCentre(["demo"], _ => _endpoint, Store, new TokenOptions(), _time, _ => throw new InvalidOperationException("The log is full."));
        _centres.Add(centre);
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        (await _endpoint.Next()).Refuse(40164);
        Assert.Equal(40164, Assert.IsType<TokenReply.Refused>(await caller.WaitAsync(Patience)).Errcode);

        _endpoint.AtOnce = Given("A");
        await AfterAdvancingUntil(() => centre.Current(Id) is not null);
    }

    private TokenCentre Centre(Func<TokenId, ITokenEndpoint>? endpoint = null, TimeProvider? time = null)
    {
        var centre = new TokenCentre(["demo"], endpoint ?? (_ => _endpoint), Store, new TokenOptions(), time ?? _time, notice => _notices.Writer.TryWrite(notice), seed: 11);
        _centres.Add(centre);
        return centre;
    }

    private async Task<TokenCentre> Serving()
    {
        var centre = Centre();
        var caller = centre.Get(Id, "engine", CancellationToken.None).AsTask();
        (await _endpoint.Next()).Give("A");
        await caller.WaitAsync(Patience);
        return centre;
    }

    /// <summary>Moves the clock on until something has come that a timer brings, whenever that was set.</summary>
    private async Task<T> AfterAdvancing<T>(Task<T> coming)
    {
        while (!coming.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
        return await coming;
    }

    private async Task AfterAdvancingUntil(Func<bool> holds)
    {
        while (!holds())
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    private static async Task Ended(CancellationToken token)
    {
        var ended = new TaskCompletionSource();
        await using var registration = token.Register(ended.SetResult);
        await ended.Task.WaitAsync(Patience, CancellationToken.None);
    }

    private static TokenAnswer.Given Given(string value, double seconds = 7200) => new(value, TimeSpan.FromSeconds(seconds));

    private static GrantedToken Granted(TokenReply reply) => Assert.IsType<TokenReply.Granted>(reply).Token;

    /// <summary>A machine whose wall clock somebody sets.</summary>
    private sealed class JumpingTime(VirtualTime machine) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => machine.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + TimeSpan.FromDays(20_000) + Ahead;

        public override long GetTimestamp() => machine.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);
    }
}

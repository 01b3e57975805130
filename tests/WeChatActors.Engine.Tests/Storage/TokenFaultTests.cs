using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class TokenFaultTests : TokenStoreTests
{
    [Fact]
    public async Task Two_stores_over_one_file_race_and_exactly_one_wins_each_round()
    {
        await using var left = SqliteTokenStore.Open(Path, []);
        await using var right = SqliteTokenStore.Open(Path, []);
        for (var version = 0; version < 200; version++)
        {
            var known = version;
            var both = await Task.WhenAll(Race(left, "left"), Race(right, "right"));
            Assert.Single(both, won => won);
            Assert.Equal(known + 1, (await left.Load(Id)).Version);
            Assert.Equal(await left.Load(Id), await right.Load(Id));

            async Task<bool> Race(SqliteTokenStore store, string holder)
            {
                await Task.Yield();
                if (await Take(store, holder, known) is not RefreshRight.Taken) return false;
                var token = Token(known + 1, $"{holder} {known}");
                return (await store.Save(Id, holder, token, Line(known + 1))).Token == token;
            }
        }
        var lines = await left.Audit("demo", 1000);
        Assert.Equal(Enumerable.Range(1, 200).Reverse().Select(version => (long?)version), lines.Select(entry => entry.Line.Version));
    }

    [Fact]
    public async Task Random_holders_that_die_pause_and_come_back_never_overwrite_a_version()
    {
        var random = new Random(20260302);
        SqliteTokenStore[] stores = [Open(), Open(), Open()];
        var known = new long[stores.Length];
        var fetched = new GrantedToken?[stores.Length];
        var saved = new Dictionary<long, string>();
        var now = Now;
        for (var i = 0; i < 600; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(12));
            var who = random.Next(stores.Length);
            if (fetched[who] is { } token && random.Next(4) > 0)
            {
                var stored = await stores[who].Save(Id, $"holder {who}", token, Line(token.Version));
                if (stored.Token == token) Assert.True(saved.TryAdd(token.Version, token.Value));
                known[who] = stored.Version;
                fetched[who] = null;
            }
            else
            {
                fetched[who] = null; // died
                var right = await stores[who].TakeRight(Id, known[who], $"holder {who}", false, now, now + TimeSpan.FromSeconds(30));
                if (right is RefreshRight.Moved moved) known[who] = moved.Stored.Version;
                if (right is RefreshRight.Taken) fetched[who] = Token(known[who] + 1, $"{who} at step {i}");
            }
            var newest = await stores[0].Load(Id);
            Assert.Equal(saved.Count, newest.Version);
            if (newest.Token is { } at) Assert.Equal(saved[at.Version], at.Value);
        }
        Assert.InRange(saved.Count, 100, 600);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_locked_file_refuses_writes_in_bounded_time_answers_reads_and_recovers()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        using (var theirs = Connect())
        {
            Execute(theirs, "BEGIN EXCLUSIVE");
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Unavailable(() => Take(store, "us", 1), "is locked by another program")));
            Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(30));
            Assert.Equal(Token(1), (await store.Load(Id)).Token);
            Assert.Single(await store.Audit("demo", 10));
        }
        await Taken(Take(store, "us", 1));
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_to_itself_refuses_reads_too()
    {
        await using var store = Open();
        using (var theirs = Connect())
        {
            Execute(theirs, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
            await Unavailable(() => store.Load(Id), "is locked by another program");
        }
        Assert.Equal(StoredToken.None, await store.Load(Id));
    }

    [Fact]
    public async Task The_callers_thread_is_never_the_one_that_waits()
    {
        await using var store = SqliteTokenStore.Open(Path, []);
        using var theirs = Connect();
        Execute(theirs, "BEGIN EXCLUSIVE");
        var taking = Take(store, "us");
        Assert.False(taking.IsCompleted);
        Execute(theirs, "COMMIT");
        await Taken(taking);
    }

    [Fact]
    public async Task A_disk_that_hangs_is_told_in_bounded_time_and_what_waited_for_it_does_not_happen_later()
    {
        var (begun, letGo) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        await using var store = Open();
        using var calls = new SqliteCalls(Path, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        var hanging = calls.Run((_, _) =>
        {
            begun.Set();
            letGo.Wait();
            return true;
        }).AsTask();
        begun.Wait();
        var ran = false;
        await Unavailable(() => calls.Run((_, _) => ran = true), "a disk that hangs");
        await Unavailable(() => new ValueTask<bool>(hanging), "a disk that hangs");
        letGo.Set();
        while (!await Works(calls)) await Task.Yield();
        Assert.False(ran);
    }

    [Fact]
    public async Task A_vanished_file_is_told_and_not_made_anew_and_works_when_it_is_back()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        File.Move(Path, Path + ".away");
        await Unavailable(() => store.Load(Id), "cannot be opened");
        await Unavailable(() => Take(store, "us", 1), "cannot be opened");
        Assert.False(File.Exists(Path));
        File.Move(Path + ".away", Path);
        Assert.Equal(Token(1), (await store.Load(Id)).Token);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_left_as_it_is()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        var bytes = await File.ReadAllBytesAsync(Path);
        Array.Fill<byte>(bytes, 0xA5, 100, bytes.Length - 100);
        await File.WriteAllBytesAsync(Path, bytes);
        await Unavailable(() => store.Load(Id), "is damaged");
        await Unavailable(() => Take(store, "us", 1), "is damaged");
        await File.WriteAllTextAsync(Path, new string('x', 5000));
        await Unavailable(() => store.Load(Id), "is not a SQLite database");
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(Path));
    }

    [Fact]
    public async Task A_value_that_somebody_broke_by_hand_is_told_as_a_failure_of_the_store()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        Query("UPDATE token SET day = 'yesterday'");
        await Unavailable(() => store.Load(Id), "failed unexpectedly");
        Query($"UPDATE token SET day = '2026-03-02', expires_at = {long.MaxValue}");
        await Unavailable(() => store.Load(Id), "failed unexpectedly");
    }

    [Fact]
    public async Task A_closed_store_refuses_every_call()
    {
        var store = Open();
        await store.DisposeAsync();
        await Unavailable(() => store.Load(Id), "is closed");
        await Unavailable(() => Take(store, "us"), "is closed");
    }

    [Fact]
    public async Task Token_writes_do_not_disturb_conversations_that_commit_meanwhile()
    {
        await using var conversations = SqliteConversationStore.Open(Path, TimeProvider.System);
        await using var tokens = SqliteTokenStore.Open(Path, []);
        var script = Given.Script();
        var clock = Stopwatch.StartNew();
        for (var i = 1; i <= 200; i++)
        {
            var id = Given.Id($"oAnn{i % 5}");
            var state = await conversations.Load(id, Given.Noon);
            var step = Conversation.Step(state, Given.Delivery(Given.Text("same", i, id.OpenId.Value)), Given.Context(script, Given.Noon, 0));
            var turn = step.Effects.OfType<Effect.Commit>().Single().Turn;
            var refreshing = Refresh(tokens, "us", i);
            Assert.Equal(CommitResult.Committed, await conversations.Commit(id, turn, step.Next, !step.Next.SameStateAs(state)));
            Assert.Equal(i, (await refreshing).Version);
        }
        Assert.Equal("200", Query("SELECT count(*) FROM turn"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}: SQLite's own waiting, a second at a time, is back.");
    }

    private static void Execute(SqliteConnection connection, string sql) => SqliteSchema.Execute(connection, sql);

    private static async Task<bool> Works(SqliteCalls calls)
    {
        try
        {
            return await calls.Run((_, _) => true);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task Unavailable<T>(Func<ValueTask<T>> call, string sentence)
    {
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await call());
        Assert.Contains(Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }
}

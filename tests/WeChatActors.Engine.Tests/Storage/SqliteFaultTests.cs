namespace WeChatActors.Engine.Tests.Storage;

public sealed class SqliteFaultTests : SqliteTests
{
    [Fact]
    public async Task A_state_that_cannot_be_read_fails_its_own_conversation_only()
    {
        await using var store = Open();
        await Say(store, Given.Id(), Conversation.New, "keep tea", 1);
        var bob = await Say(store, Given.Id("oBob"), Conversation.New, "keep milk", 2);
        Query("UPDATE turn SET state = '{' WHERE open_id = 'oAnn'");

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(async () => await store.Load(Given.Id(), Given.Noon));
            AssertSame(bob, await store.Load(Given.Id("oBob"), Given.Noon));
        }
        Query("DELETE FROM turn WHERE open_id = 'oAnn'");
        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.Load(Given.Id(), Given.Noon));
        Assert.True((await store.CheckHealth()).Ok);
    }

    [Fact]
    public async Task A_disk_that_hangs_turns_health_red_after_three_seconds_and_green_again()
    {
        var time = new VirtualTime();
        await using var store = Open(time);
        var hang = new Hang();
        var written = store.Write(hang);
        hang.Begun.Wait();

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await store.CheckHealth()).Ok);
        time.Advance(VirtualTime.OneTick);
        var health = await store.CheckHealth();
        Assert.False(health.Ok);
        Assert.Contains("takes more than 3 s", health.Why, StringComparison.Ordinal);

        hang.LetGo.Set();
        Assert.Equal(CommitResult.Committed, await written);
        Assert.True((await store.CheckHealth()).Ok);
    }

    [Fact]
    public async Task A_bug_in_one_write_is_told_to_all_who_wait_and_the_next_write_works()
    {
        await using var store = Open();
        var result = await store.Write(new Breaking());
        Assert.Equal(CommitOutcome.Failed, result.Outcome);
        Assert.Contains("a bug", result.Why, StringComparison.Ordinal);
        await Say(store, Given.Id(), Conversation.New, "same", 1);
    }

    [Fact]
    public async Task A_closed_store_refuses_every_write()
    {
        var store = Open();
        await store.DisposeAsync();
        Assert.Equal(CommitOutcome.Failed, (await Commit(store, Given.Id(), Conversation.New, "same", 1)).Result.Outcome);
        store.CountDelivery(Given.Id(), 1);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_commit_says_so_and_recovers_with_nothing_lost()
    {
        await using var store = Open();
        var state = await Say(store, Given.Id(), Conversation.New, "same", 1);
        await store.Write(new PageLimit(1)); // SQLite refuses to grow, as on a full disk
        var refused = default(CommitResult);
        for (var i = 2; refused.Outcome != CommitOutcome.Failed && i < 1000; i++)
        {
            (refused, var next) = await Commit(store, Given.Id(), state, new string('x', 2000), i);
            if (refused.Outcome == CommitOutcome.Committed) state = next;
        }
        Assert.Equal(CommitOutcome.Failed, refused.Outcome);
        Assert.Contains("is full: free some space", refused.Why, StringComparison.Ordinal);
        var health = await store.CheckHealth();
        Assert.False(health.Ok);
        Assert.Contains("is full: free some space", health.Why, StringComparison.Ordinal);
        AssertSame(state, await store.Load(Given.Id(), Given.Noon));

        await store.Write(new PageLimit(int.MaxValue));
        Assert.True((await store.CheckHealth()).Ok);
        state = await Say(store, Given.Id(), state, "same", 5000);
        AssertSame(state, await store.Load(Given.Id(), Given.Noon));
    }

    [Fact]
    public async Task On_a_full_disk_a_turn_and_what_it_owes_are_refused_together()
    {
        await using var store = Open();
        var state = await Write(store, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "first"));
        await store.Write(new PageLimit(1));
        var refused = CommitOutcome.Committed;
        for (var i = 2; refused == CommitOutcome.Committed && i < 1000; i++)
        {
            var writes = Owe(Given.Id(), i, new string('x', 2000)) with { Armed = [($"t{i}", Given.Noon, null)] };
            var turn = new Turn(i, Given.Noon, new ConversationInput.Continue(Given.Noon), [], null, []) { Writes = writes };
            refused = (await store.Commit(Given.Id(), turn, state with { Version = i }, true)).Outcome;
            if (refused == CommitOutcome.Committed) state = state with { Version = i };
        }
        Assert.Equal(CommitOutcome.Failed, refused);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (var i = 0; i < 1000; i++) await store.KeepMedia(new UploadedMedia("demo", $"{i}{new string('y', 2000)}", "image", "h", "m", Given.Noon));
        });
        Assert.Contains("is full: free some space", error.Message, StringComparison.Ordinal);
        Assert.Equal(state.Version, (await store.Load(Given.Id(), Given.Noon)).Version);
        Assert.Equal(state.Version, (await store.Owed(Given.Id(), 1000)).Length); // one for each turn
        Assert.Equal(state.Version - 1, (await store.Timers(DateTimeOffset.MaxValue, 1000)).Length);

        await store.Write(new PageLimit(int.MaxValue));
        Assert.True(await store.Claim(Given.Id(), 100, Given.Noon, Given.Noon));
        await Write(store, Given.Id(), state, Owe(Given.Id(), state.Version + 1, "last"));
    }

    /// <summary>Lets the file grow to so many pages and no further; at least what it has now.</summary>
    private sealed class PageLimit(int pages) : WriteRequest
    {
        public override CommitResult Write(SqliteWriter writer)
        {
            SqliteSchema.Scalar(writer.Connection, $"PRAGMA max_page_count = {pages}");
            return CommitResult.Committed;
        }
    }

    /// <summary>Takes as long as a hanging disk would: until it is let go.</summary>
    private sealed class Hang : WriteRequest
    {
        public ManualResetEventSlim Begun { get; } = new();

        public ManualResetEventSlim LetGo { get; } = new();

        public override CommitResult Write(SqliteWriter writer)
        {
            Begun.Set();
            LetGo.Wait();
            return CommitResult.Committed;
        }
    }

    private sealed class Breaking : WriteRequest
    {
        public override CommitResult Write(SqliteWriter writer) => throw new InvalidOperationException("a bug");
    }
}

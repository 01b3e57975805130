using System.Text;
using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Script _script = Given.Script();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_conversation_comes_back_as_it_was_committed()
    {
        Conversation said;
        await using (var store = Open())
        {
            said = await Say(store, Given.Id(), Conversation.New, "keep tea", 1);
            said = await Say(store, Given.Id(), said, "same", 2);
            AssertSame(said, await store.Load(Given.Id(), Given.Noon));
        }
        await using var again = Open();
        AssertSame(said, await again.Load(Given.Id(), Given.Noon));
        AssertSame(Conversation.New, await again.Load(Given.Id("oBob"), Given.Noon));
    }

    [Fact]
    public async Task What_was_committed_is_there_when_the_process_never_closed_the_file()
    {
        var store = Open();
        var said = await Say(store, Given.Id(), Conversation.New, "keep tea", 1);
        // Another handle on the same file sees exactly what a new process would see after a kill.
        await using (var other = Open()) AssertSame(said, await other.Load(Given.Id(), Given.Noon));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Keys_too_old_to_be_recognised_are_not_read_back()
    {
        await using var store = Open();
        await Say(store, Given.Id(), Conversation.New, "same", 1);

        Assert.Equal(1, (await store.Load(Given.Id(), Given.Noon + AnsweredPackets.Usual)).Answered.Count);
        Assert.Equal(0, (await store.Load(Given.Id(), Given.Noon + AnsweredPackets.Usual + TimeSpan.FromMilliseconds(1))).Answered.Count);
    }

    [Fact]
    public async Task A_commit_on_a_version_that_has_moved_is_refused_and_nothing_of_it_is_kept()
    {
        await using var store = Open();
        var one = await Say(store, Given.Id(), Conversation.New, "same", 1);

        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(store, Given.Id(), Conversation.New, "other", 2)).Result.Outcome);
        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(store, Given.Id(), one with { Version = 5 }, "other", 3)).Result.Outcome);
        AssertSame(one, await store.Load(Given.Id(), Given.Noon));
        Assert.Single(await store.Transcript(Given.Id(), 10));
    }

    [Fact]
    public async Task Two_processes_on_one_file_cannot_both_write_the_same_turn()
    {
        await using var left = Open();
        await using var right = Open();
        var start = await Say(left, Given.Id(), Conversation.New, "same", 1);
        var seenByRight = await right.Load(Given.Id(), Given.Noon);
        var ahead = await Say(left, Given.Id(), start, "keep left", 2);

        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(right, Given.Id(), seenByRight, "keep right", 3)).Result.Outcome);
        var reloaded = await right.Load(Given.Id(), Given.Noon);
        AssertSame(ahead, reloaded);
        var after = await Say(right, Given.Id(), reloaded, "keep right", 3);
        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(left, Given.Id(), ahead, "same", 4)).Result.Outcome);
        AssertSame(after, await left.Load(Given.Id(), Given.Noon));
    }

    [Fact]
    public async Task Two_processes_also_notice_each_other_behind_a_checkpoint()
    {
        await using var left = Open();
        await using var right = Open();
        var one = await Say(left, Given.Id(), Conversation.New, "same", 1);
        await left.List("demo", null, 10); // a list writes the checkpoint
        Assert.Equal(1, (await right.Load(Given.Id(), Given.Noon)).Version);
        await Say(right, Given.Id(), one, "same", 2);
        await right.List("demo", null, 10);

        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(left, Given.Id(), one, "same", 3)).Result.Outcome);
        Assert.Equal(2, (await left.Load(Given.Id(), Given.Noon)).Version);
    }

    [Fact]
    public async Task Rows_written_by_the_checkpoint_say_what_the_log_says()
    {
        await using (var store = Open())
        {
            for (var i = 0; i < 300; i++)
            {
                var state = await Say(store, Given.Id($"oUser{i:D3}"), Conversation.New, $"keep {i}", i + 1);
                if (i % 2 == 0) await Say(store, Given.Id($"oUser{i:D3}"), state, "same", 1000 + i);
            }
            var page = await store.List("demo", "oUser009", 5);
            Assert.Equal(["oUser010", "oUser011", "oUser012", "oUser013", "oUser014"], page.Select(line => line.OpenId.Value));
            Assert.Equal([2, 1, 2, 1, 2], page.Select(line => line.Version));
        }
        Assert.Equal("300 300 450", Query("SELECT (SELECT count(*) FROM conversation) || ' ' || (SELECT count(DISTINCT state) FROM conversation) || ' ' || (SELECT turn FROM checkpoint)"));
        await using var again = Open();
        for (var i = 0; i < 300; i++)
            Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), (await again.Load(Given.Id($"oUser{i:D3}"), Given.Noon)).Variables["kept"].ToText());
    }

    [Fact]
    public async Task Commits_from_many_conversations_at_once_are_all_kept()
    {
        await using (var store = Open())
            await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            {
                var state = Conversation.New;
                for (var turn = 1; turn <= 10; turn++) state = await Say(store, Given.Id($"oUser{i}"), state, "count", turn);
            }));
        Assert.Equal("2000 200 10", Query("SELECT count(*) || ' ' || count(DISTINCT open_id) || ' ' || max(seq) FROM turn"));
        Assert.Equal("0", Query("SELECT count(*) FROM turn t WHERE previous > 0 AND NOT EXISTS (SELECT 1 FROM turn p WHERE p.id = t.previous AND p.open_id = t.open_id AND p.seq = t.seq - 1)"));
    }

    [Fact]
    public async Task A_transcript_shows_the_last_turns_newest_first_with_their_deliveries()
    {
        await using var store = Open();
        var state = Conversation.New;
        for (var i = 1; i <= 5; i++) state = await Say(store, Given.Id(), state, $"word {i}", i);
        store.CountDelivery(Given.Id(), 4);
        store.CountDelivery(Given.Id(), 4);
        store.CountDelivery(Given.Id(), 99);
        await store.List("demo", null, 1);

        var turns = await store.Transcript(Given.Id(), 3);
        Assert.Equal([(5, 1), (4, 3), (3, 1)], turns.Select(turn => (turn.Seq, turn.Deliveries)));
        Assert.Contains("\"text\":\"word 4\"", Encoding.UTF8.GetString(turns[1].Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reply_comes_back_from_the_log_as_it_was()
    {
        PassiveReply[] replies =
        [
            new TextReply("你好 \"]]>\" 🍵\n"), new ImageReply("m1"), new VoiceReply("m2"), new VideoReply("m3", "t", null),
            new MusicReply("th", "t", "d", "https://a", "https://b"), new MusicReply(null),
            new NewsReply([new Article("t", "", "", "https://a"), new Article("u", "d", "p", "v")]),
            new TransferReply(), new TransferReply("kf@x"), new AiTransferReply(),
        ];
        await using var store = Open();
        var state = Conversation.New;
        foreach (var reply in replies)
        {
            var packet = Given.Text("x", state.Version + 1);
            var turn = new Turn(state.Version + 1, Given.Noon, packet, ["r"], reply, [], TimeSpan.Zero);
            var answered = state.Answered.Add(new(PacketFingerprint.Of(packet.Key), Given.Noon, turn.Seq, reply));
            var next = state with { Version = turn.Seq, Since = Given.Noon, Answered = answered };
            Assert.Equal(CommitOutcome.Committed, (await store.Commit(Given.Id(), turn, next, true)).Outcome);
            state = next;
        }
        AssertSame(state, await store.Load(Given.Id(), Given.Noon));
    }

    [Fact]
    public async Task Set_aside_packets_are_bounded_but_poison_is_kept()
    {
        await using (var store = Open())
        {
            var flood = Enumerable.Range(0, 10_500).Select(i => store.SetAside(
                new SetAsidePacket("demo", Given.Noon, SetAsideReason.Unknown, $"n{i}", new byte[5000])).AsTask());
            Assert.All(await Task.WhenAll(flood), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
            await store.SetAside(new SetAsidePacket("demo", Given.Noon, SetAsideReason.Poison, "p", "body"u8.ToArray()));
        }
        Assert.Equal("10000 n10499 4096", Query("SELECT count(*) || ' ' || (SELECT detail FROM set_aside ORDER BY id DESC LIMIT 1) || ' ' || max(length(body)) FROM set_aside"));
        Assert.Equal("1 body", Query("SELECT count(*) || ' ' || cast(max(body) AS TEXT) FROM poison"));
    }

    [Fact]
    public async Task Packets_faster_than_any_user_are_still_recognised_after_a_reload()
    {
        await using (var store = Open())
        {
            var state = Conversation.New;
            for (var i = 1; i <= 600; i++) state = await Say(store, Given.Id(), state, "same", i);
        }
        await using var again = Open();
        var loaded = await again.Load(Given.Id(), Given.Noon + AnsweredPackets.Minimum);
        Assert.Equal(600, loaded.Answered.Count);
    }

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
        await using var store = SqliteConversationStore.Open(_folder.File(), time);
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

    private SqliteConversationStore Open() => SqliteConversationStore.Open(_folder.File(), TimeProvider.System);

    private async Task<Conversation> Say(SqliteConversationStore store, ConversationId id, Conversation state, string text, long msgId)
    {
        var (result, next) = await Commit(store, id, state, text, msgId);
        Assert.Equal(CommitResult.Committed, result);
        return next;
    }

    private async Task<(CommitResult Result, Conversation Next)> Commit(SqliteConversationStore store, ConversationId id, Conversation state, string text, long msgId)
    {
        var step = Conversation.Step(state, Given.Delivery(Given.Text(text, msgId, id.OpenId.Value)), _script, Given.Noon, 0);
        var turn = step.Effects.OfType<Effect.Commit>().Single().Turn;
        return (await store.Commit(id, turn, step.Next, !step.Next.SameStateAs(state)), step.Next);
    }

    private string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void AssertSame(Conversation expected, Conversation actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Since, actual.Since);
        Assert.Equal(expected.Subscribed, actual.Subscribed);
        Assert.Equal(expected.Variables.OrderBy(v => v.Key), actual.Variables.OrderBy(v => v.Key));
        Assert.Equal(expected.Answered.AsSpan().ToArray(), actual.Answered.AsSpan().ToArray());
    }
}

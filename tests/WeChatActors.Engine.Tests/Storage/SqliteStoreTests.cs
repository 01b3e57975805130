using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class SqliteStoreTests : SqliteTests
{
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
    public async Task What_another_process_wrote_is_loaded_at_once()
    {
        await using var left = Open();
        await using var right = Open();
        var state = await Say(left, Given.Id(), Conversation.New, "same", 1);
        for (var i = 2; i < 10; i++)
        {
            var (from, to) = i % 2 == 0 ? (left, right) : (right, left);
            AssertSame(state, await to.Load(Given.Id(), Given.Noon));
            Assert.Equal(i - 1, (await to.Transcript(Given.Id(), 1))[0].Seq);
            state = await Say(to, Given.Id(), state, "count", i);
            AssertSame(state, await from.Load(Given.Id(), Given.Noon));
        }
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
            var turn = new Turn(state.Version + 1, Given.Noon, Given.Delivery(packet), ["r"], reply, []);
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
}

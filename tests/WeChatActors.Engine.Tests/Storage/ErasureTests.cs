using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class ErasureTests : SqliteTests
{
    private static readonly TurnWrites Erases = new() { Erases = true };

    private static readonly DateTimeOffset Later = Given.Noon + TimeSpan.FromHours(1);

    [Fact]
    public async Task Nothing_of_the_person_is_left_and_everybody_elses_is()
    {
        await using (var store = Open())
        {
            var ann = await Say(store, Given.Id(), Conversation.New, "keep secret-one", 1);
            ann = await Write(store, Given.Id(), ann, Owe(Given.Id(), 2, "secret-two") with { Armed = [("later", Later, null)] });
            var bob = await Write(store, Given.Id("oBob"), Conversation.New, Owe(Given.Id("oBob"), 1, "bobs") with { Armed = [("later", Later, null)] });
            await store.SetAside(new SetAsidePacket("demo", Given.Noon, SetAsideReason.Poison, "demo/oAnn failed", "FromUserName=oAnn\nContent=secret-three"u8.ToArray()));
            await store.SetAside(new SetAsidePacket("demo", Given.Noon, SetAsideReason.Malformed, "odd", "<FromUserName>oAnn</FromUserName>secret-four"u8.ToArray()));
            await store.SetAside(new SetAsidePacket("demo", Given.Noon, SetAsideReason.Poison, "demo/oBob failed", "oBob"u8.ToArray()));
            await store.List("demo", null, 10); // a row of the checkpoint knows it too
            ann = await Write(store, Given.Id(), ann, Erases, Forgotten, Later);

            Assert.Equal("1 1 1 1", Query("SELECT (SELECT count(*) FROM outbox) || ' ' || (SELECT count(*) FROM timer) || ' ' || (SELECT count(*) FROM poison) || ' ' || (SELECT count(*) FROM conversation WHERE open_id = 'oAnn')"));
            Assert.Equal("0 1", Query("SELECT (SELECT count(*) FROM set_aside) || ' ' || (SELECT count(*) FROM turn WHERE open_id = 'oAnn')"));
            Assert.Equal("""{"type":"continue","elapsed_ms":0}""", Encoding.UTF8.GetString(Assert.Single(await store.Transcript(Given.Id(), 10)).Json.Span));
            AssertSame(ann, await store.Load(Given.Id(), Later));
            AssertSame(bob, await store.Load(Given.Id("oBob"), Later));
            ann = await Say(store, Given.Id(), ann, "same", 2);
            Assert.Equal(4, ann.Version);
        }
        foreach (var file in Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!))
            Assert.DoesNotContain("secret", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        await using var again = Open();
        Assert.Equal(4, (await again.Load(Given.Id(), Given.Noon)).Version);
        Assert.Empty((await again.Load(Given.Id(), Given.Noon)).Variables);
    }

    [Fact]
    public async Task Packets_that_may_come_again_are_still_recognised_although_nothing_of_them_is_known()
    {
        await using var store = Open();
        var state = Conversation.New;
        for (var i = 1; i <= 40; i++) state = await Say(store, Given.Id(), state, $"secret {i}", i);
        state = await Write(store, Given.Id(), state, Erases, Forgotten, Given.Noon + TimeSpan.FromSeconds(61));

        var loaded = await store.Load(Given.Id(), Given.Noon + TimeSpan.FromSeconds(61));
        Assert.Equal(41, loaded.Version);
        for (var i = 1; i <= 40; i++)
        {
            var known = loaded.Answered.TryFind(PacketFingerprint.Of(Given.Text("", i).Key), out var answered);
            Assert.Equal(i > 40 - AnsweredPackets.Few, known);
            if (known) Assert.Equal((i, null), (answered.Seq, answered.Reply));
        }
        Assert.Equal("0 33", Query("SELECT (SELECT count(*) FROM turn WHERE turn LIKE '%secret%' OR state LIKE '%secret%') || ' ' || count(*) FROM turn"));
        Assert.Equal(33, (await store.Transcript(Given.Id(), 100)).Length);
    }

    [Fact]
    public async Task A_long_conversation_is_out_of_reach_at_once_and_gone_soon_also_after_a_crash()
    {
        var time = new VirtualTime();
        await using (var store = Open(time))
        {
            var ids = Enumerable.Range(0, 3).Select(i => Given.Id($"oUser{i}")).ToArray();
            await Task.WhenAll(ids.Select(async id =>
            {
                var state = Conversation.New;
                for (var i = 1; i <= 1400; i++) state = await Say(store, id, state, "same", i);
                var turn = new Turn(state.Version + 1, Later, new ConversationInput.Continue(Later), [], null, []) { Writes = Erases };
                var write = TurnWrite.Of(id, turn, Forgotten(state) with { Version = turn.Seq }, true); // as by a process that dies right afterwards
                Assert.Equal(CommitResult.Committed, await store.Write(write));
            }));
            Assert.Equal("2703 3", Query("SELECT (SELECT count(*) FROM turn) || ' ' || (SELECT count(*) FROM erasure)"));
            Assert.Single(await store.Transcript(ids[0], 10));
        }
        await using var again = Open(time);
        for (var i = 0; i < 1000 && Query("SELECT count(*) FROM turn") != "3"; i++) await again.List("demo", null, 1);
        Assert.Equal("3 0", Query("SELECT (SELECT count(*) FROM turn) || ' ' || (SELECT count(*) FROM erasure)"));
        Assert.Equal(1401, (await again.Load(Given.Id("oUser1"), Later)).Version);
    }

    [Fact]
    public async Task Another_process_that_knew_the_erased_lines_reads_anew()
    {
        await using var left = Open();
        await Say(left, Given.Id(), Conversation.New, "keep tea", 1);
        await using var right = Open();
        var state = await Say(right, Given.Id(), await right.Load(Given.Id(), Given.Noon), "same", 2); // so that it has the end of the log in memory
        var erased = await Write(left, Given.Id(), state, Erases, Forgotten, Later);

        Assert.Single(await right.Transcript(Given.Id(), 10));
        AssertSame(erased, await right.Load(Given.Id(), Later));
        Assert.Equal(CommitOutcome.VersionMoved, (await Commit(right, Given.Id(), state, "same", 3)).Result.Outcome);
        Assert.Equal([3], (await right.List("demo", null, 10)).Select(line => line.Version)); // its checkpoint meets lines that are gone
        erased = await Say(right, Given.Id(), await right.Load(Given.Id(), Later), "keep milk", 4);
        AssertSame(erased, await left.Load(Given.Id(), Given.Noon));
    }

    [Fact]
    public async Task A_checkpoint_that_was_under_way_meets_blank_lines_without_harm()
    {
        await using var left = Open();
        await Say(left, Given.Id(), Conversation.New, "keep tea", 1);
        await using var right = Open();
        var state = await Say(right, Given.Id(), await right.Load(Given.Id(), Given.Noon), "keep milk", 2);
        await Write(left, Given.Id(), state, Erases, Forgotten, Given.Noon);
        Assert.Equal([3], (await right.List("demo", null, 10)).Select(line => line.Version));
        Assert.Equal("0", Query("SELECT count(*) FROM conversation WHERE state LIKE '%milk%' OR state LIKE '%tea%'"));
    }

    [Fact]
    public async Task A_person_who_was_erased_can_be_erased_again()
    {
        await using var store = Open();
        var state = await Write(store, Given.Id(), Conversation.New, Erases, Forgotten);
        state = await Say(store, Given.Id(), state, "keep tea", 1);
        state = await Write(store, Given.Id(), state, Erases, Forgotten, Given.Noon);
        state = await Write(store, Given.Id(), state, Erases with { Armed = [("later", Later, null)] }, Forgotten, Later);
        AssertSame(state, await store.Load(Given.Id(), Later));
        Assert.Single(await store.Timers(Later, 10)); // what the line itself arms stays
    }

    [Fact]
    public async Task States_that_are_forgotten_leave_their_lines_and_nothing_in_any_file()
    {
        await using (var store = Open())
        {
            var ann = await Say(store, Given.Id(), Conversation.New, "keep tea", 1);
            ann = await Say(store, Given.Id(), ann, "keep secret-one", 2);
            ann = await Say(store, Given.Id(), ann, "same", 3);
            var bob = await Say(store, Given.Id("oBob"), Conversation.New, "keep beer", 4);
            await store.List("demo", null, 10); // a row of the checkpoint knows it too
            ann = await Say(store, Given.Id(), ann, "keep secret-two", 5);
            ann = await Write(store, Given.Id(), ann, new TurnWrites { ForgetsFrom = 2 }, state => state with { Variables = Conversation.New.Variables });

            Assert.Equal("1 1", Query("SELECT count(*) FILTER (WHERE state IS NOT NULL AND seq < 5) || ' ' || count(*) FILTER (WHERE state LIKE '%tea%') FROM turn WHERE open_id = 'oAnn'"));
            Assert.Equal("0", Query("SELECT count(*) FROM conversation WHERE state LIKE '%secret%'"));
            Assert.Equal(5, (await store.Transcript(Given.Id(), 10)).Length);
            AssertSame(ann, await store.Load(Given.Id(), Given.Noon));
            AssertSame(bob, await store.Load(Given.Id("oBob"), Given.Noon));
        }
        await using var again = Open();
        Assert.Equal(5, (await again.Load(Given.Id(), Given.Noon)).Version);
        Assert.Equal("0", Query("SELECT count(*) FROM turn WHERE state LIKE '%secret%'"));
    }

    private static Conversation Forgotten(Conversation state) =>
        Conversation.New with { Version = state.Version, OtherLines = state.OtherLines, Since = state.Since, Subscribed = state.Subscribed };
}

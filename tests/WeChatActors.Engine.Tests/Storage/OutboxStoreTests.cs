using System.Diagnostics;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class OutboxStoreTests : SqliteTests
{
    private static readonly DateTimeOffset Lease = Given.Noon + TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_row_is_there_as_it_was_owed_and_again_after_a_restart()
    {
        var entry = Entry(Given.Id(), 100, "在吗") with { Key = "order-7", Answers = 1 };
        await using (var store = Open())
        {
            await Write(store, Given.Id(), Conversation.New, new TurnWrites { Owed = [entry] });
            Assert.Equal(entry, Assert.Single(await store.Due("demo", Given.Noon, 10)).Entry);
        }
        await using var again = Open();
        var row = Assert.Single(await again.Due("demo", Given.Noon, 10));
        Assert.Equal(new OutboxRow(entry, new OutboxOutcome(OutboxState.Waiting, Given.Noon), 0, Given.Noon), row);
        Assert.Equal(row, await again.Find(Given.Id(), 100));
        Assert.Equal(row, await again.FindByKey(Given.Id(), "order-7"));
        Assert.Equal(row, Assert.Single(await again.Owed(Given.Id(), 10)));
        Assert.Null(await again.Find(Given.Id(), 101));
        Assert.Null(await again.FindByKey(Given.Id("oBob"), "order-7"));
    }

    [Fact]
    public async Task The_first_row_of_each_conversation_is_due_until_it_is_settled()
    {
        await using var store = Open();
        var ann = await Write(store, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "a1", "a2", "a3"));
        await Write(store, Given.Id("oBob"), Conversation.New, Owe(Given.Id("oBob"), 1, "b1"));
        Assert.Equal(["a1", "b1"], await Due(store));

        Assert.False(await store.Claim(Given.Id(), 101, Given.Noon, Lease)); // not its turn
        Assert.True(await store.Claim(Given.Id(), 100, Given.Noon, Lease));
        Assert.False(await store.Claim(Given.Id(), 100, Given.Noon, Lease));
        Assert.Equal(["b1"], await Due(store)); // a1 is being sent, and a2 waits for it
        Assert.Equal((OutboxState.Sending, 1), (await store.Find(Given.Id(), 100)) is { } sending ? (sending.Outcome.State, sending.Attempts) : default);

        ann = await Settle(store, ann, 100, new OutboxOutcome(OutboxState.Sent, Given.Noon));
        Assert.Equal(["a2", "b1"], (await Due(store)).Order());
        // One that lapses behind the first does not move it.
        ann = await Settle(store, ann, 102, new OutboxOutcome(OutboxState.Expired, Given.Noon, Why: "Too late."));
        Assert.Equal(["a2", "b1"], (await Due(store)).Order());
        Assert.Equal(["a2"], (await store.Owed(Given.Id(), 10)).Select(TextOf));
        ann = await Settle(store, ann, 101, new OutboxOutcome(OutboxState.Refused, Given.Noon, 45015, "The window is closed."));
        Assert.Equal(["b1"], await Due(store));

        // What is owed later begins anew; a row that has ended is not touched again.
        ann = await Write(store, Given.Id(), ann, Owe(Given.Id(), 9, "a9"));
        await Settle(store, ann, 101, new OutboxOutcome(OutboxState.Sent, Given.Noon));
        Assert.Equal(["a9", "b1"], (await Due(store)).Order());
        Assert.Equal(new OutboxOutcome(OutboxState.Refused, Given.Noon, 45015, "The window is closed."), (await store.Find(Given.Id(), 101))!.Outcome);
    }

    [Fact]
    public async Task A_row_that_was_put_off_comes_at_its_time_and_not_before()
    {
        await using var store = Open();
        await Write(store, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "a1", "a2"));
        await store.Claim(Given.Id(), 100, Given.Noon, Lease);
        var later = Given.Noon + TimeSpan.FromSeconds(2) + VirtualTime.OneTick;
        await store.PutOff(Given.Id(), 100, later, "The platform is busy.");

        Assert.Empty(await store.Due("demo", Given.Noon + TimeSpan.FromSeconds(2), 10));
        var row = Assert.Single(await store.Due("demo", Given.Noon + TimeSpan.FromMilliseconds(2001), 10));
        Assert.Equal((OutboxState.Waiting, "The platform is busy.", 1), (row.Outcome.State, row.Outcome.Why, row.Attempts));
        Assert.True(row.NotBefore >= later);

        await store.PutOff(Given.Id(), 100, Given.Noon, "Now then."); // one that waits may be put elsewhere
        Assert.Equal(["a1"], await Due(store));
        await store.PutOff(Given.Id(), 999, Given.Noon, "There is none.");
    }

    [Fact]
    public async Task What_a_dead_process_was_sending_is_found_at_once_and_what_a_living_one_sends_when_its_lease_lapses()
    {
        await using var store = Open(new VirtualTime());
        await using (var dying = Open())
        {
            await Write(dying, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "a1"));
            await Write(dying, Given.Id("oBob"), Conversation.New, Owe(Given.Id("oBob"), 1, "b1"));
            Assert.True(await dying.Claim(Given.Id(), 100, Given.Noon, Lease));
            Assert.True(await store.Claim(Given.Id("oBob"), 100, Given.Noon, Lease));
            Assert.Empty(await store.Due("demo", Given.Noon, 10));
            await store.PutOff(Given.Id(), 100, Given.Noon, "Not mine."); // another one sends it
            Assert.Empty(await store.Due("demo", Given.Noon, 10));
            Assert.Empty(await store.Due("demo", Lease - VirtualTime.OneTick, 10));
            Assert.Equal(2, (await store.Due("demo", Lease, 10)).Length);
        }
        var left = Assert.Single(await store.Due("demo", Given.Noon, 10));
        Assert.Equal(("a1", OutboxState.Sending), (TextOf(left), left.Outcome.State));
        Assert.False(await store.Claim(Given.Id(), 100, Given.Noon, Lease)); // it may have been sent: only what may be sent twice is put back
        await store.PutOff(Given.Id(), 100, Given.Noon, "The process that sent it is gone.");
        Assert.True(await store.Claim(Given.Id(), 100, Given.Noon, Lease));
    }

    [Fact]
    public async Task Of_many_processes_that_claim_a_row_at_once_exactly_one_gets_it()
    {
        var stores = Enumerable.Range(0, 3).Select(_ => Open()).ToArray();
        var ids = Enumerable.Range(0, 60).Select(i => Given.Id($"oUser{i}")).ToArray();
        foreach (var id in ids) await Write(stores[0], id, Conversation.New, Owe(id, 1, "x"));
        var claims = await Task.WhenAll(ids.SelectMany(id => stores.Select(store => Task.Run(async () => (id, Won: await store.Claim(id, 100, Given.Noon, Lease))))));
        Assert.All(claims.GroupBy(claim => claim.id), group => Assert.Equal(1, group.Count(claim => claim.Won)));
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_that_loses_its_race_owes_nothing()
    {
        await using var left = Open();
        await using var right = Open();
        var seen = await Write(left, Given.Id(), Conversation.New, new TurnWrites());
        await Write(left, Given.Id(), seen, Owe(Given.Id(), 2, "left"));
        var turn = new Turn(2, Given.Noon, new ConversationInput.Continue(Given.Noon), [], null, []) { Writes = Owe(Given.Id(), 2, "right") with { Armed = [("work", Given.Noon, right.Node)] } };
        Assert.Equal(CommitOutcome.VersionMoved, (await right.Commit(Given.Id(), turn, seen with { Version = 2 }, true)).Outcome);
        Assert.Equal(["left"], await Due(right));
        Assert.Empty(await right.Timers(DateTimeOffset.MaxValue, 10));
    }

    [Fact]
    public async Task A_key_that_was_used_keeps_its_first_row_and_every_other_commit_goes_on()
    {
        await using var store = Open();
        var entry = Entry(Given.Id(), 100, "once") with { Key = "k" };
        var state = await Write(store, Given.Id(), Conversation.New, new TurnWrites { Owed = [entry] });
        await Write(store, Given.Id(), state, new TurnWrites { Owed = [entry with { Id = 200, Item = new OutboxItem.Remark("twice") }, Entry(Given.Id(), 201, "next")] });
        Assert.Equal(entry, (await store.FindByKey(Given.Id(), "k"))!.Entry);
        Assert.Equal([100, 201], (await store.Owed(Given.Id(), 10)).Select(row => row.Entry.Id));
    }

    [Fact]
    public async Task A_notice_is_found_by_the_platforms_id_and_gets_its_report()
    {
        await using var store = Open();
        var entry = Entry(Given.Id(), 100, "") with { Item = new OutboxItem.Notice(NoticeKind.Template, """{"template_id":"T"}"""), Grant = default };
        var state = await Write(store, Given.Id(), Conversation.New, new TurnWrites { Owed = [entry] });
        state = await Settle(store, state, 100, new OutboxOutcome(OutboxState.Sent, Given.Noon, MsgId: "200228332"));
        Assert.Null((await store.FindByMsgId("demo", "200228332"))!.Delivery);
        Assert.Null(await store.FindByMsgId("other", "200228332"));
        await Write(store, Given.Id(), state, new TurnWrites { Delivered = [("200228332", "delivered"), ("unknown", "x")] });
        var row = (await store.FindByMsgId("demo", "200228332"))!;
        Assert.Equal(("delivered", entry), (row.Delivery, row.Entry));
    }

    [Fact]
    public async Task The_operators_list_goes_from_new_to_old_in_pages()
    {
        await using var store = Open();
        for (var i = 0; i < 30; i++)
        {
            var id = Given.Id($"oUser{i:D2}");
            var state = await Write(store, id, Conversation.New, Owe(id, 1, $"n{i}"));
            if (i % 3 == 0) await Settle(store, state, 100, new OutboxOutcome(OutboxState.Refused, Given.Noon, 45015, "w"), id);
        }
        var page = await store.List("demo", null, null, 4);
        Assert.Equal(["n29", "n28", "n27", "n26"], page.Select(row => TextOf(row.Row)));
        Assert.Equal(["n25", "n24"], (await store.List("demo", null, page[^1].Position, 2)).Select(row => TextOf(row.Row)));
        Assert.Equal(["n27", "n24", "n21"], (await store.List("demo", OutboxState.Refused, null, 3)).Select(row => TextOf(row.Row)));
        Assert.Empty(await store.List("other", null, null, 4));
        Assert.Equal(("demo", OutboxState.Waiting, 20L), Assert.Single(await store.Count()));
    }

    [Fact]
    public async Task Rows_that_ended_a_week_ago_go_and_those_that_wait_stay()
    {
        var time = new VirtualTime();
        await using var store = Open(time);
        var state = Conversation.New;
        for (var i = 0; i < 3; i++)
        {
            var texts = Enumerable.Range(0, 99).Select(n => $"t{n}").ToArray();
            state = await Write(store, Given.Id(), state, Owe(Given.Id(), state.Version + 1, texts));
            var ended = (await store.Owed(Given.Id(), 1000)).Select(row => (row.Entry.Id, new OutboxOutcome(OutboxState.Sent, DateTimeOffset.UnixEpoch)));
            state = await Write(store, Given.Id(), state, new TurnWrites { Settled = [.. ended] });
        }
        state = await Write(store, Given.Id(), state, Owe(Given.Id(), state.Version + 1, "waits", "ended today"));
        await Settle(store, state, ((state.Version) * 100) + 1, new OutboxOutcome(OutboxState.Sent, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(7)));

        time.Advance(SqliteConversationStore.EndedRowsKept);
        Assert.Equal("299", Query("SELECT count(*) FROM outbox"));
        for (var i = 0; i < 1000 && Query("SELECT count(*) FROM outbox") != "2"; i++)
        {
            time.Advance(SqliteConversationStore.CheckpointEvery);
            await store.List("demo", null, 1); // beside other writes
        }
        Assert.Equal("2", Query("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_not_looked_through_for_those_that_are_due()
    {
        await using var store = Open();
        await Write(store, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "first"));
        // One conversation owes half of them and a thousand others the rest; a hundred of each thousand are put off.
        Query("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO outbox (account, open_id, id, at, item, expires_at, state, state_at, first, not_before)
            SELECT 'demo', CASE WHEN i <= 50000 THEN 'oAnn' ELSE 'oUser' || (i % 1000) END, 1000 + i, 0, '{"type":"remark","text":"r"}', 0, 'waiting', 0,
              i > 50000 AND i <= 51000, CASE WHEN i % 10 = 0 THEN 99999999999999 ELSE 0 END FROM n
            """);
        Assert.Contains("outbox_due", Plan("SELECT * FROM outbox WHERE account = 'demo' AND first = 1 AND state = 'waiting' AND not_before <= 5 ORDER BY not_before, position LIMIT 5"), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", Plan("SELECT * FROM outbox WHERE account = 'demo' AND first = 1 AND state = 'waiting' AND not_before <= 5 ORDER BY not_before, position LIMIT 5"), StringComparison.Ordinal);
        Assert.Contains("outbox_owed", Plan("SELECT * FROM outbox WHERE account = 'a' AND open_id = 'b' AND state IN ('waiting', 'sending') ORDER BY id LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("outbox_state", Plan("SELECT * FROM outbox WHERE account = 'a' AND state = 's' AND position < 9 ORDER BY position DESC LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("outbox_account", Plan("SELECT * FROM outbox WHERE account = 'a' AND position < 9 ORDER BY position DESC LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("outbox_ended", Plan("SELECT position FROM outbox WHERE state NOT IN ('waiting', 'sending') AND state_at < 5 ORDER BY state_at LIMIT 5"), StringComparison.Ordinal);

        Assert.Equal(901, (await store.Due("demo", Given.Noon, 5000)).Length); // the first of each conversation, but those that are put off
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++) Assert.Equal(10, (await store.Due("demo", Given.Noon, 10)).Length);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5), "A hundred looks at the outbox take seconds: they scan it.");
        Assert.Equal(("demo", OutboxState.Waiting, 100_001L), Assert.Single(await store.Count()));
    }

    [Fact]
    public async Task A_row_of_a_newer_version_holds_back_only_its_own_conversation()
    {
        await using var store = Open();
        await Write(store, Given.Id(), Conversation.New, Owe(Given.Id(), 1, "a1"));
        await Write(store, Given.Id("oBob"), Conversation.New, Owe(Given.Id("oBob"), 1, "b1"));
        Query("""UPDATE outbox SET item = '{"type":"hologram"}' WHERE open_id = 'oAnn'""");
        Assert.Equal(["b1"], await Due(store));
        var error = await Assert.ThrowsAsync<System.Text.Json.JsonException>(async () => await store.Find(Given.Id(), 100));
        Assert.Contains("'hologram' is no kind of message", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploaded_media_are_kept_by_account_file_and_kind()
    {
        var media = new UploadedMedia("demo", "assets/a.png", "image", "aa", "m1", Given.Noon);
        await using (var store = Open())
        {
            await store.KeepMedia(media);
            await store.KeepMedia(media with { Kind = "thumb", MediaId = "m2" });
            await store.KeepMedia(media with { Account = "other" });
            await store.KeepMedia(media with { MediaId = "older", At = Given.Noon - TimeSpan.FromDays(1) });
            await store.KeepMedia(media with { Hash = "bb", MediaId = "m3", At = Given.Noon + TimeSpan.FromDays(1) });
        }
        await using var again = Open();
        Assert.Equal(
            [media with { Hash = "bb", MediaId = "m3", At = Given.Noon + TimeSpan.FromDays(1) }, media with { Kind = "thumb", MediaId = "m2" }],
            (await again.Media("demo")).AsEnumerable());
    }

    private static async Task<IEnumerable<string>> Due(SqliteConversationStore store) => (await store.Due("demo", Given.Noon, 10)).Select(TextOf);

    private static string TextOf(OutboxRow row) => ((TextPush)((OutboxItem.Message)row.Entry.Item).Content).Content;

    private static Task<Conversation> Settle(SqliteConversationStore store, Conversation state, long entry, OutboxOutcome outcome, ConversationId? id = null) =>
        Write(store, id ?? Given.Id(), state, new TurnWrites { Settled = [(entry, outcome)] });
}

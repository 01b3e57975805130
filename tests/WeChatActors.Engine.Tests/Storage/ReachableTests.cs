using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class ReachableTests : SqliteTests
{
    private static readonly LedgerRules Rules = new();

    [Fact]
    public async Task The_ledger_comes_back_with_its_line_and_not_with_the_state()
    {
        var granted = Ledger.Empty.Open(WindowScene.UserMessage, Given.Noon, Rules).Open(WindowScene.MenuClick, Given.Noon + VirtualTime.OneTick, Rules);
        await using (var store = Open())
        {
            var state = await Say(store, Given.Id(), Conversation.New, "keep tea", 1);
            state = await Line(store, Given.Id(), state, granted);
            await Line(store, Given.Id("oBob"), Conversation.New, Ledger.Empty);
        }
        Assert.Equal("1", Query("SELECT count(*) FROM turn WHERE ledger IS NOT NULL AND state IS NULL AND closes_at IS NOT NULL AND sends_left = 8"));
        Assert.Equal("1", Query("SELECT count(*) FROM turn WHERE open_id = 'oBob' AND ledger IS NULL AND closes_at IS NULL AND sends_left IS NULL"));
        await using var again = Open();
        Assert.Equal(granted, (await again.Load(Given.Id(), Given.Noon)).Ledger);
        Assert.Equal("tea", (await again.Load(Given.Id(), Given.Noon)).Variables["kept"].ToText());
        var used = granted.Exhaust();
        await Line(again, Given.Id(), await again.Load(Given.Id(), Given.Noon), used);
        Assert.Equal(used, (await again.Load(Given.Id(), Given.Noon)).Ledger);
        Assert.Empty(await again.ListReachable("demo", Given.Noon, null, null, 10));
    }

    [Fact]
    public async Task Those_who_can_be_reached_are_listed_by_the_end_of_their_window()
    {
        await using var store = Open();
        for (var i = 0; i < 20; i++) await Line(store, Given.Id($"oUser{i:D2}"), Conversation.New, Opened(i));
        await Line(store, Given.Id("oClosed"), Conversation.New, Ledger.Empty);
        await Line(store, new ConversationId("other", new OpenId("oUser00")), Conversation.New, Opened(0));
        // The windows end at 46:55 before noon and later, one each hour; two end at once.
        await Line(store, Given.Id("oTwin"), Conversation.New, Opened(3));

        var now = Given.Noon;
        var seen = new List<string>();
        ReachablePlace? after = null;
        while (await store.ListReachable("demo", now, null, after, 4) is { IsEmpty: false } page)
        {
            Assert.All(page, line => Assert.True(line.ClosesAt > now && line.Left == 5));
            seen.AddRange(page.Select(line => line.OpenId.Value));
            after = new ReachablePlace(page[^1].ClosesAt!.Value, page[^1].OpenId);
        }
        Assert.Equal(["oUser19", "oUser18", "oUser17", "oUser16", "oUser15", "oUser14"], seen.Take(6));
        Assert.Equal(21, seen.Distinct().Count());
        Assert.Equal(["oTwin", "oUser03"], seen[16..18]);

        var last = Closes(17);
        Assert.Equal(["oUser19", "oUser18"], (await store.ListReachable("demo", now, last, null, 10)).Select(line => line.OpenId.Value));
        Assert.Equal(["oUser16", "oUser15"], (await store.ListReachable("demo", last, null, null, 2)).Select(line => line.OpenId.Value));
        Assert.Equal(new ReachableTotals(21, 105, 0), await store.CountReachable("demo", now));
        Assert.Equal(new ReachableTotals(19, 95, 1), await store.CountReachable("demo", Closes(18)));
        Assert.Equal(default, await store.CountReachable("demo", Given.Noon + TimeSpan.FromDays(3)));
        Assert.Equal(default, await store.CountReachable("none", now));
    }

    [Fact]
    public async Task A_grant_of_a_minute_that_is_over_is_not_counted_in_the_list()
    {
        var time = new VirtualTime();
        time.Advance(Given.Noon - DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(5));
        await using var store = Open(time);
        await Line(store, Given.Id(), Conversation.New, Opened(0).Open(WindowScene.MenuClick, Given.Noon, Rules));
        Assert.Equal(8, Assert.Single(await store.ListReachable("demo", Given.Noon, null, null, 10)).Left);
        Assert.Equal(5, Assert.Single(await store.ListReachable("demo", Given.Noon + TimeSpan.FromMinutes(1), null, null, 10)).Left);
        Assert.Equal((5, Closes(0)), Assert.Single(await store.List("demo", null, 10)) is var line ? (line.Left, line.ClosesAt!.Value) : default);
    }

    [Fact]
    public async Task The_list_and_the_totals_go_by_the_index_of_open_windows()
    {
        await Open().DisposeAsync();
        Assert.Equal("1", Query("SELECT count(*) FROM sqlite_master WHERE name = 'conversation_window' AND sql LIKE '%WHERE closes_at IS NOT NULL'"));
        foreach (var sql in new[]
        {
            "SELECT count(*), total(sends_left), total(closes_at <= 9) FROM conversation WHERE account = 'a' AND closes_at > 5",
            "SELECT c.state, t.ledger FROM conversation c LEFT JOIN turn t ON t.id = c.last_turn WHERE c.account = 'a' AND c.closes_at >= 5 AND c.closes_at < 9 AND (c.closes_at > 5 OR c.open_id > 'o') ORDER BY c.closes_at, c.open_id LIMIT 5",
        })
        {
            var plan = Plan(sql);
            Assert.Contains("conversation_window", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    private static Ledger Opened(int hoursAgo) => Ledger.Empty.Open(WindowScene.UserMessage, Given.Noon - TimeSpan.FromHours(hoursAgo), Rules);

    private static DateTimeOffset Closes(int hoursAgo) => Given.Noon + TimeSpan.FromHours(48 - hoursAgo) - TimeSpan.FromMinutes(5);

    /// <summary>A line that changes the ledger and nothing else.</summary>
    private static async Task<Conversation> Line(SqliteConversationStore store, ConversationId id, Conversation state, Ledger ledger)
    {
        var turn = new Turn(state.Version + 1, Given.Noon, new ConversationInput.Continue(Given.Noon), [], null, []);
        var next = state with { Version = turn.Seq, Ledger = ledger };
        Assert.Equal(CommitResult.Committed, await store.Commit(id, turn, next, stateChanged: state.Version == 0));
        return next;
    }
}

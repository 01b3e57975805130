namespace WeChatActors.Engine.Tests.Storage;

public sealed class TimerStoreTests : SqliteTests
{
    [Fact]
    public async Task Timers_come_by_their_time_and_go_with_the_commit_that_disarms_them()
    {
        Conversation state;
        await using (var store = Open())
        {
            state = await Write(store, Given.Id(), Conversation.New, new TurnWrites { Armed = [("b", At(20), null), ("a", At(10), null)] });
            state = await Write(store, Given.Id(), state, new TurnWrites { Armed = [("b", At(5), null)] }); // anew for another time
            await Write(store, Given.Id("oBob"), Conversation.New, new TurnWrites { Armed = [("c", At(7), null)] });
        }
        await using var again = Open();
        Assert.Equal(["b", "c"], (await again.Timers(At(9), 10)).Select(timer => timer.Name));
        Assert.Equal(["b", "c", "a"], (await again.Timers(At(10), 10)).Select(timer => timer.Name));
        Assert.Equal(new StoredTimer(Given.Id(), "b", At(5), null), Assert.Single(await again.Timers(At(10), 1)));
        await Write(again, Given.Id(), state, new TurnWrites { Disarmed = ["b", "none"], Armed = [("a", At(30), null)] });
        Assert.Equal(["c"], (await again.Timers(At(29), 10)).Select(timer => timer.Name));
    }

    [Fact]
    public async Task A_timer_is_never_said_to_be_due_before_its_time()
    {
        await using var store = Open();
        var due = At(1) + VirtualTime.OneTick;
        await Write(store, Given.Id(), Conversation.New, new TurnWrites { Armed = [("a", due, null)] });
        Assert.Empty(await store.Timers(At(1), 10));
        var timer = Assert.Single(await store.Timers(At(1) + TimeSpan.FromMilliseconds(1), 10));
        Assert.InRange(timer.Due - due, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_work_of_a_dead_process_is_due_at_once_and_that_of_a_living_one_at_its_time()
    {
        await using var store = Open();
        await Write(store, Given.Id("oCat"), Conversation.New, new TurnWrites { Armed = [("later", At(-1), null)] });
        await using (var dying = Open())
        {
            await Write(dying, Given.Id(), Conversation.New, new TurnWrites { Armed = [("work", At(60), dying.Node)] });
            await Write(dying, Given.Id("oDan"), Conversation.New, new TurnWrites { Armed = [("work", At(-2), dying.Node)] });
            await Write(store, Given.Id("oBob"), Conversation.New, new TurnWrites { Armed = [("work", At(60), store.Node)] });
            Assert.Equal(["oDan", "oCat"], await Whose(store, At(0)));
            Assert.Equal(["oDan", "oCat", "oAnn", "oBob"], await Whose(store, At(60)));
        }
        Assert.Equal(["oAnn", "oCat", "oDan"], (await Whose(store, At(0))).Order()); // each once
        Assert.Equal(["oAnn", "oDan"], (await Whose(store, At(-5))).Order());
    }

    [Fact]
    public async Task A_hundred_thousand_timers_are_not_looked_through()
    {
        await using var store = Open();
        Query($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO timer SELECT 'demo', 'oUser' || i, 'work', 99999999999999, '{store.Node}' FROM n
            """);
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++) Assert.Empty(await store.Timers(At(0), 10));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5), "A hundred looks at the timers take seconds: they scan them.");
    }

    private static DateTimeOffset At(double seconds) => Given.Noon + TimeSpan.FromSeconds(seconds);

    private static async Task<IEnumerable<string>> Whose(SqliteConversationStore store, DateTimeOffset before) =>
        (await store.Timers(before, 10)).Select(timer => timer.Id.OpenId.Value);
}

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>Random work of three processes on one file, beside a model of what each row must be.</summary>
public sealed class OutboxScheduleTests : SqliteTests
{
    private const int Conversations = 4;

    private sealed class Row(OutboxEntry entry)
    {
        public OutboxEntry Entry { get; } = entry;

        public OutboxState State { get; set; } = OutboxState.Waiting;

        public string? Holder { get; set; }

        public DateTimeOffset NotBefore { get; set; } = entry.At;

        public bool IsSettled => State is not (OutboxState.Waiting or OutboxState.Sending);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_processes_do_the_rows_that_are_due_are_those_of_the_model(int seed)
    {
        var (random, time) = (new Random(seed), new VirtualTime()); // no lease lapses
        var stores = Enumerable.Range(0, 3).Select(_ => Open(time)).ToList();
        var states = Enumerable.Range(0, Conversations).ToDictionary(i => Given.Id($"oUser{i}"), _ => Conversation.New);
        var rows = new List<Row>();
        for (var step = 0; step < 400; step++)
        {
            var (id, at) = (Given.Id($"oUser{random.Next(Conversations)}"), random.Next(stores.Count));
            var store = stores[at];
            var open = rows.Where(row => row.Entry.To == id && !row.IsSettled).OrderBy(row => row.Entry.Id).ToList();
            switch (random.Next(8))
            {
                case 0 or 1:
                    var owed = Owe(id, states[id].Version + 1, [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => $"t{n}")]);
                    states[id] = await Write(store, id, states[id], owed);
                    rows.AddRange(owed.Owed.Select(entry => new Row(entry)));
                    break;
                case 2 or 3 when open.Count > 0:
                    var picked = open[random.Next(open.Count)];
                    var free = picked == open[0] && picked.State == OutboxState.Waiting;
                    Assert.Equal(free, await store.Claim(id, picked.Entry.Id, Given.Noon, Given.Noon + TimeSpan.FromMinutes(1)));
                    if (free) (picked.State, picked.Holder) = (OutboxState.Sending, store.Node);
                    break;
                case 4 when open.Count > 0:
                    var put = open[random.Next(open.Count)];
                    var to = Given.Noon + TimeSpan.FromSeconds(random.Next(-1, 2));
                    await store.PutOff(id, put.Entry.Id, to, "w");
                    if (put.Holder is null || put.Holder == store.Node || stores.All(other => other.Node != put.Holder))
                        (put.State, put.Holder, put.NotBefore) = (OutboxState.Waiting, null, to);
                    break;
                case 5 or 6 when open.Count > 0:
                    var ended = open[random.Next(3) == 0 ? random.Next(open.Count) : 0];
                    states[id] = await Write(store, id, states[id], new TurnWrites { Settled = [(ended.Entry.Id, new OutboxOutcome(OutboxState.Sent, Given.Noon))] });
                    (ended.State, ended.Holder) = (OutboxState.Sent, null);
                    break;
                case 7 when random.Next(10) == 0: // a process ends, and another begins
                    await store.DisposeAsync();
                    stores[at] = Open(time);
                    break;
                case 7 when random.Next(10) == 0:
                    states[id] = await Write(store, id, states[id], new TurnWrites { Erases = true });
                    rows.RemoveAll(row => row.Entry.To == id);
                    break;
            }
            var due = await stores[random.Next(stores.Count)].Due("demo", Given.Noon, 100);
            Assert.Equal(Due(rows, stores), due.Select(row => (row.Entry, row.Outcome.State)).ToHashSet());
        }
        foreach (var store in stores) await store.DisposeAsync();
    }

    private static HashSet<(OutboxEntry, OutboxState)> Due(List<Row> rows, List<SqliteConversationStore> stores) =>
    [
        .. rows.Where(row => !row.IsSettled).GroupBy(row => row.Entry.To).Select(group => group.MinBy(row => row.Entry.Id)!)
            .Where(row => row.State == OutboxState.Waiting ? row.NotBefore <= Given.Noon : stores.All(store => store.Node != row.Holder))
            .Select(row => (row.Entry, row.State)),
    ];
}

namespace WeChatActors.Engine.Tests.Storage;

public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_database_of_an_earlier_version_goes_on_where_it_stood(int version)
    {
        OlderDatabase.Create(_folder.File(), version);
        await using (var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System))
        {
            var ann = await store.Load(Given.Id(), Given.Noon);
            Assert.Equal((2, 2, "tea"), (ann.Version, ann.Turns, ann.Variables["kept"].ToText()));
            Assert.Equal(Ledger.Empty, ann.Ledger);
            Assert.Equal([1, 2], ann.Answered.ToArray().Select(answered => answered.Seq));
            Assert.Equal(new Protocol.TextReply("kept tea"), ann.Answered.ToArray()[0].Reply);
            Assert.Equal([2, 1], (await store.Transcript(Given.Id(), 10)).Select(turn => turn.Deliveries).Order().Reverse());

            var list = await store.List("demo", null, 10);
            Assert.Equal([("oAnn", 2), ("oBob", 1)], list.Select(line => (line.OpenId.Value, (int)line.Version)));
            Assert.All(list, line => Assert.Equal((null, 0), (line.ClosesAt, line.Left)));
            Assert.Equal(default, await store.CountReachable("demo", Given.Noon));

            var turn = new Turn(3, Given.Noon, Given.Delivery(Given.Text("same", 3)), [], null, []);
            var next = ann with { Version = 3, Ledger = Ledger.Empty.Open(Protocol.WindowScene.UserMessage, Given.Noon, new LedgerRules()) };
            Assert.Equal(CommitResult.Committed, await store.Commit(Given.Id(), turn, next, stateChanged: false));
        }
        await using var again = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        Assert.Equal(5, (await again.Load(Given.Id(), Given.Noon)).Ledger.Left(Given.Noon));
        Assert.Equal(["oAnn"], (await again.ListReachable("demo", Given.Noon, null, null, 10)).Select(line => line.OpenId.Value));
    }
}

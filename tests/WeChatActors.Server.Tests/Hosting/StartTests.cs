using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_whose_tokens_cannot_be_kept_does_not_start_and_closes_the_store_it_was_given()
    {
        var file = Path.Combine(_folder, "turns.db");
        var store = new FaultyStore(SqliteConversationStore.Open(file, TimeProvider.System));
        // A folder stands where the file of the tokens should be.
        var configuration = new ServerConfiguration
        {
            Public = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), AdminKeys = [], StorePath = _folder, Accounts = ImmutableArray<Account>.Empty,
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ServerHost.Start(configuration, store, TimeProvider.System, null));

        Assert.True(store.Disposed);
    }
}

using WeChatActors.Engine;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>Tokens on a disk that takes nothing more.</summary>
[Collection(Processes.Name)]
public sealed class TokenDiskTests(Published published)
{
    private static readonly TokenId Id = new("a0", TokenKind.AccessToken);

    [MountFact]
    public async Task A_full_disk_is_told_and_the_stored_token_can_still_be_read()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path);
        await using var conversations = SqliteConversationStore.Open(folder["wechatactors.db"], TimeProvider.System);
        await using var store = SqliteTokenStore.Open(folder["wechatactors.db"], []);
        await Refresh(store, 1);

        disk.Fill();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            // What still fits into the pages that are there.
            for (var version = 2; version < 10_000; version++) await Refresh(store, version);
        });
        Assert.Contains("is full: free some space", refused.Message, StringComparison.Ordinal);
        var kept = (await store.Load(Id)).Version;
        Assert.True(kept >= 1);

        disk.Free();
        Assert.Equal(kept + 1, (await Refresh(store, kept + 1)).Version);
    }

    [MountFact]
    public async Task A_disk_that_became_read_only_is_told_and_works_when_it_can_be_written_again()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path);
        await using var store = SqliteTokenStore.Open(folder["wechatactors.db"], []);
        await Refresh(store, 1);

        await disk.SetReadOnly(true);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Refresh(store, 2));
        Assert.Contains("let this user", refused.Message, StringComparison.Ordinal);
        await disk.SetReadOnly(false);
        Assert.Equal(2, (await Refresh(store, 2)).Version);
    }

    [MountFact]
    public async Task A_server_on_a_full_disk_gives_the_token_from_memory_says_so_and_stores_it_later()
    {
        await using var shop = await TokenShop.Open(published);
        Directory.CreateDirectory(shop.Data);
        await using var disk = await SmallDisk.Mount(shop.Data);
        await using var served = await shop.Serve();
        using var admin = TokenShop.Admin(served);
        var before = await SharedToken.Get(admin, "a0");

        disk.Fill();
        Assert.Equal(before.AccessToken, (await SharedToken.Get(admin, "a0")).AccessToken);
        // Somebody else's token takes the place of ours while nothing can be written: callers still get one that works.
        await shop.Revoke("a0");
        Assert.Contains("ip_list", await admin.GetStringAsync("/api/accounts/a0/proxy/cgi-bin/getcallbackip"), StringComparison.Ordinal);
        var unsaved = await SharedToken.Get(admin, "a0");
        Assert.NotEqual(before.AccessToken, unsaved.AccessToken);
        Assert.Contains($"access_token of a0: good, but The disk that holds {shop.Data}/wechatactors.db is full", await admin.GetStringAsync("/readyz"), StringComparison.Ordinal);

        disk.Free();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (shop.Stored.Of("a0").Value != unsaved.AccessToken) await Task.Delay(50, patience.Token);
        Assert.Equal("ready\n", await admin.GetStringAsync("/readyz", patience.Token));
    }

    private static async Task<StoredToken> Refresh(SqliteTokenStore store, long version)
    {
        var now = DateTimeOffset.UtcNow;
        Assert.IsType<RefreshRight.Taken>(await store.TakeRight(Id, version - 1, "us", false, now, now + TimeSpan.FromSeconds(30)));
        return await store.Save(Id, "us", new($"{new string('x', 512)}{version}", version, now, now + TimeSpan.FromHours(2)), new(now, "ahead", "engine", "ok", null, version, null));
    }
}

using System.Collections.Concurrent;
using System.Text.Json;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>Several processes and several systems with one token.</summary>
[Collection(Processes.Name)]
public sealed class SharedTokenTests(Published published)
{
    private const int Accounts = 10;
    private const int RoundsOfEach = 20;

    [Fact]
    public async Task Two_processes_race_two_hundred_times_for_the_next_token_and_never_overwrite_each_other()
    {
        await using var shop = await TokenShop.Open(published, Accounts, mode: "classic", section: "tokens: {between_forced: 0s}");
        await using var left = await shop.Serve();
        await using var right = await shop.Serve();
        using var leftAdmin = TokenShop.Admin(left);
        using var rightAdmin = TokenShop.Admin(right);
        HttpClient[] both = [leftAdmin, rightAdmin];

        await Task.WhenAll(Enumerable.Range(0, Accounts).Select(number => Race($"a{number}")));

        async Task Race(string account)
        {
            var values = new ConcurrentDictionary<long, string>();
            var current = (await Task.WhenAll(both.Select(admin => SharedToken.Get(admin, account)))).MaxBy(token => token.Version)!;
            Keep(current);
            for (var round = 0; round < RoundsOfEach; round++)
            {
                await shop.Revoke(account);
                var replaced = await Task.WhenAll(both.Select(admin => SharedToken.Replace(admin, account, current.AccessToken)));
                foreach (var token in replaced) Keep(token);
                Assert.All(replaced, token => Assert.NotEqual(current.AccessToken, token.AccessToken));
                var (version, value) = shop.Stored.Of(account);
                Assert.Equal(value, values.GetOrAdd(version, value));
                Assert.True(version > current.Version);
                current = replaced.MaxBy(token => token.Version)!;
                Assert.Equal((version, value), (current.Version, current.AccessToken));
            }
            var last = await Task.WhenAll(both.Select(admin => SharedToken.Get(admin, account)));
            Assert.Equal((last[0].Version, last[0].AccessToken), (last[1].Version, last[1].AccessToken));
            Assert.True(await shop.Takes(current.AccessToken));
            // One for each round: what the loser asks, he asks the database.
            Assert.Equal(RoundsOfEach + 1, await shop.TokenCalls(account));
            Assert.InRange((await shop.Calls(account)).Count, RoundsOfEach, 5 * RoundsOfEach);

            void Keep(SharedToken token) => Assert.Equal(token.AccessToken, values.GetOrAdd(token.Version, token.AccessToken));
        }
    }

    [Fact]
    public async Task A_token_that_somebody_else_killed_is_replaced_on_first_use_and_no_caller_sees_it()
    {
        await using var shop = await TokenShop.Open(published);
        await using var served = await shop.Serve();
        using var admin = TokenShop.Admin(served);
        var before = await SharedToken.Get(admin, "a0");
        for (var round = 0; round < 3; round++)
        {
            await shop.Revoke("a0");
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => admin.GetStringAsync("/api/accounts/a0/proxy/cgi-bin/getcallbackip")));
            Assert.All(answers, answer => Assert.True(JsonDocument.Parse(answer).RootElement.TryGetProperty("ip_list", out _), answer));
        }
        var after = await SharedToken.Get(admin, "a0");
        Assert.NotEqual(before.AccessToken, after.AccessToken);
        Assert.Equal((after.Version, after.AccessToken), shop.Stored.Of("a0"));
        Assert.InRange(await shop.TokenCalls("a0"), 4, 10);
    }

    [Fact]
    public async Task A_restart_asks_for_no_new_token_while_the_old_one_lives()
    {
        await using var shop = await TokenShop.Open(published, mode: "classic");
        SharedToken first;
        await using (var served = await shop.Serve())
        {
            using var admin = TokenShop.Admin(served);
            first = await SharedToken.Get(admin, "a0");
            Assert.Equal(0, await served.Stop());
        }
        foreach (var kill in new[] { true, false })
        {
            await using var again = await shop.Serve();
            using var admin = TokenShop.Admin(again);
            var token = await SharedToken.Get(admin, "a0");
            Assert.Equal((first.AccessToken, first.Version), (token.AccessToken, token.Version));
            Assert.Contains("ip_list", await admin.GetStringAsync("/api/accounts/a0/proxy/cgi-bin/getcallbackip"), StringComparison.Ordinal);
            if (kill) await again.Kill();
            else Assert.Equal(0, await again.Stop());
        }
        Assert.Equal(1, await shop.TokenCalls("a0"));
    }
}

using System.Net;
using System.Net.Http.Json;

namespace WeChatActors.EndToEnd.Tokens;

[Collection(Processes.Name)]
public sealed class TokenCrashTests(Published published)
{
    private const int Shops = 10;
    private const int Kills = 2;

    [Fact]
    public async Task After_twenty_kills_around_a_refresh_a_good_token_is_there_and_no_version_went_back()
    {
        // Side by side: after a kill in the middle of a refresh the right to it lapses first, as long as a request may take. Not all at once: a
        // request must not take longer than that because so many processes start.
        var lost = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Shops), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
            Interlocked.Add(ref lost, await Crash(new Random(20260302 + number))));
        Assert.InRange(lost, 1, Shops * Kills);
    }

    /// <returns>How many tokens the platform gave and nobody has.</returns>
    private async Task<int> Crash(Random random)
    {
        await using var shop = await TokenShop.Open(published, mode: "classic", section: "tokens: {between_forced: 0s, request_limit: 2s}", tapped: true);
        var values = new Dictionary<long, string>();
        var current = new SharedToken("", 0, 0);
        var asked = 0;
        for (var kill = 0; ; kill++)
        {
            await using var served = await shop.Serve();
            using var admin = TokenShop.Admin(served);
            var token = await Good(admin);
            Assert.True(token.Version >= current.Version);
            Assert.Equal((token.Version, token.AccessToken), shop.Stored.Of("a0"));
            Assert.True(values.TryAdd(token.Version, token.AccessToken) || values[token.Version] == token.AccessToken);
            Assert.True(await shop.Takes(token.AccessToken));
            current = token;
            // For each kill at most the request that was cut off, beside the one that took its place.
            var calls = await shop.TokenCalls("a0");
            Assert.InRange(calls - asked, 0, 2);
            asked = calls;
            if (kill == Kills) return calls - (int)token.Version;

            await shop.Revoke("a0");
            var answered = shop.Tap!.NextToken();
            var replacing = admin.PostAsJsonAsync("/api/accounts/a0/access_token/refresh", new { expired = current.AccessToken });
            // Anywhere on the way there and back; every other time when the platform's answer is on its way, half of these at once, so that
            // the token is received and not stored.
            if (kill % 2 == 0) await Task.WhenAny(answered, replacing);
            var wait = kill % 2 == 0 ? random.Next(2) * random.Next(30) : random.Next(200);
            if (wait > 0) await Task.Delay(wait);
            await served.Kill();
            try
            {
                (await replacing).Dispose();
            }
            catch (HttpRequestException)
            {
                // The interrupted one.
            }
            var (version, value) = shop.Stored.Of("a0");
            Assert.True(version >= current.Version);
            Assert.True(values.TryAdd(version, value) || values[version] == value);
        }
    }

    /// <summary>A token that works, as a program would get it: it reports one that fails, and asks again when it is told to.</summary>
    private static async Task<SharedToken> Good(HttpClient admin)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var called = await admin.GetAsync("/api/accounts/a0/proxy/cgi-bin/getcallbackip", patience.Token);
            if (called.IsSuccessStatusCode && (await called.Content.ReadAsStringAsync()).Contains("ip_list", StringComparison.Ordinal)) return await SharedToken.Get(admin, "a0");
            Assert.True(called.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.OK or HttpStatusCode.BadGateway, await called.Content.ReadAsStringAsync());
            await Task.Delay(200, patience.Token);
        }
    }
}

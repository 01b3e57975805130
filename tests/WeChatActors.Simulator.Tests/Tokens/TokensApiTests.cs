namespace WeChatActors.Simulator.Tests;

public class TokensApiTests
{
    private static readonly string AppId = ApiLab.Demo.AppId;

    private static string Stable(string? more = null, string? secret = null) =>
        $$"""{"grant_type":"client_credential","appid":"{{AppId}}","secret":"{{secret ?? ApiLab.Secret}}"{{more}}}""";

    [Fact]
    public async Task A_classic_token_looks_like_one_and_lives_two_hours()
    {
        await using var lab = await ApiLab.Start_with();
        var answer = await lab.Get($"/cgi-bin/token?grant_type=client_credential&appid={AppId}&secret={ApiLab.Secret}");
        Assert.Equal(7200, answer.GetProperty("expires_in").GetInt32());
        Assert.False(answer.TryGetProperty("errcode", out _));
        Assert.Matches("^[0-9]{2}_[A-Za-z0-9_-]{133,509}$", answer.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_tokens_and_many_lengths()
    {
        await using var one = await ApiLab.Start_with();
        await using var two = await ApiLab.Start_with();
        var lengths = new HashSet<int>();
        for (var i = 0; i < 30; i++)
        {
            var token = await one.Token();
            Assert.Equal(token, await two.Token());
            lengths.Add(token.Length);
        }
        Assert.Equal((136, 512), (lengths.Min(), lengths.Max()));
    }

    [Theory]
    [InlineData("appid=APP&secret=SECRET", 40002)]
    [InlineData("grant_type=password&appid=APP&secret=SECRET", 40002)]
    [InlineData("grant_type=client_credential&secret=SECRET", 41002)]
    [InlineData("grant_type=client_credential&appid=APP", 41004)]
    [InlineData("grant_type=client_credential&appid=wxother&secret=SECRET", 40013)]
    [InlineData("grant_type=client_credential&appid=APP&secret=short", 40125)]
    [InlineData("grant_type=client_credential&appid=APP&secret=ffffffffffffffffffffffffffffffff", 40001)]
    public async Task Wrong_credentials_are_told_apart(string query, int code)
    {
        await using var lab = await ApiLab.Start_with();
        query = query.Replace("APP", AppId, StringComparison.Ordinal).Replace("SECRET", ApiLab.Secret, StringComparison.Ordinal);
        Assert.Equal(code, await lab.GetCode("/cgi-bin/token?" + query));
        var json = string.Join(',', query.Split('&').Select(pair => pair.Split('=')).Select(pair => $"\"{pair[0]}\":\"{pair[1]}\""));
        Assert.Equal(code, await lab.PostCode("/cgi-bin/stable_token", "{" + json + "}"));
    }

    [Fact]
    public async Task The_stable_token_counts_its_seconds_down()
    {
        await using var lab = await ApiLab.Start_with();
        var first = await lab.Post("/cgi-bin/stable_token", Stable());
        lab.Clock.Advance(TimeSpan.FromSeconds(100.5));
        var second = await lab.Post("/cgi-bin/stable_token", Stable(""","force_refresh":false"""));
        Assert.Equal(first.GetProperty("access_token").GetString(), second.GetProperty("access_token").GetString());
        Assert.Equal(7099, second.GetProperty("expires_in").GetInt32());

        var forced = await lab.Post("/cgi-bin/stable_token", Stable(""","force_refresh":true"""));
        Assert.Equal(7200, forced.GetProperty("expires_in").GetInt32());
        Assert.Equal(40001, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + first.GetProperty("access_token").GetString()));
        Assert.Equal(47001, await lab.PostCode("/cgi-bin/stable_token", Stable(""","force_refresh":"true" """)));
    }

    [Fact]
    public async Task The_21st_forced_call_of_a_day_is_too_many()
    {
        await using var lab = await ApiLab.Start_with();
        for (var i = 0; i < 20; i++) Assert.Equal(0, await lab.PostCode("/cgi-bin/stable_token", Stable(""","force_refresh":true""")));
        Assert.Equal(45009, await lab.PostCode("/cgi-bin/stable_token", Stable(""","force_refresh":true""")));
        Assert.Equal(0, await lab.PostCode("/cgi-bin/stable_token", Stable()));
    }

    [Fact]
    public async Task A_test_account_takes_two_hundred_classic_tokens_a_day()
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = AccountKind.Test });
        var path = $"/cgi-bin/token?grant_type=client_credential&appid={AppId}&secret={ApiLab.Secret}";
        for (var i = 0; i < 200; i++) Assert.Equal(0, await lab.GetCode(path));
        Assert.Equal(45009, await lab.GetCode(path));
    }

    [Fact]
    public async Task A_token_that_somebody_else_took_ends_those_in_use()
    {
        await using var lab = await ApiLab.Start_with();
        Assert.Empty(TokensApi.Revoke(lab.Account, lab.Clock.GetUtcNow()));
        var classic = await lab.Token();
        var stable = (await lab.Post("/cgi-bin/stable_token", Stable())).GetProperty("access_token").GetString();

        Assert.Equal([TokenChannel.Classic], TokensApi.Revoke(lab.Account, lab.Clock.GetUtcNow(), TokenChannel.Classic));
        Assert.Equal(40001, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + classic));
        Assert.Equal(0, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + stable));

        Assert.Equal([TokenChannel.Classic, TokenChannel.Stable], TokensApi.Revoke(lab.Account, lab.Clock.GetUtcNow()));
        Assert.Equal(40001, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + stable));
        var next = (await lab.Post("/cgi-bin/stable_token", Stable())).GetProperty("access_token").GetString();
        Assert.NotEqual(stable, next);
        Assert.Equal(0, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + next));
    }
}

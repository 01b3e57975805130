namespace WeChatActors.Simulator.Tests;

public class QuotasApiTests
{
    private static readonly string App = $$"""{"appid":"{{ApiLab.Demo.AppId}}"}""";
    private static readonly string AppAndSecret = $$"""{"appid":"{{ApiLab.Demo.AppId}}","appsecret":"{{ApiLab.Secret}}"}""";

    [Fact]
    public async Task The_count_of_a_path_is_shown()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        for (var i = 0; i < 3; i++) await lab.Get($"/cgi-bin/getcallbackip?access_token={token}");
        var path = $"/cgi-bin/openapi/quota/get?access_token={token}";

        var quota = (await lab.Post(path, """{"cgi_path":"/cgi-bin/getcallbackip"}""")).GetProperty("quota");
        Assert.Equal("""{"daily_limit":5000,"used":3,"remain":4997}""", quota.GetRawText());
        quota = (await lab.Post(path, """{"cgi_path":"/cgi-bin/token"}""")).GetProperty("quota");
        Assert.Equal("""{"daily_limit":2000,"used":1,"remain":1999}""", quota.GetRawText());
        quota = (await lab.Post(path, """{"cgi_path":"/cgi-bin/get_api_domain_ip"}""")).GetProperty("quota");
        Assert.Equal(QuotasApi.NoLimit, quota.GetProperty("remain").GetInt64());
        var rate = (await lab.Post(path, """{"cgi_path":"/cgi-bin/stable_token"}""")).GetProperty("rate_limit");
        Assert.Equal("""{"call_count":10000,"refresh_second":60,"used":0}""", rate.GetRawText());
    }

    [Theory]
    [InlineData("""{"cgi_path":"/nothing"}""", AccountKind.Service, 76021)]
    [InlineData("""{}""", AccountKind.Service, 76021)]
    [InlineData("""{"cgi_path":5}""", AccountKind.Service, 76021)]
    [InlineData("""{"cgi_path":"/sns/userinfo"}""", AccountKind.Service, 76022)]
    [InlineData("""{"cgi_path":"/cgi-bin/message/template/send"}""", AccountKind.Subscription, 76022)]
    [InlineData("""{"cgi_path":"/cgi-bin/message/template/send"}""", AccountKind.Service, 0)]
    public async Task A_path_that_cannot_be_counted_is_refused(string body, AccountKind kind, int code)
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = kind });
        Assert.Equal(code, await lab.PostCode($"/cgi-bin/openapi/quota/get?access_token={await lab.Token()}", body));
    }

    [Fact]
    public async Task All_counts_are_cleared_ten_times_a_calendar_month_by_both_endpoints_together()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, await lab.PostCode($"/cgi-bin/clear_quota?access_token={token}", App));
            Assert.Equal(0, await lab.PostCode("/cgi-bin/clear_quota/v2", AppAndSecret));
        }
        Assert.Equal(48006, await lab.PostCode($"/cgi-bin/clear_quota?access_token={token}", App));
        Assert.Equal(48006, await lab.PostCode("/cgi-bin/clear_quota/v2", AppAndSecret));

        lab.Clock.Advance(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8)) - ApiLab.Start - TimeSpan.FromTicks(1));
        Assert.Equal(48006, await lab.PostCode("/cgi-bin/clear_quota/v2", AppAndSecret));
        lab.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, await lab.PostCode("/cgi-bin/clear_quota/v2", AppAndSecret));
    }

    [Fact]
    public async Task Cleared_counts_allow_calls_again_even_when_no_token_can_be_had()
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = AccountKind.Test });
        var path = $"/cgi-bin/token?grant_type=client_credential&appid={ApiLab.Demo.AppId}&secret={ApiLab.Secret}";
        for (var i = 0; i < 200; i++) await lab.Get(path);
        Assert.Equal(45009, await lab.GetCode(path));
        Assert.Equal(0, await lab.PostCode($"/cgi-bin/clear_quota/v2?appid={ApiLab.Demo.AppId}&appsecret={ApiLab.Secret}", ""));
        Assert.Equal(0, await lab.GetCode(path));
    }

    [Fact]
    public async Task Clearing_needs_the_right_account()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        Assert.Equal(41002, await lab.PostCode($"/cgi-bin/clear_quota?access_token={token}", "{}"));
        Assert.Equal(40013, await lab.PostCode($"/cgi-bin/clear_quota?access_token={token}", """{"appid":"wxother"}"""));
        Assert.Equal(41002, await lab.PostCode("/cgi-bin/clear_quota/v2", "{}"));
        Assert.Equal(41004, await lab.PostCode("/cgi-bin/clear_quota/v2", App));
        Assert.Equal(47001, await lab.PostCode("/cgi-bin/clear_quota/v2", "{"));
        Assert.Equal(47001, await lab.PostCode("/cgi-bin/clear_quota/v2", "[1]"));
    }

    [Fact]
    public async Task The_count_of_one_path_is_cleared_fifty_times_a_month()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        await lab.Get($"/cgi-bin/getcallbackip?access_token={token}");
        for (var i = 0; i < 50; i++)
            Assert.Equal(0, await lab.PostCode($"/cgi-bin/openapi/quota/clear?access_token={token}", """{"cgi_path":"/cgi-bin/getcallbackip"}"""));
        Assert.Equal(48006, await lab.PostCode($"/cgi-bin/openapi/quota/clear?access_token={token}", """{"cgi_path":"/cgi-bin/getcallbackip"}"""));
        lock (lab.Account.Gate) Assert.Equal(0, lab.Account.Quotas.Used("/cgi-bin/getcallbackip", ApiLab.Start));
    }

    [Fact]
    public void A_minute_s_calls_end_at_their_number_until_the_next_minute()
    {
        var quotas = new AccountQuotas();
        for (var i = 0; i < 60; i++) Assert.True(quotas.TakeMinute("/a", 60, ApiLab.Start.AddSeconds(59)));
        Assert.False(quotas.TakeMinute("/a", 60, ApiLab.Start.AddMinutes(1) - TimeSpan.FromTicks(1)));
        Assert.True(quotas.TakeMinute("/b", 60, ApiLab.Start));
        Assert.True(quotas.TakeMinute("/a", 60, ApiLab.Start.AddMinutes(1)));
        Assert.Equal(1, quotas.UsedThisMinute("/a", ApiLab.Start.AddMinutes(1)));
    }

    [Fact]
    public async Task A_mass_send_too_many_in_a_minute_is_45011_and_not_counted_for_the_day()
    {
        var table = new ApiTable();
        TokensApi.Register(table);
        table.Post("/cgi-bin/message/mass/send", _ => ApiAnswer.Done);
        await using var lab = await ApiLab.Start_with(table);
        var path = $"/cgi-bin/message/mass/send?access_token={await lab.Token()}";
        for (var i = 0; i < 60; i++) Assert.Equal(0, await lab.PostCode(path, "{}"));
        Assert.Equal(45011, await lab.PostCode(path, "{}"));
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 40; i++) Assert.Equal(0, await lab.PostCode(path, "{}"));
        Assert.Equal(45009, await lab.PostCode(path, "{}"));
    }

    [Fact]
    public async Task A_failed_call_is_found_by_its_rid_for_seven_days_by_its_own_account()
    {
        var other = ApiLab.Demo with { Alias = "other", AppId = "wxother" };
        await using var lab = await ApiLab.Start_with(ApiLab.Demo, other);
        var token = await lab.Token();
        var failed = await lab.Post($"/cgi-bin/openapi/quota/get?access_token={token}", """{"cgi_path":"/不存在"}""");
        var rid = failed.GetProperty("errmsg").GetString()!.Split("rid: ")[1];
        var ask = $$"""{"rid":"{{rid}}"}""";

        var request = (await lab.Post($"/cgi-bin/openapi/rid/get?access_token={token}", ask)).GetProperty("request");
        Assert.Equal(ApiLab.Start.ToUnixTimeSeconds(), request.GetProperty("invoke_time").GetInt64());
        Assert.Equal("access_token=***", request.GetProperty("request_url").GetString());
        Assert.Equal("""{"cgi_path":"/不存在"}""", request.GetProperty("request_body").GetString());
        Assert.Equal(failed.GetRawText(), request.GetProperty("response_body").GetString());
        Assert.Equal("127.0.0.1", request.GetProperty("client_ip").GetString());

        Assert.Equal(76003, await lab.PostCode($"/cgi-bin/openapi/rid/get?access_token={await lab.Token(other)}", ask));
        Assert.Equal(76001, await lab.PostCode($"/cgi-bin/openapi/rid/get?access_token={token}", ask.Replace(rid[9..17], "00000000", StringComparison.Ordinal)));
        foreach (var bad in (string[])["{}", """{"rid":""}""", """{"rid":"x"}""", """{"rid":"zzzzzzzz-00000000-00000000"}""", """{"rid":7}"""])
            Assert.Equal(76002, await lab.PostCode($"/cgi-bin/openapi/rid/get?access_token={token}", bad));
        lab.Clock.Advance(Rids.Lifetime);
        Assert.Equal(0, await lab.PostCode($"/cgi-bin/openapi/rid/get?access_token={await lab.Token()}", ask));
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(76004, await lab.PostCode($"/cgi-bin/openapi/rid/get?access_token={await lab.Token()}", ask));
    }

    [Fact]
    public async Task Calls_at_the_same_time_are_counted_one_by_one()
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = AccountKind.Test });
        var path = $"/cgi-bin/token?grant_type=client_credential&appid={ApiLab.Demo.AppId}&secret={ApiLab.Secret}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => Task.Run(() => lab.Get(path))));
        var given = answers.Where(answer => ApiLab.Code(answer) == 0).Select(answer => answer.GetProperty("access_token").GetString()!).ToHashSet();
        Assert.Equal(200, given.Count);
        Assert.Equal(50, answers.Count(answer => ApiLab.Code(answer) == 45009));
        Assert.Equal(Enumerable.Range(1, 250).Select(number => (long)number), lab.Account.Calls.Snapshot().Select(call => call.Number));
        // Every one lives through its five minutes beside the others.
        foreach (var token in given) Assert.Equal(0, await lab.GetCode($"/cgi-bin/getcallbackip?access_token={token}"));
    }
}

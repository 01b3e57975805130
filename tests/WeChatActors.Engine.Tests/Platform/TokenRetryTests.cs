namespace WeChatActors.Engine.Tests.Platform;

public class TokenRetryTests
{
    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_refused_token_is_replaced_and_the_call_made_once_more(int errcode)
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/message/custom/send", $$"""{"errcode":{{errcode}},"errmsg":"bad token"}""", """{"errcode":0,"errmsg":"ok"}""");

        await calling.Done(Calling.Post("/cgi-bin/message/custom/send", """{"touser":"oAnn"}"""));

        var calls = calling.Platform.Calls;
        Assert.Equal(["access_token=token-1", "access_token=token-2"], calls.Select(call => call.Query));
        Assert.All(calls, call => Assert.Equal("""{"touser":"oAnn"}""", call.Body));
        Assert.Equal([("token-1", errcode, "engine")], calling.Tokens.Reports);
        Assert.Empty(calling.Notices);
    }

    [Theory]
    [InlineData(41001)]
    [InlineData(42007)]
    [InlineData(40013)]
    [InlineData(40030)]
    public async Task No_other_errcode_is_about_the_accounts_token(int errcode)
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/get", $$"""{"errcode":{{errcode}},"errmsg":"no"}""");

        Assert.Equal(errcode, (await calling.Refused(Calling.Get("/cgi-bin/menu/get"))).Errcode);

        Assert.Single(calling.Platform.Calls);
        Assert.Empty(calling.Tokens.Reports);
    }

    [Fact]
    public async Task A_second_token_error_stays_and_tells_the_operator_once_a_minute_that_somebody_else_takes_tokens()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/get", """{"errcode":40001,"errmsg":"invalid credential rid: 6543e1aa-0d2b6f4c-1f4b2c3d"}""");

        var refused = await calling.Refused(Calling.Get("/cgi-bin/menu/get"));
        await calling.Refused(Calling.Get("/cgi-bin/menu/get"));

        Assert.Equal((40001, "6543e1aa-0d2b6f4c-1f4b2c3d"), (refused.Errcode, refused.Rid));
        Assert.Equal(4, calling.Platform.Calls.Count);
        var notice = Assert.Single(calling.Notices);
        Assert.True(notice.Urgent);
        Assert.Equal(
            "/cgi-bin/menu/get was refused with 40001 also with a new access_token: another program takes tokens of this AppID; " +
            "let it take them from here, or give it an account of its own.", notice.Sentence);

        calling.Time.Advance(TimeSpan.FromMinutes(1));
        await calling.Refused(Calling.Get("/cgi-bin/menu/get"));
        Assert.Equal(2, calling.Notices.Count);
    }

    [Fact]
    public async Task A_token_that_the_platform_takes_after_all_is_tried_once_more()
    {
        await using var calling = new Calling(tokens: new ScriptedTokens("same"));
        calling.Platform.On("/cgi-bin/menu/get", """{"errcode":40001,"errmsg":"late"}""", """{"menu":{}}""");

        await calling.Done(Calling.Get("/cgi-bin/menu/get"));

        Assert.Equal(["access_token=same", "access_token=same"], calling.Platform.Calls.Select(call => call.Query));
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_again_is_not_but_the_token_is_reported()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/upload", """{"errcode":42001,"errmsg":"expired"}""");

        var refused = await calling.Refused(Calling.Post("/cgi-bin/media/upload") with { Replayable = false });

        Assert.Equal(42001, refused.Errcode);
        Assert.Single(calling.Platform.Calls);
        Assert.Equal([("token-1", 42001, "engine")], calling.Tokens.Reports);
    }

    [Fact]
    public async Task A_call_with_a_token_of_its_own_neither_gets_nor_reports_the_accounts()
    {
        await using var calling = new Calling();
        calling.Platform.On("/sns/userinfo", """{"errcode":40001,"errmsg":"bad"}""");

        await calling.Refused(Calling.Get("/sns/userinfo", "access_token=hers&openid=oAnn") with { WithToken = false });

        Assert.Equal("access_token=hers&openid=oAnn", Assert.Single(calling.Platform.Calls).Query);
        Assert.Empty(calling.Tokens.Reports);
    }

    [Fact]
    public async Task A_token_is_escaped_in_the_query_and_stands_before_what_the_caller_asks()
    {
        await using var calling = new Calling(tokens: new ScriptedTokens("a+b/c=&d"));
        calling.Platform.On("/cgi-bin/user/get", """{"total":0}""");

        await calling.Done(Calling.Get("/cgi-bin/user/get", "next_openid=o%20A"));

        Assert.Equal("access_token=a%2Bb%2Fc%3D%26d&next_openid=o%20A", Assert.Single(calling.Platform.Calls).Query);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_reason_is_told()
    {
        await using var calling = new Calling(tokens: new ScriptedTokens("x") { Refusal = new TokenReply.Refused(40125, "The app_secret is wrong; correct it.", null) });

        var not = Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Get("/cgi-bin/menu/get")));

        Assert.Equal("There is no access_token: The app_secret is wrong; correct it.", not.Why);
        Assert.Empty(calling.Platform.Calls);
    }

    [Fact]
    public async Task A_refused_token_without_another_says_why_there_is_none()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/get", (connection, _) =>
        {
            calling.Tokens.Refusal = new TokenReply.Refused(40164, "Allow 1.2.3.4.", Given.Noon.AddMinutes(5));
            return connection.Answer("""{"errcode":40001,"errmsg":"bad"}""");
        });

        var refused = await calling.Refused(Calling.Get("/cgi-bin/menu/get"));

        Assert.Equal(("There is no other access_token: Allow 1.2.3.4.", Given.Noon.AddMinutes(5)), (refused.Remedy, refused.RetryAt));
    }

    [Fact]
    public async Task A_token_that_does_not_come_within_the_limit_is_not_waited_for()
    {
        await using var calling = new Calling(tokens: new ScriptedTokens("x") { Never = true });

        var call = calling.Call(Calling.Get("/cgi-bin/menu/get"));
        calling.Time.Advance(TimeSpan.FromSeconds(10) - VirtualTime.OneTick);
        Assert.False(call.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.StartsWith("There was no access_token within 10 s", Assert.IsType<PlatformResult.NotSent>(await call).Why, StringComparison.Ordinal);
    }
}

using System.Text.Json;

namespace WeChatActors.Simulator.Tests;

public class MaskingTests
{
    [Theory]
    [InlineData("""{"secret":"abc","a":"b"}""", """{"secret":"***","a":"b"}""")]
    [InlineData("""{ "AppSecret" : "a\"b", "x":1}""", """{ "AppSecret" : "***", "x":1}""")]
    [InlineData("""{"access_token":"half""", """{"access_token":"***""")]
    [InlineData("grant_type=x&secret=abc&appid=wx", "grant_type=x&secret=***&appid=wx")]
    [InlineData("-> http://127.0.0.1/?code=abc&state=1", "-> http://127.0.0.1/?code=***&state=1")]
    [InlineData("""{"kf_account":"a@b","password":"5f4dcc3b"}""", """{"kf_account":"a@b","password":"***"}""")]
    [InlineData("""{"errcode":0,"appid":"wx"}""", """{"errcode":0,"appid":"wx"}""")]
    [InlineData("""{"secr\u0065t":"known-by-value"}""", """{"secr\u0065t":"***"}""")]
    public void Credentials_are_masked_by_name_and_by_value(string text, string masked) => Assert.Equal(masked, Masking.Text(text, ["known-by-value"]));

    [Fact]
    public async Task No_record_of_a_call_holds_a_credential()
    {
        await using var lab = await ApiLab.Start_with();
        var told = new List<string>();
        lab.Platform.Feed.Published += happened => { lock (told) told.Add(JsonSerializer.Serialize(happened)); };
        var token = await lab.Token();
        var secrets = new List<string> { ApiLab.Secret, token };
        var credentials = $$"""{"grant_type":"client_credential","appid":"{{ApiLab.Demo.AppId}}","secr\u0065t":"{{ApiLab.Secret}}","appsecret":"{{ApiLab.Secret}}"}""";
        secrets.Add((await lab.Post("/cgi-bin/stable_token", credentials)).GetProperty("access_token").GetString()!);
        secrets.Add((await lab.Get($"/cgi-bin/ticket/getticket?type=jsapi&access_token={token}")).GetProperty("ticket").GetString()!);
        await lab.Post("/cgi-bin/clear_quota/v2", credentials);
        await lab.Post($"/cgi-bin/clear_quota/v2?appsecret={ApiLab.Secret}", "{\"secret\":\"" + ApiLab.Secret);
        await lab.Get($"/nothing/{ApiLab.Secret}?x={ApiLab.Secret}&ACCESS_TOKEN={token}");
        using var redirect = await lab.Http.GetAsync(new Uri(lab.Base,
            $"/connect/oauth2/authorize?appid={ApiLab.Demo.AppId}&redirect_uri=http%3A%2F%2F127.0.0.1%2F&response_type=code&scope=snsapi_base&state=1&person=1"));
        var code = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"]!;
        secrets.Add(code);
        var user = await lab.Get($"/sns/oauth2/access_token?appid={ApiLab.Demo.AppId}&secret={ApiLab.Secret}&grant_type=authorization_code&code={code}");
        secrets.Add(user.GetProperty("access_token").GetString()!);
        secrets.Add(user.GetProperty("refresh_token").GetString()!);
        await lab.Get($"/sns/oauth2/refresh_token?appid={ApiLab.Demo.AppId}&grant_type=refresh_token&refresh_token={secrets[^1]}");
        await lab.Get($"/sns/userinfo?access_token={secrets[^2]}&openid=x");
        var failed = await lab.Get($"/cgi-bin/getcallbackip?access_token={token}x");
        var rid = failed.GetProperty("errmsg").GetString()!.Split("rid: ")[1];
        Assert.NotNull(lab.Platform.Rids.Find(rid));

        var records = string.Concat(told) + JsonSerializer.Serialize(lab.Account.Calls.Snapshot()) + JsonSerializer.Serialize(lab.Platform.StrayCalls.Snapshot())
            + lab.Platform.Rids.Find(rid) + lab.Account.Tokens + lab.Account.Setup;
        Assert.True(lab.Account.Calls.Snapshot().Count >= 8);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, records, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_written_down_before_its_answer_arrives()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        var openId = lab.Account.OpenIdOf(1);
        await lab.Post($"/cgi-bin/openapi/quota/get?access_token={token}", $$"""{"cgi_path":"/nothing","touser":"{{openId}}"}""");
        var call = lab.Account.Calls.Snapshot()[^1];
        Assert.Equal((2L, "POST", "/cgi-bin/openapi/quota/get", "access_token=***", openId, 76021),
            (call.Number, call.Method, call.Path, call.Query, call.OpenId, call.Errcode));
        Assert.Contains("/nothing", call.Request, StringComparison.Ordinal);
        Assert.StartsWith("""{"errcode":76021,"errmsg":"cgi_path not found""", call.Answer, StringComparison.Ordinal);
    }
}

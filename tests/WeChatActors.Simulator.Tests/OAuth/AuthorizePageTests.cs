using System.Net;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator.Tests;

public class AuthorizePageTests
{
    private const string Target = "http%3A%2F%2F127.0.0.1%3A9%2Fback%3Fa%3D1%23top";

    private static string Page(string scope = "snsapi_base", string target = Target, string state = "S1", string more = "&person=1") =>
        $"/connect/oauth2/authorize?appid={ApiLab.Demo.AppId}&redirect_uri={target}&response_type=code&scope={scope}&state={state}{more}";

    private static async Task<(HttpStatusCode Status, Uri? Location, string Text)> Visit(ApiLab lab, string path)
    {
        using var answer = await lab.Http.GetAsync(new Uri(lab.Base, path));
        return (answer.StatusCode, answer.Headers.Location, await answer.Content.ReadAsStringAsync());
    }

    private static string Link(string html, string caption) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"href=\"([^\"]*)\">{Regex.Escape(caption)}<").Groups[1].Value);

    [Fact]
    public async Task Base_scope_sends_the_visitor_on_at_once()
    {
        await using var lab = await ApiLab.Start_with();
        var (status, location, _) = await Visit(lab, Page());
        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Matches("^http://127\\.0\\.0\\.1:9/back\\?a=1&code=[A-Za-z0-9]{32}&state=S1#top$", location!.OriginalString);
    }

    [Fact]
    public async Task No_page_runs_a_script()
    {
        await using var lab = await ApiLab.Start_with();
        using var answer = await lab.Http.GetAsync(new Uri(lab.Base, Page(more: "")));
        Assert.Contains("script-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_browser_is_asked_once_whose_phone_it_is()
    {
        await using var lab = await ApiLab.Start_with();
        var (status, _, html) = await Visit(lab, Page(more: ""));
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var person in lab.Platform.People) Assert.Contains($">{WebUtility.HtmlEncode(person.Name)}</a>", html, StringComparison.Ordinal);

        var chosen = await Visit(lab, "/connect/oauth2/authorize" + Link(html, "Ann"));
        Assert.Equal(lab.Account.OpenIdOf(3), await OpenIdOf(lab, chosen.Location!));
        var again = await Visit(lab, Page(more: ""));
        Assert.Equal(lab.Account.OpenIdOf(3), await OpenIdOf(lab, again.Location!));
    }

    [Fact]
    public async Task Userinfo_scope_asks_for_consent()
    {
        await using var lab = await ApiLab.Start_with();
        var (status, _, html) = await Visit(lab, Page("snsapi_userinfo"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("演示号", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("小明", WebUtility.HtmlDecode(html), StringComparison.Ordinal);

        var rejected = await Visit(lab, "/connect/oauth2/authorize" + Link(html, "拒绝 Reject"));
        Assert.Equal("http://127.0.0.1:9/back?a=1&state=S1#top", rejected.Location!.OriginalString);
        var allowed = await Visit(lab, "/connect/oauth2/authorize" + Link(html, "允许 Allow"));
        var grant = await Exchange(lab, allowed.Location!);
        Assert.Equal("snsapi_userinfo", grant.GetProperty("scope").GetString());
        Assert.Equal(lab.Platform.People[0].UnionId, grant.GetProperty("unionid").GetString());
    }

    [Theory]
    [InlineData("?appid=&redirect_uri=x&response_type=code&scope=s&state=1", 10012)]
    [InlineData("?appid=APP&response_type=code&scope=snsapi_base&state=1", 10011)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&state=1", 10010)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_base", 10013)]
    [InlineData("?appid=wxother&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_base&state=1", 40013)]
    [InlineData("?redirect_uri=http%3A%2F%2F127.0.0.1&appid=APP&response_type=code&scope=snsapi_base&state=1", 40097)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&scope=snsapi_base&state=1", 40097)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=token&scope=snsapi_base&state=1", 40097)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_login&state=1", 10005)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_base&state=a-b", 40097)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2Fevil.example&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2Fshop.example.evil.example&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2Fm.shop.example&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=http%3A%2F%2F127.0.0.1%40evil.example%2F&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=javascript%3Aalert(1)&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=%2Frelative&response_type=code&scope=snsapi_base&state=1", 10003)]
    [InlineData("?appid=APP&redirect_uri=http%253A%252F%252F127.0.0.1&response_type=code&scope=snsapi_base&state=1", 10003)]
    public async Task A_wrong_address_is_explained(string query, int code)
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Callback = new Uri("https://shop.example/wechat") });
        var (status, _, html) = await Visit(lab, "/connect/oauth2/authorize" + query.Replace("APP", ApiLab.Demo.AppId, StringComparison.Ordinal) + "&person=1");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"<h1>{code}</h1>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callback_s_host_and_a_state_of_128_letters_are_allowed()
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Callback = new Uri("https://shop.example/wechat") });
        var state = new string('a', 128);
        var (_, location, _) = await Visit(lab, Page(target: "https%3A%2F%2FSHOP.example%2F%3Fq%3D%25E4%25BD%25A0", state: state));
        Assert.StartsWith("https://shop.example/?q=%E4%BD%A0&code=", location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("<h1>40097</h1>", (await Visit(lab, Page(state: state + "a"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AccountKind.Subscription)]
    [InlineData(AccountKind.Unverified)]
    public async Task Only_service_and_test_accounts_have_it(AccountKind kind)
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = kind });
        Assert.Contains("<h1>10005</h1>", (await Visit(lab, Page())).Text, StringComparison.Ordinal);
        Assert.Equal(48001, await lab.GetCode($"/sns/oauth2/access_token?appid={ApiLab.Demo.AppId}&secret={ApiLab.Secret}&grant_type=authorization_code&code=x"));
    }

    [Fact]
    public async Task The_visitor_of_a_test_account_has_to_follow_it()
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = AccountKind.Test });
        Assert.Contains("<h1>10006</h1>", (await Visit(lab, Page())).Text, StringComparison.Ordinal);
        lock (lab.Account.Gate) lab.Account.Meet(lab.Platform.People[0]).Subscribed = true;
        Assert.Equal(HttpStatusCode.Found, (await Visit(lab, Page())).Status);
    }

    [Fact]
    public async Task Nothing_from_outside_becomes_markup()
    {
        const string Evil = "\"><script>alert(1)</script>";
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Name = Evil });
        lab.Platform.Invite(Evil);
        var escaped = Uri.EscapeDataString(Evil);
        foreach (var path in (string[])
        [
            Page(more: ""), Page("snsapi_userinfo", more: "&person=4"), Page(more: $"&person={escaped}"), Page(state: escaped), Page(target: escaped), Page(escaped),
            Page(target: "http%3A%2F%2F127.0.0.1%2F" + escaped, more: ""), Page(more: $"&{escaped}={escaped}"), Page("snsapi_userinfo", more: $"&person=4&{escaped}={escaped}"),
            Page(target: "http%3A%2F%2F" + escaped), OAuthApi.PortraitPath + "?person=" + escaped, OAuthApi.PortraitPath + "?person=4",
        ])
            Assert.DoesNotContain("<script", (await Visit(lab, path)).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_redirect_target_cannot_add_headers()
    {
        await using var lab = await ApiLab.Start_with();
        using var answer = await lab.Http.GetAsync(new Uri(lab.Base, Page(target: "http%3A%2F%2F127.0.0.1%2F%0D%0AX-Evil%3A%201")));
        Assert.False(answer.Headers.Contains("X-Evil"));
    }

    [Fact]
    public async Task A_person_s_profile_and_portrait_can_be_read_with_the_user_s_token()
    {
        await using var lab = await ApiLab.Start_with();
        var grant = await Exchange(lab, (await Visit(lab, Page("snsapi_userinfo", more: "&person=2&allow=1"))).Location!);
        var query = $"access_token={grant.GetProperty("access_token").GetString()}&openid={grant.GetProperty("openid").GetString()}";
        var user = await lab.Get($"/sns/userinfo?{query}&lang=zh_CN");
        Assert.Equal(("小红", lab.Account.OpenIdOf(2), lab.Platform.People[1].UnionId),
            (user.GetProperty("nickname").GetString(), user.GetProperty("openid").GetString(), user.GetProperty("unionid").GetString()));
        using var portrait = await lab.Http.GetAsync(new Uri(user.GetProperty("headimgurl").GetString()!));
        Assert.Equal("image/svg+xml", portrait.Content.Headers.ContentType!.MediaType);

        Assert.Equal(0, await lab.GetCode("/sns/auth?" + query));
        Assert.Equal(40003, await lab.GetCode("/sns/auth?" + query + "x"));
        Assert.Equal(41009, await lab.GetCode("/sns/auth?access_token=x"));
        Assert.Equal(41001, await lab.GetCode("/sns/auth?openid=x"));
        Assert.Equal(40097, await lab.GetCode($"/sns/userinfo?{query}&lang=fr"));
        Assert.Contains("takes the user's", (await lab.Get($"/sns/userinfo?openid=x&access_token={await lab.Token()}")).GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        lab.Clock.Advance(WebGrant.Lifetime);
        Assert.Equal(42001, await lab.GetCode("/sns/userinfo?" + query));

        var renewed = await lab.Get($"/sns/oauth2/refresh_token?appid={ApiLab.Demo.AppId}&grant_type=refresh_token&refresh_token={grant.GetProperty("refresh_token").GetString()}");
        Assert.Equal(0, await lab.GetCode($"/sns/userinfo?openid={grant.GetProperty("openid").GetString()}&access_token={renewed.GetProperty("access_token").GetString()}"));
    }

    [Fact]
    public async Task Base_scope_gives_the_OpenID_and_nothing_else()
    {
        await using var lab = await ApiLab.Start_with();
        var location = (await Visit(lab, Page())).Location!;
        var grant = await Exchange(lab, location);
        Assert.False(grant.TryGetProperty("unionid", out _));
        Assert.Equal(48001, await lab.GetCode($"/sns/userinfo?openid={grant.GetProperty("openid").GetString()}&access_token={grant.GetProperty("access_token").GetString()}"));
        Assert.Equal(40163, ApiLab.Code(await Exchange(lab, location)));
    }

    [Fact]
    public async Task A_snapshot_page_learns_of_a_visitor_who_does_not_exist()
    {
        await using var lab = await ApiLab.Start_with();
        var grant = await Exchange(lab, (await Visit(lab, Page("snsapi_userinfo", more: "&forceSnapShot=true&person=2&allow=1"))).Location!);
        Assert.Equal(1, grant.GetProperty("is_snapshotuser").GetInt32());
        var openId = grant.GetProperty("openid").GetString();
        lock (lab.Account.Gate) Assert.Null(lab.Account.Find(openId!));
        var user = await lab.Get($"/sns/userinfo?openid={openId}&access_token={grant.GetProperty("access_token").GetString()}");
        Assert.Equal("微信用户", user.GetProperty("nickname").GetString());
        Assert.NotEqual(lab.Platform.People[1].UnionId, user.GetProperty("unionid").GetString());
        using var portrait = await lab.Http.GetAsync(new Uri(user.GetProperty("headimgurl").GetString()!));
        Assert.Equal(HttpStatusCode.OK, portrait.StatusCode);
    }

    [Theory]
    [InlineData("http%3A%2F%2F%E5%BE%AE%E4%BF%A1.example%2F%E4%BD%A0", "http://xn--vuqz89a.example/%E4%BD%A0?code=")]
    [InlineData("http%3A%2F%2F%5B%3A%3A1%5D%3A9%2F", "http://[::1]:9/?code=")]
    [InlineData("http%3A%2F%2Fuser%3Apass%40127.0.0.1", "http://127.0.0.1/?code=")]
    [InlineData("http%3A%2F%2Flocalhost%3F", "http://localhost/?code=")]
    public async Task Hosts_of_all_kinds_stand_in_the_redirect(string target, string start)
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Callback = new Uri("http://微信.example/wechat") });
        Assert.StartsWith(start, (await Visit(lab, Page(target: target))).Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret=SECRET&grant_type=authorization_code&code=x", 41002)]
    [InlineData("appid=APP&grant_type=authorization_code&code=x", 41004)]
    [InlineData("appid=APP&secret=SECRET&code=x", 40002)]
    [InlineData("appid=APP&secret=SECRET&grant_type=authorization_code", 41008)]
    [InlineData("appid=APP&secret=SECRET&grant_type=authorization_code&code=x", 40029)]
    public async Task An_exchange_names_what_is_missing(string query, int code)
    {
        await using var lab = await ApiLab.Start_with();
        query = query.Replace("APP", ApiLab.Demo.AppId, StringComparison.Ordinal).Replace("SECRET", ApiLab.Secret, StringComparison.Ordinal);
        Assert.Equal(code, await lab.GetCode("/sns/oauth2/access_token?" + query));
    }

    private static async Task<System.Text.Json.JsonElement> Exchange(ApiLab lab, Uri location)
    {
        var code = System.Web.HttpUtility.ParseQueryString(location.Query)["code"];
        return await lab.Get($"/sns/oauth2/access_token?appid={ApiLab.Demo.AppId}&secret={ApiLab.Secret}&code={code}&grant_type=authorization_code");
    }

    private static async Task<string?> OpenIdOf(ApiLab lab, Uri location) => (await Exchange(lab, location)).GetProperty("openid").GetString();
}

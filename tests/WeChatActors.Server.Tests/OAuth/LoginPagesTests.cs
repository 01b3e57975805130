using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class LoginPagesTests : IAsyncLifetime
{
    private const string Token = "/sns/oauth2/access_token";
    private const string UserInfo = "?return=" + LoginStage.Site + "&scope=userinfo";

    private LoginStage _stage = null!;
    private Browser _ann = null!;
    private Browser _eve = null!;

    public async Task InitializeAsync()
    {
        _stage = await LoginStage.Start();
        _ann = _stage.OpenBrowser();
        _eve = _stage.OpenBrowser();
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_login_goes_to_WeChat_with_its_parameters_in_order()
    {
        var page = await _ann.Follow(_stage.Login());

        Assert.Matches(
            $"^{Regex.Escape(_stage.Platform.Api.AbsoluteUri)}connect/oauth2/authorize\\?appid=wx0000000000000shop&redirect_uri={Regex.Escape(Uri.EscapeDataString(_stage.Server.Public.AbsoluteUri))}oauth%2Fshop%2Fcallback"
            + "&response_type=code&scope=snsapi_base&state=[A-Za-z0-9]{32}#wechat_redirect$",
            page.OriginalString);
        var asked = await _ann.Follow(_stage.Login(UserInfo + "&popup"));
        Assert.Contains("&scope=snsapi_userinfo&state=", asked.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith("&forcePopup=true#wechat_redirect", asked.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_login_brings_the_OpenID_to_the_site()
    {
        var back = await _ann.Follow(await _stage.Authorise(_ann, $"?return={Uri.EscapeDataString(LoginStage.Site + "/orders?id=7#pay")}", person: 2));

        Assert.Matches("^http://127\\.0\\.0\\.1:5000/site/orders\\?id=7&ticket=[A-Za-z0-9_-]+#pay$", back.OriginalString);
        var person = await _stage.Person(LoginStage.TicketOf(back));
        var openId = await _stage.OpenIdOf(2);
        Assert.Equal((openId, "base", null, false), (Text(person, "open_id"), Text(person, "scope"), Text(person, "union_id"), person.GetProperty("snapshot_user").GetBoolean()));
        Assert.Equal(Samples.Now, person.GetProperty("authorised_at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(["scope", "updated_at"], person.GetProperty("profile").EnumerateObject().Select(property => property.Name));
        Assert.Equal(0, await _stage.Calls("/sns/userinfo"));

        var conversation = await _stage.Conversation(openId);
        Assert.Equal((1, false), (conversation.Version, conversation.Subscribed));
    }

    [Fact]
    public async Task A_userinfo_login_stores_the_profile_which_the_admin_API_and_the_rules_know()
    {
        var person = await _stage.Person(await _stage.Ticket(_ann, UserInfo, person: 3));
        var openId = await _stage.OpenIdOf(3);

        var profile = person.GetProperty("profile");
        Assert.Equal((openId, "userinfo", "Ann"), (Text(person, "open_id"), Text(person, "scope"), Text(profile, "name")));
        Assert.Equal(Text(person, "union_id"), Text(profile, "union_id"));
        Assert.StartsWith("u", Text(person, "union_id"), StringComparison.Ordinal);
        Assert.StartsWith(_stage.Platform.Api.AbsoluteUri, Text(profile, "picture"), StringComparison.Ordinal);

        using var shown = JsonDocument.Parse(await _stage.Admin.GetStringAsync($"/api/accounts/shop/conversations/{openId}"));
        Assert.Equal(profile.ToString(), shown.RootElement.GetProperty("profile").ToString());
        var turn = Assert.Single(shown.RootElement.GetProperty("turns").EnumerateArray());
        Assert.Equal(("authorised", "userinfo", "Ann"), (Text(turn, "type"), Text(turn, "scope"), Text(turn, "name")));

        using var connection = await PushConnection.Open(_stage.Server.Public);
        var secrets = InventedSecrets.Of("wx0000000000000shop");
        var answer = await connection.Post("shop", Delivery.Plain(
            new Credentials("wx0000000000000shop", secrets.Token, secrets.AesKey), PacketXml.Text(openId, "我是谁", 1), _stage.Time.GetUtcNow().ToUnixTimeSeconds()));
        Assert.Contains("Ann", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_login_after_a_fuller_one_still_knows_the_profile()
    {
        await _stage.Ticket(_ann, UserInfo);
        var person = await _stage.Person(await _stage.Ticket(_ann));

        Assert.Equal(("base", "小明"), (Text(person, "scope"), Text(person.GetProperty("profile"), "name")));
        Assert.Equal(2, (await _stage.Conversation(await _stage.OpenIdOf(1))).Version);
    }

    [Fact]
    public async Task Of_a_snapshot_user_nothing_is_stored_and_the_ticket_says_so()
    {
        var person = await _stage.Person(await _stage.Ticket(_ann, UserInfo, more: "&allow=1&forceSnapShot=true"));

        Assert.True(person.GetProperty("snapshot_user").GetBoolean());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (person.GetProperty("profile").ValueKind, person.GetProperty("union_id").ValueKind));
        Assert.Equal(0, (await _stage.Conversation(Text(person, "open_id")!)).Version);
        Assert.Equal(0, await _stage.Calls("/sns/userinfo"));
    }

    [Fact]
    public async Task A_callback_that_comes_many_times_exchanges_its_code_once()
    {
        var callback = await _stage.Authorise(_ann);
        var backs = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _ann.Follow(callback)));

        Assert.Single(backs.Distinct());
        Assert.Equal(backs[0], await _ann.Follow(callback));
        Assert.Equal(1, await _stage.Calls(Token));
        Assert.Equal(1, (await _stage.Conversation(await _stage.OpenIdOf(1))).Version);
    }

    [Fact]
    public async Task Two_tabs_log_in_beside_each_other()
    {
        var first = await _stage.Authorise(_ann, $"?return={LoginStage.Site}/1");
        var second = await _stage.Authorise(_ann, $"?return={LoginStage.Site}/2");

        Assert.Equal("/site/2", (await _ann.Follow(second)).AbsolutePath);
        Assert.Equal("/site/1", (await _ann.Follow(first)).AbsolutePath);
    }

    [Fact]
    public async Task A_browser_never_carries_more_than_four_logins()
    {
        for (var i = 0; i < 9; i++) await _ann.Follow(_stage.Login($"?return={LoginStage.Site}/{i}"));
        Assert.Equal(4, _ann.Cookies.GetCookies(_stage.Login()).Count(cookie => cookie.Name.Contains("login", StringComparison.Ordinal)));
        Assert.Equal("/site/9", (await _ann.Follow(await _stage.Authorise(_ann, $"?return={LoginStage.Site}/9"))).AbsolutePath);
    }

    [Fact]
    public async Task Nobody_finishes_in_one_browser_what_was_begun_in_another()
    {
        var callback = await _stage.Authorise(_eve);

        var page = await _ann.Read(callback, HttpStatusCode.Forbidden);
        Assert.Contains("another browser", page, StringComparison.Ordinal);
        // Nor with a login of her own under way, in which the code is another's.
        var own = await _stage.Authorise(_ann, person: 2);
        await _ann.Read(new Uri(callback.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)), HttpStatusCode.Forbidden);
        await _ann.Read(callback, HttpStatusCode.Forbidden);
        Assert.Equal(0, await _stage.Calls(Token));
        // What they began themselves goes on.
        await _ann.Follow(own);
        await _eve.Follow(callback);
    }

    [Fact]
    public async Task A_code_that_was_used_opens_nothing_in_another_browser()
    {
        var callback = await _stage.Authorise(_ann);
        await _ann.Follow(callback);
        var code = HttpUtility.ParseQueryString(callback.Query)["code"];
        var own = HttpUtility.ParseQueryString((await _stage.Authorise(_eve, person: 2)).Query)["state"];

        await _eve.Read(new Uri(_stage.Server.Public, $"/oauth/shop/callback?code={code}&state={own}"), HttpStatusCode.BadRequest);
        Assert.Equal(1, await _stage.Calls(Token));
    }

    [Fact]
    public async Task A_cookie_of_one_account_is_none_of_another()
    {
        var callback = await _stage.Authorise(_ann);
        var cookies = string.Join("; ", _ann.Cookies.GetCookies(callback).Select(cookie => cookie.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, callback.AbsoluteUri.Replace("/shop/", "/cafe/", StringComparison.Ordinal));
        request.Headers.Add("Cookie", cookies);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_login_lapses_after_ten_minutes_and_can_be_begun_again()
    {
        var callback = await _stage.Authorise(_ann);
        _stage.Time.Advance(PendingLogin.Life);

        await _ann.Read(callback, HttpStatusCode.Forbidden);
        Assert.Equal(0, await _stage.Calls(Token));
    }

    [Fact]
    public async Task A_code_that_is_too_old_ends_on_a_page_that_begins_the_same_login_again()
    {
        var callback = await _stage.Authorise(_ann, $"?return={LoginStage.Site}/orders%3Fa%3D1%26b%3D2&scope=userinfo");
        _stage.Time.Advance(TimeSpan.FromMinutes(5));

        var page = await _ann.Read(callback, HttpStatusCode.BadRequest);
        Assert.Contains("errcode 42003", page, StringComparison.Ordinal);
        var again = WebUtility.HtmlDecode(Regex.Match(page, "href=\"([^\"]+)\"").Groups[1].Value);
        Assert.Equal("/oauth/shop/login?return=http%3A%2F%2F127.0.0.1%3A5000%2Fsite%2Forders%3Fa%3D1%26b%3D2&scope=userinfo", again);
        Assert.Contains("snsapi_userinfo", (await _ann.Follow(new Uri(_stage.Server.Public, again))).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_sees_a_page_and_nothing_is_asked()
    {
        var page = await _ann.Read(await _stage.Authorise(_ann, UserInfo, more: "&allow=0"), HttpStatusCode.Forbidden);
        Assert.Contains("您没有同意授权", page, StringComparison.Ordinal);
        var denied = (await _stage.Authorise(_ann)).AbsoluteUri;
        await _ann.Read(new Uri(Regex.Replace(denied, "code=[A-Za-z0-9]+", "code=authdeny")), HttpStatusCode.Forbidden);
        Assert.Equal(0, await _stage.Calls(Token));
    }

    [Theory]
    [InlineData("{\"do\":\"errcode\",\"path\":\"/sns/oauth2/access_token\",\"errcode\":40163}", HttpStatusCode.BadRequest)]
    [InlineData("{\"do\":\"errcode\",\"path\":\"/sns/oauth2/access_token\",\"errcode\":48001}", HttpStatusCode.BadGateway)]
    [InlineData("{\"do\":\"errcode\",\"path\":\"/sns/oauth2/access_token\",\"errcode\":-1}", HttpStatusCode.BadGateway)]
    [InlineData("{\"do\":\"garbage\",\"path\":\"/sns/oauth2/access_token\"}", HttpStatusCode.BadGateway)]
    [InlineData("{\"do\":\"reset\",\"path\":\"/sns/oauth2/access_token\"}", HttpStatusCode.BadGateway)]
    [InlineData("{\"do\":\"errcode\",\"path\":\"/sns/userinfo\",\"errcode\":48001}", HttpStatusCode.BadGateway)]
    public async Task Trouble_at_the_platform_ends_on_a_page_and_the_code_is_not_tried_again(string fault, HttpStatusCode status)
    {
        var callback = await _stage.Authorise(_ann, UserInfo);
        await _stage.Fault(fault);

        var page = await _ann.Read(callback, status);
        Assert.Contains("重新登录 Begin again", page, StringComparison.Ordinal);
        await _stage.EndFaults();
        Assert.Equal(page, await _ann.Read(callback, status));
        Assert.Equal(1, await _stage.Calls(Token));
        Assert.Equal(0, (await _stage.Conversation(await _stage.OpenIdOf(1))).Version);
        // A new login works.
        await _stage.Ticket(_ann, UserInfo);
    }

    [Fact]
    public async Task A_wrong_AppSecret_is_the_operator_s_to_mend()
    {
        await using var stage = await LoginStage.Start(wrongSecret: true);
        var page = await _ann.Read(await stage.Authorise(_ann), HttpStatusCode.BadGateway);

        Assert.Contains("errcode 40001", page, StringComparison.Ordinal);
        Assert.Contains(stage.Log.Lines, line => line.Text.StartsWith("shop: a login was refused with 40001: ", StringComparison.Ordinal));
        Assert.Equal(1, await stage.Calls(Token));
    }

    [Fact]
    public async Task A_store_that_takes_nothing_gives_no_ticket()
    {
        var callback = await _stage.Authorise(_ann);
        _stage.Store.Failure = "data/wechatactors.db: the disk is full.";

        await _ann.Read(callback, HttpStatusCode.ServiceUnavailable);
        Assert.Contains(_stage.Log.Lines, line => line.Text.Contains("the disk is full", StringComparison.Ordinal));
        _stage.Store.Failure = null;
        await _stage.Ticket(_ann);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?return=")]
    [InlineData("?return=https://evil.example/")]
    [InlineData("?return=//evil.example/")]
    [InlineData("?return=http://127.0.0.1:5000/sites")]
    [InlineData("?return=https%3A%2F%2Fshop.example%40evil.example%2F")]
    [InlineData("?return=https%3A%2F%2Fshop.example%5C%40evil.example%2F")]
    [InlineData("?return=https://shop.example/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("?return=https://shop.example/&return=https://evil.example/")]
    [InlineData("?return=https://shop.example/&return=https://shop.example/")]
    [InlineData("?return=https://shop.example/&scope=everything")]
    [InlineData("?return=https://shop.example/&scope=base&scope=base")]
    [InlineData("?return=javascript:alert(1)")]
    [InlineData("?return=\"><script>alert(1)</script>")]
    public async Task A_login_that_is_not_allowed_sets_no_cookie_and_shows_nothing_of_what_was_asked(string query)
    {
        using var answer = await _ann.Visit(_stage.Login(query));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("evil", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("href=\"/oauth/shop/login?return=http%3A%2F%2F127.0.0.1%3A5000%2Fsite\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=abc")]
    [InlineData("?code=abc&state=")]
    [InlineData("?code=abc&state=a-b")]
    [InlineData("?code=a%00b&state=abc")]
    [InlineData("?code=a&code=b&state=abc")]
    [InlineData("?code=a&state=abc&state=abc")]
    [InlineData("?code=%3Cscript%3E&state=abc")]
    [InlineData("?code=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&state=abc")]
    public async Task A_callback_in_no_form_of_WeChat_s_asks_nobody(string query)
    {
        await _ann.Read(new Uri(_stage.Server.Public, "/oauth/shop/callback" + query), HttpStatusCode.BadRequest);
        Assert.Equal(0, await _stage.Calls(Token));
    }

    [Theory]
    [InlineData("/oauth/")]
    [InlineData("/oauth/shop")]
    [InlineData("/oauth/shop/")]
    [InlineData("/oauth/shop/logins")]
    [InlineData("/oauth/shop/login/")]
    [InlineData("/oauth/shop/login/../callback2")]
    [InlineData("/oauth/bare/login")]
    [InlineData("/oauth/nobody/login")]
    [InlineData("/oauth/SHOP/login")]
    [InlineData("/oauth//login")]
    public async Task There_is_no_other_page(string path) => await _ann.Read(new Uri(_stage.Server.Public, path + $"?return={LoginStage.Site}"), HttpStatusCode.NotFound);

    [Fact]
    public async Task Looking_at_a_page_spends_nothing()
    {
        var callback = await _stage.Authorise(_ann);
        foreach (var address in (Uri[])[callback, _stage.Login()])
        {
            using var looked = await _ann.Send(new HttpRequestMessage(HttpMethod.Head, address));
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
            Assert.False(looked.Headers.Contains("Set-Cookie"));
        }
        Assert.Equal(0, await _stage.Calls(Token));
        await _ann.Follow(callback);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "a=b")]
    [InlineData("PUT", "a=b")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "a=b")]
    [InlineData("HEAD", "a=b")]
    public async Task Only_a_GET_without_a_body_is_answered(string method, string body)
    {
        var callback = await _stage.Authorise(_ann);
        foreach (var address in (Uri[])[callback, _stage.Login()])
        {
            using var answer = await _ann.Send(new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length == 0 ? null : new StringContent(body) });
            Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        }
        Assert.Equal(0, await _stage.Calls(Token));
    }

    [Fact]
    public async Task Every_answer_keeps_codes_and_tickets_out_of_caches_and_Referers()
    {
        var callback = await _stage.Authorise(_ann);
        foreach (var address in (Uri[])[_stage.Login(), _stage.Login(""), callback, new Uri(callback, "callback?code=x&state=y"), new Uri(callback, "nowhere")])
        {
            using var answer = await _ann.Visit(address);
            Assert.Equal(("no-store", "no-referrer", "nosniff"), (Header(answer, "Cache-Control"), Header(answer, "Referrer-Policy"), Header(answer, "X-Content-Type-Options")));
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_cookie_is_for_this_account_s_pages_alone_and_hides_what_it_holds()
    {
        using var answer = await _ann.Visit(_stage.Login());
        var cookie = Header(answer, "Set-Cookie");
        Assert.Matches("^wechatactors_login_[0-3]=[A-Za-z0-9_-]+; Max-Age=600; Path=/oauth/shop/; HttpOnly; SameSite=Lax$", cookie);
    }

    [Fact]
    public async Task A_login_goes_on_after_a_restart()
    {
        var callback = await _stage.Authorise(_ann);
        await _stage.Restart();
        // The listener has another port now; browsers do not look at it.
        var back = await _ann.Follow(new Uri(_stage.Server.Public, callback.PathAndQuery));
        await _stage.Restart();
        Assert.Equal(await _stage.OpenIdOf(1), Text(await _stage.Person(LoginStage.TicketOf(back)), "open_id"));
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        var callback = await _stage.Authorise(_ann, UserInfo);
        await _stage.Fault("{\"do\":\"garbage\",\"path\":\"/sns/oauth2/access_token\"}");
        await _ann.Visit(callback);
        await _stage.EndFaults();
        var ticket = await _stage.Ticket(_ann, UserInfo);
        await _stage.Person(ticket);
        await _stage.Exchange(ticket);

        var log = string.Join('\n', _stage.Log.Lines.Select(line => line.Text));
        Assert.NotEmpty(log);
        Assert.All(
            [InventedSecrets.Of("wx0000000000000shop").AppSecret, HttpUtility.ParseQueryString(callback.Query)["code"]!, HttpUtility.ParseQueryString(callback.Query)["state"]!, ticket, "access_token=", "secret="],
            secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class LoginApiTests : IAsyncLifetime
{
    private LoginStage _stage = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _stage = await LoginStage.Start();
        _browser = _stage.OpenBrowser();
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_ticket_is_exchanged_once_however_many_try_at_once()
    {
        var ticket = await _stage.Ticket(_browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _stage.Exchange(ticket)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal("This ticket was exchanged before", await Title(await _stage.Exchange(ticket)));
    }

    [Fact]
    public async Task A_ticket_lapses_after_two_minutes_to_the_tick()
    {
        var first = await _stage.Ticket(_browser);
        var second = await _stage.Ticket(_browser);
        _stage.Time.Advance(LoginTicket.Life - VirtualTime.OneTick);
        await _stage.Person(first);
        _stage.Time.Advance(VirtualTime.OneTick);
        Assert.Equal("This ticket has lapsed", await Title(await _stage.Exchange(second)));
    }

    [Fact]
    public async Task A_forged_ticket_or_one_of_another_account_is_none()
    {
        var ticket = await _stage.Ticket(_browser);
        var changed = ticket[..^3] + (ticket[^3] == 'A' ? 'B' : 'A') + ticket[^2..];

        Assert.Equal("This is no ticket of this account", await Title(await _stage.Exchange(ticket, "cafe")));
        Assert.Equal("This is no ticket of this account", await Title(await _stage.Exchange(changed)));
        Assert.Equal("No login pages belong to this account", await Title(await _stage.Exchange(ticket, "bare"), HttpStatusCode.NotFound));
        // None of that used it.
        await _stage.Person(ticket);
    }

    [Fact]
    public async Task What_the_cookie_holds_is_no_ticket()
    {
        using var answer = await _browser.Visit(_stage.Login());
        var cookie = string.Concat(answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal("This is no ticket of this account", await Title(await _stage.Exchange(cookie.Split('=', 2)[1].Split(';')[0])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ticket")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"ticket\":7}")]
    [InlineData("{\"ticket\":null}")]
    [InlineData("{\"ticket\":\"\\ud800\"}")]
    [InlineData("{\"ticket\":\"a\"")]
    [InlineData("{\"ticket\":\"\"}")]
    [InlineData("{\"ticket\":\"a\",\"more\":1}")]
    public async Task A_body_without_a_ticket_is_told_what_it_should_hold(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal("The body holds no ticket", await Title(await _stage.Admin.PostAsync("/api/accounts/shop/oauth/exchange", content)));
    }

    [Fact]
    public async Task A_body_that_is_too_long_holds_none_either()
    {
        using var content = new StringContent($"{{\"ticket\":\"{new string('a', 17_000)}\"}}", Encoding.UTF8, "application/json");
        Assert.Equal("The body holds no ticket", await Title(await _stage.Admin.PostAsync("/api/accounts/shop/oauth/exchange", content)));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_does_not_cost_the_ticket()
    {
        var ticket = await _stage.Ticket(_browser);
        _stage.Store.LoadThrows = new Engine.StoreUnavailableException("it is locked.");
        using (var answer = await _stage.Exchange(ticket)) Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        _stage.Store.LoadThrows = null;
        await _stage.Person(ticket);
    }

    [Fact]
    public async Task Where_there_are_keys_it_takes_one_that_may_read()
    {
        await using var edge = await Edge.Start(adminKeys: "[{name: site, key: 0123456789abcdef-site, scopes: [read]}, {name: sender, key: 0123456789abcdef-send, scopes: [send]}]");

        Assert.Equal(HttpStatusCode.Unauthorized, await Status(null));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("0123456789abcdef-send"));
        // The account of this server has no logins.
        Assert.Equal(HttpStatusCode.NotFound, await Status("0123456789abcdef-site"));

        async Task<HttpStatusCode> Status(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/plain/oauth/exchange") { Content = new StringContent("{\"ticket\":\"a\"}") };
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = await edge.Admin.SendAsync(request);
            return answer.StatusCode;
        }
    }

    private static async Task<string?> Title(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.BadRequest)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == expected, text);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            using var problem = JsonDocument.Parse(text);
            Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
            return problem.RootElement.GetProperty("title").GetString();
        }
    }
}

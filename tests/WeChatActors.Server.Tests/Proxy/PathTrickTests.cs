using System.Text.Json;

namespace WeChatActors.Server.Tests;

public sealed class PathTrickTests : IAsyncLifetime
{
    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1");
    private Relay _relay = null!;

    public async Task InitializeAsync() => _relay = await Relay.Start(_platform.Api);

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/%2e%2e/menu")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin%2Fmenu")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin%5cmenu")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin\\..\\menu")]
    [InlineData("/api/accounts/shop/proxy//other.example/x")]
    [InlineData("/api/accounts/shop/proxy/http://other.example/x")]
    [InlineData("/api/accounts/shop/proxy/http:%2F%2Fother.example/x")]
    [InlineData("/api/accounts/shop/proxy/%68ttp:/other.example")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/x/../../proxy/y")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/./x")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/x/")]
    [InlineData("/api/accounts/shop/proxy/")]
    [InlineData("/api/accounts/shop/proxy")]
    [InlineData("/api/accounts/x/../shop/proxy/cgi-bin/x")]
    [InlineData("/api/accounts/%73hop/proxy/cgi-bin/x")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/%E8%8F%9C%E5%8D%95")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/token;x")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/x?a#b")]
    [InlineData("http://127.0.0.1/api/accounts/shop/proxy/cgi-bin/x")]
    public async Task A_path_that_might_lead_elsewhere_is_refused_with_a_reason_and_nothing_is_called(string target)
    {
        using var connection = await _relay.Connect();
        // A request line that names the server must agree with the Host.
        var answer = target[0] == 'h' ? await connection.Get(target, "Host: 127.0.0.1") : await connection.Get(target);

        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        var problem = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal("not_sent", problem.GetProperty("outcome").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain(_platform.Calls, call => call.Path != "/cgi-bin/stable_token");
    }

    [Theory]
    [InlineData("/api/accounts/shop/proxy/../../../../etc/passwd")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/x\u0001")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/菜单")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/%00")]
    [InlineData("/api/accounts/shop/proxy/cgi-bin/%zz")]
    public async Task What_never_reaches_the_proxy_calls_nothing_either(string target)
    {
        using var connection = await _relay.Connect();

        Assert.InRange((await connection.Get(target)).Status, 400, 404);

        Assert.DoesNotContain(_platform.Calls, call => call.Path != "/cgi-bin/stable_token");
    }

    [Fact]
    public async Task The_prefix_may_be_written_in_any_case_as_routes_may()
    {
        _platform.On("/cgi-bin/x", """{"errcode":0}""");
        using var connection = await _relay.Connect();

        Assert.Equal(200, (await connection.Get("/API/Accounts/shop/Proxy/cgi-bin/x")).Status);
    }
}

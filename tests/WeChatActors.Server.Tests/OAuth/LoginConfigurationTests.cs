using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class LoginConfigurationTests : IDisposable
{
    private const string OAuth = "oauth: {return: [\"https://shop.example/\"]}";

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_login_returns_to_and_asks_for_is_read()
    {
        var logins = Load($"app_secret: {new string('a', 32)}, oauth: {{return: [\"https://shop.example/\", \"https://club.example/members/\"], scope: userinfo}}", "public_url: \"https://wx.example\"").Configuration!.Logins;

        Assert.Equal(["https://shop.example/", "https://club.example/members/"], logins["shop"].Return.Select(address => address.ToString()));
        Assert.Equal(AuthorisationScope.UserInfo, logins["shop"].Scope);
        Assert.Equal(AuthorisationScope.Base, Load($"app_secret: {new string('a', 32)}, {OAuth}", "public_url: \"https://wx.example\"").Configuration!.Logins["shop"].Scope);
    }

    [Theory]
    [InlineData("oauth: {}", "'oauth' needs the key 'return'.")]
    [InlineData("oauth: [x]", "stands where 'oauth' was expected, a map with keys of: return, scope.")]
    [InlineData("oauth: {return: []}", "'return' is empty, expected the addresses of your site that a login may return to, such as https://shop.example/.")]
    [InlineData("oauth: {return: [shop.example]}", "'shop.example' stands at 'return', expected an http or https address without user, query and fragment, such as https://shop.example/ or https://shop.example/members.")]
    [InlineData("oauth: {return: [\"https://shop.example/?a=1\"]}", "stands at 'return', expected an http or https address")]
    [InlineData("oauth: {return: [\"https://*.shop.example/\"]}", "stands at 'return', expected an http or https address")]
    [InlineData("oauth: {return: [\"https://shop.example/\"], scope: all}", "'all' stands at 'scope', expected one of: base, userinfo.")]
    [InlineData("oauth: {return: [\"https://shop.example/\"], popup: true}", "'popup' is not a key of 'oauth'; allowed: return, scope.")]
    public void A_mistake_is_told_with_its_place(string oauth, string message)
    {
        var load = Load($"app_secret: {new string('a', 32)}, {oauth}", "public_url: \"https://wx.example\"");
        Assert.Null(load.Configuration);
        Assert.Contains(load.Findings, finding => finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Logins_need_the_AppSecret() =>
        Assert.Contains(Load(OAuth, "public_url: \"https://wx.example\"").Findings, finding =>
            finding.Severity == Severity.Error && finding.Message == "'oauth' needs 'app_secret': WeChat's codes are exchanged with it.");

    [Fact]
    public async Task Without_a_public_address_the_pages_are_off_and_a_warning_says_why()
    {
        var load = Load($"app_secret: {new string('a', 32)}, api: \"http://127.0.0.1:9\", {OAuth}");
        var finding = Assert.Single(load.Findings);
        Assert.Equal((Severity.Warning, "the login pages are off: 'oauth' needs 'listen: public_url', the address under which browsers reach the public listener."), (finding.Severity, finding.Message));

        await using var server = await Start(load.Configuration!, new LogLines());
        Assert.Equal(HttpStatusCode.NotFound, (await Visit(server, "/oauth/shop/login?return=https://shop.example/")).StatusCode);
    }

    [Fact]
    public async Task Without_logins_the_pages_are_off_and_a_line_of_the_log_says_why()
    {
        var log = new LogLines();
        await using var server = await Start(Load("answers: {page: false}", "public_url: \"https://wx.example\"").Configuration!, log);
        Assert.Equal(HttpStatusCode.NotFound, (await Visit(server, "/oauth/shop/login?return=https://shop.example/")).StatusCode);
        Assert.Contains((LogLevel.Information, "the login pages are off: 'listen: public_url' is given, but no account has 'oauth'"), log.Lines);
    }

    [Fact]
    public async Task A_public_address_for_the_pages_of_late_answers_alone_is_no_reason_to_speak_of_logins()
    {
        var log = new LogLines();
        await using var server = await Start(Load("can_push: true", "public_url: \"https://wx.example\"").Configuration!, log);
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("login pages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Behind_TLS_the_callback_has_the_public_address_and_the_cookie_is_secure()
    {
        var load = Load($"app_secret: {new string('a', 32)}, api: \"http://127.0.0.1:9\", {OAuth}", "public_url: \"https://wx.example:8443\"");
        await using var server = await Start(load.Configuration!, new LogLines());

        var answer = await Visit(server, "/oauth/shop/login?return=https://shop.example/");
        Assert.Contains("&redirect_uri=https%3A%2F%2Fwx.example%3A8443%2Foauth%2Fshop%2Fcallback&", answer.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Matches("^__Secure-wechatactors_login_[0-3]=[^;]+; Max-Age=600; Path=/oauth/shop/; HttpOnly; SameSite=Lax; Secure$", string.Concat(answer.Headers.GetValues("Set-Cookie")));
    }

    private static async Task<HttpResponseMessage> Visit(ServerHost server, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
        return await http.GetAsync(new Uri(server.Public, path));
    }

    private static async Task<ServerHost> Start(ServerConfiguration configuration, LogLines log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(configuration.StorePath)!);
        var store = SqliteConversationStore.Open(configuration.StorePath, TimeProvider.System);
        return await ServerHost.Start(configuration, store, new VirtualTime(), logging => logging.Services.AddSingleton<ILoggerProvider>(log));
    }

    private ConfigurationLoad Load(string account, string listen = "admin_keys: []")
    {
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules:\n  - {exact: hi, reply: hi}\n");
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0", {{listen}}}
            accounts:
              shop: {app_id: wx1, token: t, rules: rules.yaml, {{account}}}
            """);
        return ConfigurationFile.Load(file, new ConfigurationOverrides(), _ => null);
    }
}

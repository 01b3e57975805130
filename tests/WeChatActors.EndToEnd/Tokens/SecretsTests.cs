using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>No secret is anywhere but in the answers that are there to give it.</summary>
[Collection(Processes.Name)]
public sealed partial class SecretsTests(Published published)
{
    private const string AllKey = "KeyForEverything-2026-9f8e7d";
    private const string ReadKey = "KeyOnlyToRead-2026-1a2b3c4d5e";
    private const string WrongKey = "KeyThatNobodyHas-2026-0c0ffee";

    private readonly Leaks _leaks = new();

    [Fact]
    public async Task No_secret_is_in_anything_that_a_full_run_wrote()
    {
        await using var shop = await TokenShop.Open(
            published, accounts: 2, section: "tokens: {between_forced: 0s}", keys: $"[{AllKey}, {{name: reader, key: {ReadKey}, scopes: [read]}}]", tapped: true, logins: true);
        await using var served = await shop.Serve();
        using var admin = TokenShop.Admin(served, AllKey);
        using var stranger = TokenShop.Admin(served, WrongKey);
        using var reader = TokenShop.Admin(served, ReadKey);

        foreach (var account in new[] { "a0", "a1" })
        {
            await shop.SetCallback(account, served);
            await shop.Follow(account);
        }
        var token = await SharedToken.Get(admin, "a0");
        await GiveWhatIsThereToBeGiven(admin);
        await Call(admin, token.AccessToken);
        await LogIn(served, admin);
        foreach (var client in new[] { admin, stranger, reader }) await LookEverywhere(client, token.AccessToken);

        // The token dies, then the platform fails in all the ways it has.
        await shop.Revoke("a0");
        await Call(admin, token.AccessToken);
        foreach (var fault in new[] { "garbage", "reset", "errcode" })
        {
            await shop.Control("/simulator/faults", new { @do = fault, path = "/cgi-bin/*", times = 6 });
            await Call(admin, token.AccessToken);
            await UseCommands(shop, "call GET /cgi-bin/getcallbackip --account a0");
            await Ask(admin, "DELETE", "/api/accounts/a0/proxy/cgi-bin/getcallbackip");
        }
        await shop.Revoke("a1");
        shop.Tap!.Echo("/cgi-bin/stable_token");
        await Ask(admin, "GET", "/api/accounts/a1/proxy/cgi-bin/getcallbackip");
        await UseCommands(shop, "token refresh --account a1", "call GET /cgi-bin/getcallbackip --account a1", "doctor --account a1");
        foreach (var (echoed, command) in new[] { ("/cgi-bin/ticket/getticket", "token show --account a1"), ("/cgi-bin/menu/get", "menu pull --account a1"), ("/cgi-bin/getcallbackip", "doctor --account a1") })
        {
            shop.Tap.Echo(echoed);
            await Ask(admin, "GET", "/api/accounts/a1/jssdk?url=https%3A%2F%2Fshop.example%2F");
            await UseCommands(shop, command);
        }
        shop.Tap.Echo(null);
        foreach (var client in new[] { admin, reader }) await LookEverywhere(client, token.AccessToken);
        await UseCommands(shop);
        _leaks.Keep("the database", shop.Stored.Dump());
        var stored = shop.Stored.Values();
        Assert.Equal(0, await served.Stop());
        _leaks.Keep("the server's output", await served.Written());
        foreach (var file in Directory.GetFiles(shop.Folder, "*", SearchOption.AllDirectories).Where(file => file != shop.Configuration && Path.GetDirectoryName(file) != shop.Data))
            _leaks.Keep(file, await File.ReadAllTextAsync(file));

        Assert.Superset(stored.ToHashSet(), shop.Tap.Credentials.ToHashSet());
        Assert.InRange(shop.Tap.Credentials.Count(), 8, 100); // tokens of two accounts before and after, tickets, and those of a person
        Assert.InRange(_leaks.Count, 100, 10_000);
        (string, string)[] secrets =
        [
            .. TokenShop.Secrets, ("the key for everything", AllKey), ("the key to read", ReadKey), ("the wrong key", WrongKey),
            .. shop.Tap.Credentials.Select(credential => ($"a credential of {credential.Length} characters", credential)),
        ];
        var leaks = _leaks.Find(secrets);
        Assert.True(leaks.Count == 0, $"{leaks.Count} leaks:\n{string.Join('\n', leaks.Take(20))}");
    }

    /// <summary>The answers whose purpose is a credential hold that one, and no other secret.</summary>
    private async Task GiveWhatIsThereToBeGiven(HttpClient admin)
    {
        foreach (var path in new[] { "access_token", "jsapi_ticket", "wx_card_ticket", $"drop-in/cgi-bin/token?grant_type=client_credential&appid={TokenShop.AppId(0)}&secret={AllKey}" })
        {
            using var answer = await admin.GetAsync($"/api/accounts/a0/{path}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, body);
            _leaks.Keep($"what is given by {path[..12]}", Given().Replace(body, "\"\""));
            _leaks.Keep($"the head of what is given by {path[..12]}", answer.Headers.ToString());
        }
    }

    private async Task Call(HttpClient admin, string token)
    {
        await Ask(admin, "GET", $"/api/accounts/a0/proxy/cgi-bin/getcallbackip?access_token={token}");
        await Ask(admin, "POST", "/api/accounts/a0/proxy/cgi-bin/menu/create", """{"button":[{"type":"click","name":"茶","key":"TEA"}]}""");
        await Ask(admin, "GET", "/api/accounts/a0/proxy/cgi-bin/no/such/path");
        await Ask(admin, "GET", $"/api/accounts/a0/drop-in/cgi-bin/getcallbackip?access_token={token}");
    }

    /// <summary>Every page and answer, and what they say to those who send secrets where none belong.</summary>
    private async Task LookEverywhere(HttpClient client, string token)
    {
        foreach (var path in new[] { "healthz", "readyz", "metrics", "", "api/accounts" }) await Ask(client, "GET", $"/{path}");
        foreach (var account in new[] { "a0", "a1", "nobody" })
        {
            var open = $"/api/accounts/{account}";
            foreach (var path in new[]
                {
                    "", "/tokens", "/tokens/audit?limit=500", "/tokens/audit?limit=x", "/conversations", "/conversations?limit=5", "/jssdk?url=https%3A%2F%2Fshop.example%2F",
                    "/jssdk", "/card_signature?card_id=pX", $"/conversations/{token}", $"/proxy/../{token}", $"/proxy/cgi-bin/token?secret={TokenShop.AppSecret}",
                    $"/proxy/https:%2f%2f{token}", $"/drop-in/cgi-bin/token?grant_type=client_credential&appid=wx1&secret={TokenShop.AppSecret}x",
                    $"/drop-in/cgi-bin/token?grant_type=wrong&secret={WrongKey}", $"/drop-in/cgi-bin/menu/get?access_token={token}x", $"/{token}",
                })
                await Ask(client, "GET", open + path);
            await Ask(client, "POST", open + "/access_token/refresh", $"{{\"expired\":\"{token}\",\"more\":1}}");
            await Ask(client, "POST", open + "/access_token/refresh", token);
            await Ask(client, "POST", open + "/drop-in/cgi-bin/stable_token", $"{{\"secret\":\"{TokenShop.AppSecret}x\",\"appid\":\"wx1\"}}");
            await Ask(client, "POST", open + "/drop-in/cgi-bin/stable_token", $"{{\"secret\":{TokenShop.AppSecret}");
            await Ask(client, "POST", open + "/oauth/exchange", $"{{\"ticket\":\"{token}\"}}");
        }
        await Ask(client, "GET", $"/{new string('x', 9000)}{token}");
    }

    /// <summary>A person logs in to the operator's site with WeChat, and every step is taken again where it must fail.</summary>
    private async Task LogIn(Served served, HttpClient admin)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var login = new Uri(served.Public, $"/oauth/a0/login?return={Uri.EscapeDataString(TokenShop.Site)}");
        using var begun = await browser.GetAsync(login);
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        var cookie = string.Join("; ", begun.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
        var (page, fragment) = (begun.Headers.Location!.GetLeftPart(UriPartial.Query), begun.Headers.Location.Fragment);
        Assert.Equal("#wechat_redirect", fragment);
        using var allowed = await browser.GetAsync($"{page}&person=1&allow=1");
        Assert.Equal(HttpStatusCode.Found, allowed.StatusCode);
        var callback = new Uri(served.Public, allowed.Headers.Location!.PathAndQuery);
        string? ticket = null;
        for (var again = 0; again < 3; again++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, callback);
            if (again < 2) request.Headers.Add("Cookie", cookie);
            using var returned = await browser.SendAsync(request);
            _leaks.Keep($"the login's return, {again}", $"{returned.Headers}{await returned.Content.ReadAsStringAsync()}");
            if (returned.Headers.Location is { } site && Regex.Match(site.Query, "ticket=([^&]+)") is { Success: true } given) ticket ??= Uri.UnescapeDataString(given.Groups[1].Value);
        }
        Assert.NotNull(ticket);
        for (var again = 0; again < 2; again++)
            await Ask(admin, "POST", "/api/accounts/a0/oauth/exchange", JsonSerializer.Serialize(new { ticket }));
        foreach (var path in new[] { "/oauth/a0/login", "/oauth/a0/login?return=https%3A%2F%2Fevil.example", $"/oauth/a0/callback?code={TokenShop.AppSecret}&state=x", "/oauth/nobody/login", "/oauth/a0/callback" })
        {
            using var refused = await browser.GetAsync(new Uri(served.Public, path));
            _leaks.Keep(path.Split('?')[0], $"{refused.Headers}{await refused.Content.ReadAsStringAsync()}");
        }
    }

    private async Task UseCommands(TokenShop shop, params string[] commands)
    {
        if (commands.Length == 0)
            commands =
            [
                "token show --account a0", "token show --account a0 --json", "token audit --account a0", "token refresh --account a0", "menu diff --account a0", "menu pull --account a0",
                "call GET /cgi-bin/getcallbackip --account a0", "call GET /cgi-bin/no/such/path --account a0", "doctor --account a0", "doctor --account a0 --json", "token show", "check",
            ];
        foreach (var command in commands)
        {
            var ran = await shop.Run(command.Split(' '));
            _leaks.Keep($"wechatactors {command}", $"{ran.Output}\n{ran.Errors}");
        }
    }

    private async Task Ask(HttpClient client, string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(request);
        _leaks.Keep($"{method} {path.Split('?')[0]}", $"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("""(?<="(?:access_token|ticket)":)"[^"]+""")]
    private static partial Regex Given();
}

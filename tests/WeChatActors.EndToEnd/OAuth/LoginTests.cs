using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

/// <summary>A person logs in to an operator's site in a real browser, against <c>wechatactors dev</c>.</summary>
[Collection(Processes.Name)]
public sealed class LoginTests(Published published, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolsFact(Chromium.Program)]
    public async Task Somebody_logs_in_to_a_site_with_WeChat()
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-");
        try
        {
            await using var site = await ShopSite.Start();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yaml"), "version: 1\nrules:\n  - {default: true, reply: \"{{ user.profile.name ?? '?' }}\"}\n");
            var configuration = Path.Combine(folder.FullName, "wechatactors.yaml");
            await File.WriteAllTextAsync(configuration, $$"""
                accounts:
                  shop: {app_id: wx0000000000000shop, token: t, rules: rules.yaml, oauth: {return: ["{{site.Address}}"]} }
                """);
            await using var served = await Served.Start(
                published.Command,
                ["dev", "--conf", configuration, "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0", "--public", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0"],
                last: "phone");
            site.Login = new Uri(served["login"]);
            site.Exchange = new Uri(served.Admin, "/api/accounts/shop/oauth/exchange");
            var page = await chromium.Open("zh-CN", 420, 800);
            await Decline(page, site);
            await Allow(page, site);
            await TrySomebodyElsesLogin(page, site);

            using var http = new HttpClient();
            var openId = (await http.GetFromJsonAsync<JsonNode>(new Uri(new Uri(served["phone"]), "/simulator/accounts/shop/people/2")))!["open_id"]!.GetValue<string>();
            var conversation = (await http.GetFromJsonAsync<JsonNode>(new Uri(served.Admin, $"/api/accounts/shop/conversations/{openId}")))!;
            Assert.Equal(("小红", "userinfo"), ((string?)conversation["profile"]!["name"], (string?)conversation["profile"]!["scope"]));
            Assert.Equal(0, await served.Stop());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Decline(IPage page, ShopSite site)
    {
        await page.GotoAsync(site.Address.AbsoluteUri);
        await page.ClickAsync("#login");
        await page.GetByText("小红").ClickAsync();
        await page.GetByText("拒绝 Reject").ClickAsync();
        await Expect(page.GetByText("您没有同意授权")).ToBeVisibleAsync();
        // The browser really applies the page's own style, and nothing else.
        Assert.Equal("rgb(7, 193, 96)", await page.GetByText("重新登录 Begin again").EvaluateAsync<string>("link => getComputedStyle(link).backgroundColor"));
        await page.GetByText("重新登录 Begin again").ClickAsync();
        await Expect(page.GetByText("允许 Allow")).ToBeVisibleAsync();
    }

    private static async Task Allow(IPage page, ShopSite site)
    {
        await page.GetByText("允许 Allow").ClickAsync();
        await Expect(page.Locator("#name")).ToHaveTextAsync("小红");
        await Expect(page.Locator("#from")).ToHaveTextAsync("front");
        Assert.StartsWith(new Uri(site.Address, "/members?from=front&ticket=").AbsoluteUri, page.Url, StringComparison.Ordinal);
        Assert.All(site.Referers, referer => Assert.DoesNotContain("code=", referer, StringComparison.Ordinal));
        // The ticket in the address is worth nothing any more.
        await page.ReloadAsync();
        await Expect(page.Locator("#problem")).ToHaveTextAsync("This ticket was exchanged before");
    }

    /// <summary>A page of somebody else's leads the browser into a login that it has not begun.</summary>
    private async Task TrySomebodyElsesLogin(IPage page, ShopSite site)
    {
        var other = await chromium.Open("en", 420, 800);
        await other.GotoAsync(site.Address.AbsoluteUri);
        await other.ClickAsync("#login");
        await other.GetByText("Ann").ClickAsync();
        // He keeps the address that WeChat sends his browser to for his victim.
        var allow = new Uri(new Uri(other.Url), await other.GetByText("允许 Allow").GetAttributeAsync("href"));
        var sent = await other.APIRequest.GetAsync(allow.AbsoluteUri, new() { MaxRedirects = 0 });
        Assert.Contains("/oauth/shop/callback?code=", sent.Headers["location"], StringComparison.Ordinal);

        await page.GotoAsync(sent.Headers["location"]);
        await Expect(page.GetByText("This login has lapsed, or it was begun in another browser.")).ToBeVisibleAsync();
        await other.Context.CloseAsync();
    }
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using WeChatActors.Simulator;

namespace WeChatActors.EndToEnd;

/// <summary>A bot, a simulator that pushes to it, and a browser that looks at its page. Time stands until the test moves it.</summary>
internal sealed class PhoneStage : IAsyncDisposable
{
    public const string Menu = """
        {"button":[{"name":"今日菜单","sub_button":[{"type":"click","name":"营业时间","key":"营业时间"},{"type":"scancode_waitmsg","name":"扫码点单","key":"ORDER"},{"type":"view","name":"会员商城","url":"https://example.com/shop"}]},
        {"type":"click","name":"排队取号","key":"排队"},{"name":"更多","sub_button":[{"type":"location_select","name":"附近门店","key":"NEAR"},{"type":"pic_photo_or_album","name":"晒单有礼","key":"SHOW"}]}]}
        """;

    private PhoneStage(PhoneBot bot, SimulatorHost host, VirtualTime wall, PhoneDriver phone) => (Bot, Host, Wall, Phone) = (bot, host, wall, phone);

    public PhoneBot Bot { get; }

    public SimulatorHost Host { get; private set; }

    /// <summary>The clock that deliveries wait by.</summary>
    public VirtualTime Wall { get; }

    public PhoneDriver Phone { get; }

    public static async Task<PhoneStage> Start(Chromium chromium, string language = "zh-CN", int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light)
    {
        var bot = await PhoneBot.Start();
        var wall = new VirtualTime();
        var host = await StartHost(bot.Callback, wall, new Uri("http://127.0.0.1:0"));
        Assert.Null(await host.SetMenu("cafe", Menu));
        return new PhoneStage(bot, host, wall, await PhoneDriver.Visit(await chromium.Open(language, width, height, scheme), host.Page));
    }

    /// <summary>Ends the simulator and starts a new one at the same place, as a developer would.</summary>
    public async Task Restart()
    {
        var page = Host.Page;
        await Host.DisposeAsync();
        Host = await StartHost(Bot.Callback, Wall, page);
    }

    /// <summary>What the control API says; the page asks the same.</summary>
    public async Task<JsonNode> Ask(string path)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(Host.Page, path)))!;
    }

    /// <summary>The first person sends a picture.</summary>
    /// <returns>Its media id.</returns>
    public async Task<string> SendPicture()
    {
        using var http = new HttpClient();
        var sent = await http.PostAsJsonAsync(new Uri(Host.Page, "/simulator/accounts/cafe/people/1/actions?wait=true"), new { @do = "image" });
        var packet = (string)JsonNode.Parse(await sent.Content.ReadAsStringAsync())!["pushes"]![0]!["packet"]!;
        return System.Xml.Linq.XElement.Parse(packet).Element("MediaId")!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Phone.Page.Context.CloseAsync();
        await Host.DisposeAsync();
        await Bot.DisposeAsync();
    }

    private static Task<SimulatorHost> StartHost(Uri callback, VirtualTime wall, Uri page)
    {
        var clock = new SimulatedClock(wall);
        clock.Stop(new DateTimeOffset(2026, 10, 17, 1, 41, 8, TimeSpan.Zero));
        clock.Run();
        return SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts =
                [
                    new AccountSetup { Alias = "cafe", AppId = "wx00000000000phone", AppSecret = "secret", OriginalId = "gh_7f3c19ab02de", Name = "山茶咖啡", Callback = callback, Token = "token" },
                    new AccountSetup { Alias = "books", AppId = "wx00000000000books", AppSecret = "secret", OriginalId = "gh_0a1b2c3d4e5f", Name = "长江书店", Kind = AccountKind.Subscription },
                ],
                Api = new Uri("http://127.0.0.1:0"), Page = page,
            },
            clock);
    }
}

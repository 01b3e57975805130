using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

/// <summary>A hand on the phone page, wherever it is served from. Collects what the browser complains of.</summary>
internal sealed class PhoneDriver(IPage page)
{
    private readonly List<string> _complaints = [];

    public IPage Page { get; } = page;

    /// <summary>Console errors, failed scripts and breaches of the content security policy, which Chromium reports as console errors.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator this[string test] => Page.GetByTestId(test);

    public ILocator Entries => this["entry"];

    public static async Task<PhoneDriver> Visit(IPage page, Uri address)
    {
        var driver = new PhoneDriver(page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") driver._complaints.Add($"{message.Text} ({message.Location})"); };
        page.PageError += (_, error) => driver._complaints.Add(error);
        await page.GotoAsync(address.ToString());
        await Expect(driver["phone-time"]).ToHaveTextAsync(new Regex(@"^\d\d:\d\d$"));
        return driver;
    }

    public async Task Follow()
    {
        await this["follow"].ClickAsync();
        await Expect(this["chat"]).ToBeVisibleAsync();
    }

    /// <summary>Types a text and presses Enter; goes to the keyboard first when the menu is shown.</summary>
    public async Task Say(string text)
    {
        if (!await this["input"].IsVisibleAsync()) await this["keyboard-toggle"].ClickAsync();
        await this["input"].FillAsync(text);
        await this["input"].PressAsync("Enter");
        await Expect(Page.Locator("[data-origin=follower]").Last).ToContainTextAsync(text);
    }

    /// <summary>Waits for the account's newest words.</summary>
    public Task Hears(string text, string origin = "passive_reply") => Expect(Page.Locator($"[data-origin={origin}]").Last).ToContainTextAsync(text);

    public async Task<PhoneDriver> Tab(string name)
    {
        await this[$"tab-{name}"].ClickAsync();
        await Expect(this[$"page-{name}"]).ToBeVisibleAsync();
        return this;
    }

    /// <summary>Saves what the page looks like, for people.</summary>
    public Task Picture(string name) => Page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(Folder(), name + ".png"), Animations = ScreenshotAnimations.Disabled });

    private static string Folder() => Environment.GetEnvironmentVariable("TEST_SCREENSHOTS") is { Length: > 0 } given
        ? given : System.IO.Path.Combine(Published.Repository(), "artifacts", "screenshots");
}

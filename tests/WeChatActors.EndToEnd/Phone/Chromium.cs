using Microsoft.Playwright;

namespace WeChatActors.EndToEnd;

/// <summary>The browser that is installed on this machine, started once for the tests of the page. None is ever downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Program = "chromium";

    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens an empty page with a language and a size.</summary>
    public async Task<IPage> Open(string language, int width, int height, ColorScheme scheme = ColorScheme.Light)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Tool.Find(Program), Args = Flags, Headless = true });
        var context = await _browser.NewContextAsync(new()
        {
            Locale = language, ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, TimezoneId = "Asia/Shanghai", ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Simulator;

/// <summary>A running simulator: one listener in the place of WeChat's API, and one for the phone page and the control API.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private const long ApiBodyLimit = 64 * 1024 * 1024;

    private readonly WebApplication _api;
    private readonly WebApplication _page;
    private readonly RuleFindings _rules;

    private SimulatorHost(Platform platform, WebApplication api, WebApplication page, RuleFindings rules) =>
        (Platform, _api, _page, _rules) = (platform, api, page, rules);

    /// <summary>Where the API answers: the base address for an SDK, in the place of https://api.weixin.qq.com.</summary>
    public Uri Api => Address(_api);

    /// <summary>Where the phone page and the control API answer.</summary>
    public Uri Page => Address(_page);

    /// <summary>The clock of everything on the platform.</summary>
    public SimulatedClock Clock => Platform.Clock;

    internal Platform Platform { get; }

    /// <summary>Starts both listeners.</summary>
    /// <param name="options">Accounts, addresses, seed.</param>
    /// <param name="clock">The clock of everything; also the embedding program may move it.</param>
    /// <param name="logging">Adds the places log lines go to; null for none.</param>
    /// <exception cref="SimulatorStartException">A port is in use or may not be opened.</exception>
    public static async Task<SimulatorHost> Start(SimulatorOptions options, SimulatedClock clock, Action<ILoggingBuilder>? logging = null)
    {
        var platform = new Platform(options, clock);
        var rules = new RuleFindings(platform.Feed);
        var table = ApiTable.Standard();
        var api = Listener.Build(options.Api, ApiBodyLimit, "--api", logging).Build();
        var page = Listener.Build(options.Page, ControlRequest.LargeBody + 1024, "--page", logging).Build();
        var host = new SimulatorHost(platform, api, page, rules);
        var log = page.Services.GetRequiredService<ILogger<SimulatorHost>>();
        api.Run(new ApiDoor(platform, table, log).Handle);
        host.MapPage(options.Page, table, log);
        try
        {
            await Listener.Open(api, options.Api, "--api");
            await Listener.Open(page, options.Page, "--page");
            (platform.Api, platform.Page) = (host.Api, host.Page);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shows on the page what is the matter with an account's rule file.</summary>
    /// <param name="alias">The account.</param>
    /// <param name="findings">One line for each finding, with file, line and remedy; empty when all is well.</param>
    public void ShowRules(string alias, ImmutableArray<string> findings) => _rules.Show(alias, findings);

    /// <summary>Sets an account's menu as WeChat's console does, without an access_token.</summary>
    /// <param name="alias">The account.</param>
    /// <param name="json">What menu/create takes; null for no menu.</param>
    /// <returns>Why it is refused, in one sentence; null when it is not.</returns>
    /// <exception cref="KeyNotFoundException">There is no such account.</exception>
    public Task<string?> SetMenu(string alias, string? json) => ConsoleMenu.Set(Platform, Platform.Accounts[alias], json);

    /// <summary>Tells the platform where an account's packets go, as its console does.</summary>
    /// <param name="alias">The account.</param>
    /// <param name="callback">The callback's address; null for none.</param>
    /// <exception cref="KeyNotFoundException">There is no such account.</exception>
    public void SetCallback(string alias, Uri? callback)
    {
        var account = Platform.Accounts[alias];
        lock (account.Gate) account.Setup = account.Setup with { Callback = callback };
        Platform.Feed.Publish("account", alias);
    }

    /// <summary>Runs a scenario to its end.</summary>
    /// <param name="json">The scenario's file, UTF-8.</param>
    public async Task<ScenarioReport> RunScenario(ReadOnlyMemory<byte> json) =>
        ScenarioFile.TryParse(json.Span, out var scenario, out var error) ? ScenarioReport.Of(await Platform.Scenarios.Run(scenario)) : ScenarioReport.Refusal(error);

    /// <summary>Closes both listeners. Pushes under way are abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _page.StopAsync();
        await _api.StopAsync();
        await _page.DisposeAsync();
        await _api.DisposeAsync();
    }

    private void MapPage(Uri configured, ApiTable table, ILogger log)
    {
        var files = new PhonePage(() => Api);
        var access = new AccessGuard(configured);
        _page.Use(next => context => Problem.Guard(context, next, log));
        _page.Use(next => context => files.Protect(context, next));
        _page.Use(next => context => access.Check(context, next));
        PhonePage.Map(_page);
        _page.MapGet("/simulator/state", context => ControlAnswer.Write(context, StateView.Of(Platform, _rules, Api)));
        _page.MapGet("/simulator/coverage", context => ControlAnswer.Write(context, ApiCoverage.Of(table)));
        new PhonesApi(Platform).Map(_page);
        new RecordsApi(Platform).Map(_page);
        new WorldApi(Platform).Map(_page);
        new ConsoleApi(Platform).Map(_page);
        new CodesApi(Platform).Map(_page);
        new ScenariosApi(Platform).Map(_page);
        new FeedApi(Platform, _page.Lifetime.ApplicationStopping).Map(_page);
        _page.MapFallback(context => throw ControlException.Missing("There is nothing here", "The page is at /, the control API under /simulator; see the README."));
    }

    private static Uri Address(WebApplication app) => new(app.Urls.First());
}

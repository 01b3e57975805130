using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary>Where development listens.</summary>
/// <param name="Page">The phone page.</param>
/// <param name="Api">The simulated platform's API.</param>
internal readonly record struct DevelopmentAddresses(Uri Page, Uri Api);

/// <summary>An engine and the platform it talks to in one process, on one clock, over rules that follow their files.</summary>
internal sealed class Development : IAsyncDisposable
{
    private readonly SimulatedClock _clock;
    private FolderWatch? _watch;

    private Development(ServerHost engine, SimulatorHost platform, SimulatedClock clock) => (Engine, Platform, _clock) = (engine, platform, clock);

    /// <summary>The engine.</summary>
    public ServerHost Engine { get; }

    /// <summary>The platform.</summary>
    public SimulatorHost Platform { get; }

    /// <summary>Starts both.</summary>
    /// <param name="configuration">What the engine serves.</param>
    /// <param name="addresses">Where the platform listens.</param>
    /// <param name="wall">The clock under the simulated one.</param>
    /// <exception cref="ServerStartException">A port of the engine cannot be used.</exception>
    /// <exception cref="SimulatorStartException">A port of the platform cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    public static async Task<Development> Start(ServerConfiguration configuration, DevelopmentAddresses addresses, TimeProvider wall)
    {
        var clock = new SimulatedClock(wall);
        var options = new SimulatorOptions
        {
            Accounts = [.. configuration.Accounts.Select(AccountSetups.OfDevelopment)], Page = addresses.Page, Api = addresses.Api,
            Seed = AccountSetups.AnotherSeed(wall),
        };
        var platform = await SimulatorHost.Start(options, clock, ConsoleLog.Add);
        try
        {
            // What the disk does takes real time, whatever the simulated clock is moved to.
            var store = SqliteConversationStore.Open(configuration.StorePath, wall);
            foreach (var account in configuration.Accounts)
                if (account.Platform is { } access) account.Platform = access with { Hosts = PlatformHosts.Of(platform.Api) };
            var engine = await ServerHost.Start(configuration, store, clock, ConsoleLog.Add);
            foreach (var account in configuration.Accounts) platform.SetCallback(account.Alias, AccountSetups.Callback(engine.Public, account.Alias));
            return new Development(engine, platform, clock);
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the rules follow their files from now on.</summary>
    /// <param name="configuration">The configuration file.</param>
    /// <param name="accounts">The accounts that run.</param>
    /// <param name="first">The reading whose rules run.</param>
    /// <param name="load">Reads once more.</param>
    /// <param name="say">Gets each line of talk.</param>
    public void Follow(string configuration, ImmutableArray<Account> accounts, ConfigurationLoad first, Func<ConfigurationLoad> load, Action<string> say)
    {
        var reloader = new RuleReloader(configuration, accounts, (account, rules) => Use(account, rules, say), load, new PhoneDisplay(Platform, say), say);
        _watch = new FolderWatch(reloader.Begin(first), reloader.Check, say, _clock.Wall);
        // Whatever was saved between the reading and the watch.
        _watch.Touch();
    }

    // The files are read again at their next change, so that nothing waits for a store that is busy now.
    private void Use(Account account, ScriptLoad rules, Action<string> say)
    {
        try
        {
            Engine.Rules.Use(account.Alias, rules).GetAwaiter().GetResult();
        }
        catch (StoreUnavailableException error)
        {
            say($"The old rules of {account.Alias} stay: {error.Message}");
        }
    }

    /// <summary>Ends both: the platform pushes no more, and what it pushed is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await Platform.DisposeAsync();
        // A clock that a scenario left standing would let the engine wait for ever.
        _clock.Run();
        await Engine.DisposeAsync();
    }

    private sealed class PhoneDisplay(SimulatorHost platform, Action<string> say) : IRuleDisplay
    {
        public void ShowRules(string account, ImmutableArray<string> findings) => platform.ShowRules(account, findings);

        public void ShowMenu(string account, Menu? menu)
        {
            // It is done when the call returns: nothing on the way waits.
            if (platform.SetMenu(account, menu is null ? null : MenuJson.Of(menu)).GetAwaiter().GetResult() is { } complaint) say($"menu of {account}: {complaint}");
        }
    }
}

using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>Tokens and client of one command, over the database that a running server uses too. Nothing is refreshed by itself.</summary>
internal sealed class PlatformSession : IAsyncDisposable
{
    private readonly PlatformServices _services;

    private PlatformSession(PlatformServices services, ChosenAccount chosen) => (_services, Chosen) = (services, chosen);

    /// <summary>The account it is for.</summary>
    public ChosenAccount Chosen { get; }

    /// <summary>Its tokens.</summary>
    public TokenCentre Tokens => _services.Tokens;

    /// <summary>What is kept of them.</summary>
    public ITokenStore Store => _services.Store;

    /// <summary>Calls the platform.</summary>
    public PlatformClient Client => _services.Client;

    /// <summary>Opens the database; the platform is not asked before a call needs a token.</summary>
    /// <param name="chosen">The account; it has an AppSecret.</param>
    /// <param name="around">Clock, and where notices about tokens go.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be used. One sentence says why, and the remedy.</exception>
    public static PlatformSession Open(ChosenAccount chosen, Surroundings around) =>
        Open(chosen, around.Time, notice =>
        {
            // That there is no token the command hears itself.
            if (!notice.Urgent) around.Error.WriteLine(notice.Sentence);
        });

    /// <inheritdoc cref="Open(ChosenAccount, Surroundings)"/>
    public static PlatformSession Open(ChosenAccount chosen, TimeProvider time, Action<TokenNotice> notice)
    {
        var store = SqliteTokenStore.Open(chosen.Configuration.StorePath, [chosen.Account]);
        return new(new PlatformServices([chosen.Account], store, chosen.Configuration.Tokens, time, notice), chosen);
    }

    /// <summary>A request for the account, as a command makes it.</summary>
    public PlatformRequest Get(string path) => new() { Account = Chosen.Alias, Method = HttpMethod.Get, Path = path, AskedBy = "command" };

    /// <summary>A request with a JSON body for the account, as a command makes it.</summary>
    public PlatformRequest Post(string path, string json) =>
        Get(path) with { Method = HttpMethod.Post, Content = () => new StringContent(json, encoding: null, "application/json") };

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Runs a command that reads what is stored and asks nobody: it makes no database.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<int> Look(ChosenAccount? chosen, Surroundings around, Func<PlatformSession, Task<int>> run)
    {
        if (chosen is not { CannotCall: null } || File.Exists(chosen.Configuration.StorePath)) return await Run(chosen, around, ExitCode.Failed, run);
        around.Error.WriteLine($"There is no database {chosen.Configuration.StorePath} yet: {CommandLine.Name} serve makes it; --data names another folder.");
        return ExitCode.Failed;
    }

    /// <summary>Runs a command that calls the platform for an account, and gives its exit code.</summary>
    /// <param name="chosen">The account; null when it was misnamed, which was said.</param>
    /// <param name="around">Streams and clock.</param>
    /// <param name="trouble">The exit code when the account cannot call, or the database cannot be used.</param>
    /// <param name="run">The command.</param>
    public static async Task<int> Run(ChosenAccount? chosen, Surroundings around, int trouble, Func<PlatformSession, Task<int>> run)
    {
        if (chosen is null) return ExitCode.Misused;
        if (chosen.CannotCall is { } why)
        {
            around.Error.WriteLine(why);
            return ExitCode.Misused;
        }
        try
        {
            await using var session = Open(chosen, around);
            return await run(session);
        }
        catch (StoreUnavailableException expected)
        {
            around.Error.WriteLine(expected.Message);
            return trouble;
        }
    }
}

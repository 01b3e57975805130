using System.Collections.Frozen;

namespace WeChatActors.Engine;

/// <summary>Everything that calls the platform for the accounts of one process: tokens and client over one store.</summary>
public sealed class PlatformServices : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http;
    private int _disposed;

    /// <summary>Puts them together; nothing is asked of the platform before <see cref="Start"/>.</summary>
    /// <param name="accounts">The accounts; those without <see cref="Account.Platform"/> are left out.</param>
    /// <param name="store">Keeps the tokens. Owned from here on.</param>
    /// <param name="options">How tokens are kept fresh.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="notice">Hears what an operator must know, to log it.</param>
    /// <param name="calls">How calls are made; null for the defaults.</param>
    public PlatformServices(
        IEnumerable<Account> accounts, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice, PlatformOptions? calls = null)
    {
        Accounts = accounts.Where(account => account.Platform is not null).ToFrozenDictionary(account => account.Alias, StringComparer.Ordinal);
        Store = store;
        _http = PlatformHttp.Create();
        PlatformClient client = null!;
        var endpoint = new AccessTokenEndpoint(Accounts, _http, options, time);
        // Tickets are asked for with the client, which asks for tokens.
        Tokens = new TokenCentre(Accounts.Keys, id => id.Kind == TokenKind.AccessToken ? endpoint : new TicketEndpoint(client), store, options, time, notice);
        Client = client = new PlatformClient(Accounts, Tokens, _http, time, calls, store: store, notice: said =>
            notice(new TokenNotice(new TokenId(said.Account, TokenKind.AccessToken), said.Urgent, said.Sentence)));
    }

    /// <summary>The accounts that can call, by alias.</summary>
    public IReadOnlyDictionary<string, Account> Accounts { get; }

    /// <summary>Their tokens and tickets.</summary>
    public TokenCentre Tokens { get; }

    /// <summary>Calls the API for them.</summary>
    public PlatformClient Client { get; }

    /// <summary>The audit and what else is kept of tokens.</summary>
    public ITokenStore Store { get; }

    /// <summary>Begins to keep the access_token of every account fresh. Returns at once.</summary>
    public void Start()
    {
        Tokens.Start();
        Client.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await Tokens.DisposeAsync();
        await Client.DisposeAsync();
        _http.Dispose();
        await Store.DisposeAsync();
    }
}

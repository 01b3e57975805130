using System.Collections.Frozen;

namespace WeChatActors.Engine;

/// <summary>The one place that calls the platform's API: adds the token, replaces it once when it is refused, and keeps to the
/// platform's limits. Safe to use from any thread.</summary>
public sealed class PlatformClient : IAsyncDisposable
{
    private readonly FrozenDictionary<string, AccountCalls> _accounts;
    private readonly PlatformPorts _ports;
    private readonly CallBook? _book;

    /// <summary>Makes a client that has called nobody yet.</summary>
    /// <param name="accounts">The accounts by alias; those without <see cref="Account.Platform"/> are left out.</param>
    /// <param name="tokens">Their tokens.</param>
    /// <param name="http">Sends requests; it follows no redirects and keeps no cookies.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How calls are made; null for the defaults.</param>
    /// <param name="store">Keeps the day's counts of calls; null keeps them in memory alone. Not disposed with the client.</param>
    /// <param name="notice">Hears what an operator must know; null for nobody.</param>
    public PlatformClient(
        IReadOnlyDictionary<string, Account> accounts, ITokens tokens, HttpMessageInvoker http, TimeProvider time,
        PlatformOptions? options = null, ITokenStore? store = null, Action<PlatformNotice>? notice = null)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        options ??= new PlatformOptions();
        _ports = new PlatformPorts(tokens, new PlatformTransport(http, options.StallLimit, time), options, time, notice ?? (static _ => { }));
        _accounts = accounts.Where(account => account.Value.Platform is not null)
            .ToFrozenDictionary(account => account.Key, account => new AccountCalls(account.Key, account.Value.Platform!, options), StringComparer.Ordinal);
        AccountCalls[] all = [.. _accounts.Values.OrderBy(account => account.Alias, StringComparer.Ordinal)];
        Counters = new PlatformCounters(all);
        // Nobody to count for, nothing to wake up for.
        if (store is not null && all.Length > 0) _book = new CallBook(all, store, options.SaveCounts, time);
    }

    /// <summary>What calls came to.</summary>
    public PlatformCounters Counters { get; }

    /// <summary>Reads the day's counts of calls, and begins to keep them. Returns at once; calls can be made also before and without it.</summary>
    public void Start() => _book?.Start();

    /// <summary>What an account has called today and what is stopped, by path in alphabetical order.</summary>
    /// <param name="account">The alias of an account that can call.</param>
    public IReadOnlyList<QuotaUse> QuotaUse(string account) => Find(account, nameof(account)).Use(_ports.Time.GetUtcNow());

    /// <summary>Writes the last counts. Calls that are under way go on.</summary>
    public ValueTask DisposeAsync() => _book?.DisposeAsync() ?? default;

    /// <summary>Makes a call and reads its whole answer, which is JSON of at most 8 MB, within the request's limit.</summary>
    /// <param name="request">The call.</param>
    /// <param name="ct">Ends the call; what it did by then nobody knows.</param>
    /// <exception cref="ArgumentException">The account is not known or cannot call, or the path is none: a bug in the caller.</exception>
    public async ValueTask<PlatformResult> Call(PlatformRequest request, CancellationToken ct)
    {
        switch (await Run(request, whole: true, ct))
        {
            case PlatformExchange.Answered { Response: var response }:
                using (response) return Read(request, response);
            case PlatformExchange.NotSent not:
                return new PlatformResult.NotSent(not.Why, not.RetryAt);
            case PlatformExchange.Unknown unknown:
                return new PlatformResult.Unknown(unknown.Why);
            case var other:
                throw new InvalidOperationException($"No result for {other.GetType().Name}.");
        }
    }

    /// <summary>Makes a call whose answer is passed on as it comes: also one that says that the platform is busy, or the page of a gateway.</summary>
    /// <inheritdoc cref="Call"/>
    public ValueTask<PlatformExchange> Send(PlatformRequest request, CancellationToken ct) => Run(request, whole: false, ct);

    /// <summary>Reads an answer that is here as far as it is looked at.</summary>
    internal PlatformResult Read(PlatformRequest request, PlatformResponse response) =>
        PlatformAnswer.Read(request, response, IsIdempotent(request), _ports.Time.GetUtcNow());

    /// <summary>Whether a call is made again when nobody knows what became of the first attempt.</summary>
    /// <param name="request">The call.</param>
    public static bool IsIdempotent(PlatformRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Idempotent ?? PlatformEndpoint.Of(request.Path).IsIdempotent(request.Method);
    }

    private async ValueTask<PlatformExchange> Run(PlatformRequest request, bool whole, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (PlatformPath.FindFault(request.Path) is { } fault) throw new ArgumentException(fault, nameof(request));
        var account = Find(request.Account, nameof(request));
        using var call = new PlatformCall(_ports, account, PlatformEndpoint.Of(request.Path), request, whole, ct);
        return await call.Run();
    }

    private AccountCalls Find(string alias, string parameter) => _accounts.GetValueOrDefault(alias)
        ?? throw new ArgumentException($"The account {alias} is not configured or has no app_secret.", parameter);
}

namespace WeChatActors.Engine;

/// <summary>What the client keeps of one account: what is stopped, who may call when, and what was counted.</summary>
internal sealed class AccountCalls
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(1);

    private readonly RateLimit _all;
    private readonly RateLimit?[] _byEndpoint;
    private readonly EndpointCounters?[] _counters = new EndpointCounters?[PlatformEndpoint.All.Count];
    private QuotaStops _stops = QuotaStops.None;
    private long _noticedAt = long.MinValue;

    public AccountCalls(string alias, PlatformAccess access, PlatformOptions options)
    {
        (Access, Token) = (access, new TokenId(alias, TokenKind.AccessToken));
        _all = new RateLimit(options.PerSecond, TimeSpan.FromSeconds(1), options.Burst);
        _byEndpoint = [.. PlatformEndpoint.All.Select(endpoint => endpoint.PerMinute is { } calls ? new RateLimit(calls, TimeSpan.FromMinutes(1), calls) : null)];
    }

    /// <summary>Its alias.</summary>
    public string Alias => Token.Account;

    /// <summary>Where it calls.</summary>
    public PlatformAccess Access { get; }

    /// <summary>Names its access_token.</summary>
    public TokenId Token { get; }

    /// <summary>Its calls of the day.</summary>
    public DayCounts Today { get; } = new();

    /// <summary>What calls of a path came to.</summary>
    public EndpointCounters CountersOf(PlatformEndpoint endpoint) =>
        CountersIfAny(endpoint) ?? Interlocked.CompareExchange(ref _counters[endpoint.Number], new EndpointCounters(), null) ?? CountersIfAny(endpoint)!;

    /// <summary>What calls of a path came to; null when there was none.</summary>
    public EndpointCounters? CountersIfAny(PlatformEndpoint endpoint) => Volatile.Read(ref _counters[endpoint.Number]);

    /// <summary>Everything that was called today or is stopped.</summary>
    public IReadOnlyList<QuotaUse> Use(DateTimeOffset now)
    {
        var (day, stops) = (ChinaCalendar.DayOf(now), Volatile.Read(ref _stops));
        var uses = new SortedDictionary<string, QuotaUse>(StringComparer.Ordinal);
        foreach (var endpoint in PlatformEndpoint.All)
            if (Today.Used(endpoint, day) is > 0 and var used) uses[endpoint.Path] = new QuotaUse(endpoint.Path, used, endpoint.PerDay, null);
        foreach (var (path, stop) in stops.At(now))
            uses[path] = (uses.GetValueOrDefault(path) ?? new QuotaUse(path, 0, PlatformEndpoint.Of(path).PerDay, null)) with { StoppedUntil = stop.Until };
        return [.. uses.Values];
    }

    /// <summary>What stops a path now; null when nothing does.</summary>
    public QuotaStop? Stop(string path, DateTimeOffset now) => Volatile.Read(ref _stops).Find(path, now);

    /// <summary>Takes a place in the pace of the account and of the path.</summary>
    /// <returns>How long to wait; null when it would be longer than <paramref name="patience"/>.</returns>
    public TimeSpan? Take(PlatformEndpoint endpoint, long now, TimeSpan patience)
    {
        // The narrower pace first: what it refuses must not fill the account's.
        var own = TimeSpan.Zero;
        if (_byEndpoint[endpoint.Number] is { } narrow)
        {
            if (narrow.Take(now, patience) is not { } wait) return null;
            own = wait;
        }
        return _all.Take(now, patience) is { } all ? all > own ? all : own : null;
    }

    /// <summary>Stops a path when an errcode says that its quota is used up.</summary>
    /// <returns>Until when; null when it is not stopped.</returns>
    public DateTimeOffset? Stop(string path, int errcode, DateTimeOffset now)
    {
        if (QuotaReset.After(errcode, now) is not { } until) return null;
        while (true)
        {
            var stops = Volatile.Read(ref _stops);
            if (Interlocked.CompareExchange(ref _stops, stops.After(path, errcode, now), stops) == stops) return until;
        }
    }

    /// <summary>The platform has emptied its counts: nothing is stopped any more.</summary>
    public void Go() => Volatile.Write(ref _stops, QuotaStops.None);

    /// <summary>Whether the operator may be told again that the token fails, which a storm of calls would do thousands of times.</summary>
    public bool MayNotice(long now)
    {
        var last = Volatile.Read(ref _noticedAt);
        return (last == long.MinValue || now - last >= BetweenNotices.Ticks) && Interlocked.CompareExchange(ref _noticedAt, now, last) == last;
    }
}

namespace WeChatActors.Simulator;

/// <summary>How often an account called what. Guarded by its account's gate.</summary>
internal sealed class AccountQuotas
{
    /// <summary>How often all counters of a day may be cleared in a calendar month, by either endpoint.</summary>
    public const int ClearsPerMonth = 10;

    /// <summary>How often the counter of one path may be cleared in a calendar month.</summary>
    public const int PathClearsPerMonth = 50;

    private readonly Dictionary<string, long> _today = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Minute, long Calls)> _minutes = new(StringComparer.Ordinal);
    private ChinaDay _day;
    private (int Month, int Clears, int PathClears) _month;

    /// <summary>Counts one call, unless the day's calls are used up.</summary>
    /// <param name="path">Which API.</param>
    /// <param name="limit">Calls a day; null for no limit.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether it was allowed.</returns>
    public bool TakeDay(string path, long? limit, DateTimeOffset now)
    {
        var used = Used(path, now);
        if (used >= limit) return false;
        _today[path] = used + 1;
        return true;
    }

    /// <summary>Counts one call, unless the minute's calls are used up.</summary>
    /// <param name="path">Which API.</param>
    /// <param name="limit">Calls in a minute of the clock.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether it was allowed.</returns>
    public bool TakeMinute(string path, long limit, DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        var (last, calls) = _minutes.GetValueOrDefault(path);
        if (last != minute) calls = 0;
        if (calls >= limit) return false;
        _minutes[path] = (minute, calls + 1);
        return true;
    }

    /// <summary>Calls of today.</summary>
    public long Used(string path, DateTimeOffset now)
    {
        var day = ChinaDay.Of(now);
        if (day != _day)
        {
            _today.Clear();
            _day = day;
        }
        return _today.GetValueOrDefault(path);
    }

    /// <summary>Calls of the running minute.</summary>
    public long UsedThisMinute(string path, DateTimeOffset now) =>
        _minutes.GetValueOrDefault(path) is var (minute, calls) && minute == now.UtcTicks / TimeSpan.TicksPerMinute ? calls : 0;

    /// <summary>Forgets the calls of today.</summary>
    /// <returns>Whether the month allowed it.</returns>
    public bool Clear(DateTimeOffset now)
    {
        Turn(now);
        if (_month.Clears >= ClearsPerMonth) return false;
        _month.Clears++;
        _today.Clear();
        return true;
    }

    /// <summary>Forgets the calls of one path of today.</summary>
    /// <returns>Whether the month allowed it.</returns>
    public bool Clear(string path, DateTimeOffset now)
    {
        Turn(now);
        if (_month.PathClears >= PathClearsPerMonth) return false;
        _month.PathClears++;
        _today.Remove(path);
        return true;
    }

    private void Turn(DateTimeOffset now)
    {
        var month = ChinaDay.Of(now).Month;
        if (_month.Month != month) _month = (month, 0, 0);
    }
}

using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>Which paths of an account are not called for now, because the platform said that a quota is used up. Pure.</summary>
internal sealed class QuotaStops
{
    /// <summary>Nothing is stopped.</summary>
    public static QuotaStops None { get; } = new(ImmutableDictionary.Create<string, QuotaStop>(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, QuotaStop> _stops;

    private QuotaStops(ImmutableDictionary<string, QuotaStop> stops) => _stops = stops;

    /// <summary>What stops a path; null when it may be called.</summary>
    public QuotaStop? Find(string path, DateTimeOffset now) =>
        !_stops.IsEmpty && _stops.TryGetValue(path, out var stop) && stop.Holds(now) ? stop : null;

    /// <summary>All that holds now.</summary>
    public IEnumerable<KeyValuePair<string, QuotaStop>> At(DateTimeOffset now) => _stops.Where(stop => stop.Value.Holds(now));

    /// <summary>Stops a path after an errcode that says that its quota is used up; the same ones when the errcode says nothing of the kind.</summary>
    /// <param name="path">The path that was called.</param>
    /// <param name="errcode">What the platform answered.</param>
    /// <param name="now">The time, UTC.</param>
    public QuotaStops After(string path, int errcode, DateTimeOffset now) => QuotaReset.After(errcode, now) is { } until
        // Those that are over go with it, so that what is kept is bounded by what the platform refused lately.
        ? new QuotaStops(_stops.RemoveRange(_stops.Where(stop => !stop.Value.Holds(now)).Select(stop => stop.Key)).SetItem(path, new QuotaStop(errcode, now, until)))
        : this;
}

/// <summary>A quota that is used up.</summary>
/// <param name="Errcode">How the platform said so.</param>
/// <param name="From">When, UTC.</param>
/// <param name="Until">The first moment, UTC, at which calls may succeed again.</param>
internal sealed record QuotaStop(int Errcode, DateTimeOffset From, DateTimeOffset Until)
{
    // A clock that was set back must not stop a path for as long as it was wrong; one more refused call costs less.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Whether it still holds.</summary>
    public bool Holds(DateTimeOffset now) => now < Until && now >= From - Slack;
}

/// <summary>When quotas are full again.</summary>
internal static class QuotaReset
{
    /// <summary>When calls of the path may succeed again after an errcode, UTC; null for one that is about something smaller than the path, such as one
    /// follower's tags or the number of permanent QR codes. No errcode is known that stops all paths of an account.</summary>
    /// <remarks>The hour of the daily reset is not documented; midnight in China is taken for it.</remarks>
    public static DateTimeOffset? After(int errcode, DateTimeOffset now) => errcode switch
    {
        45011 or 42010 or 9200295 or 9202004 => NextMinute(now),
        45009 or 45028 or 72057 or 101003 => ChinaDays.NextMidnight(now),
        45040 or 48006 or 43100 => ChinaDays.NextMonth(now),
        _ => null,
    };

    private static DateTimeOffset NextMinute(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute + TimeSpan.TicksPerMinute, TimeSpan.Zero);
}

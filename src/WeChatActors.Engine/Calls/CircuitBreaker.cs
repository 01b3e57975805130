namespace WeChatActors.Engine;

/// <summary>Keeps calls from a host or model that fails. Closed, all may pass; open, nobody; after a rest one may try, and what becomes of it
/// decides. Any thread. Times are ticks of a steady clock.</summary>
/// <param name="failures">It opens after so many, when they are at least half of the attempts.</param>
/// <param name="window">The span in which they are counted together.</param>
/// <param name="rest">How long it stays open.</param>
internal sealed class CircuitBreaker(int failures, TimeSpan window, TimeSpan rest)
{
    private const int Slices = 10;

    private struct Slice
    {
        public long Number;
        public int Failed;
        public int Ended;
    }

    private readonly Lock _gate = new();
    private readonly Slice[] _slices = new Slice[Slices];
    private readonly long _sliceTicks = Math.Max(1, window.Ticks / Slices);
    private int _era;
    private long? _openedAt;
    private long? _triedAt;

    /// <summary>Whether calls are kept from it, or only one may try.</summary>
    public bool IsOpen
    {
        get { lock (_gate) return _openedAt is not null; }
    }

    /// <summary>Whether an attempt would be refused now.</summary>
    public bool Refuses(long now)
    {
        lock (_gate) return RefusesNow(now);
    }

    /// <summary>Asks for an attempt.</summary>
    /// <returns>What to leave with; null when it is refused.</returns>
    public int? Enter(long now)
    {
        lock (_gate)
        {
            if (RefusesNow(now)) return null;
            if (_openedAt is not null) _triedAt = now;
            return _era;
        }
    }

    /// <summary>Tells what became of an attempt.</summary>
    /// <param name="era">What <see cref="Enter"/> gave.</param>
    /// <param name="failed">Whether it failed; null when nobody can tell, such as after a cancellation.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether calls are kept from it from now on (true) or may pass again (false); null when neither is new.</returns>
    public bool? Leave(int era, bool? failed, long now)
    {
        lock (_gate)
        {
            // What began before it opened says nothing about now.
            if (era != _era) return null;
            if (_openedAt is not null) return Tried(failed, now);
            if (failed is not { } bad) return null;
            ref var slice = ref _slices[now / _sliceTicks % Slices];
            if (slice.Number != now / _sliceTicks) slice = new Slice { Number = now / _sliceTicks };
            slice.Ended++;
            if (!bad) return null;
            slice.Failed++;
            if (!IsTooMuch(now)) return null;
            (_openedAt, _triedAt, _era) = (now, null, _era + 1);
            return true;
        }
    }

    private bool? Tried(bool? failed, long now)
    {
        _triedAt = null;
        if (failed is null) return null;
        _era++;
        Array.Clear(_slices);
        _openedAt = failed.Value ? now : null;
        return failed.Value ? null : false;
    }

    private bool RefusesNow(long now) =>
        _openedAt is { } opened && (now - opened < rest.Ticks
            // One that tries and hangs must not keep all others away for as long.
            || (_triedAt is { } tried && now - tried < rest.Ticks));

    private bool IsTooMuch(long now)
    {
        var (failed, ended) = (0, 0);
        foreach (var slice in _slices)
        {
            if (slice.Number <= now / _sliceTicks - Slices) continue;
            failed += slice.Failed;
            ended += slice.Ended;
        }
        return failed >= failures && failed * 2 >= ended;
    }
}

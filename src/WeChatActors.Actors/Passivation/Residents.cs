namespace WeChatActors.Actors;

/// <summary>Who is in memory, least recently used first, and who has to leave it.</summary>
/// <remarks>One linked list through the residents themselves and one timer, set for the moment at which the oldest will have been
/// idle for the window. The list is kept in order when a turn ends, and only if the resident's place is older than a
/// sixty-fourth of the window (at most a second), so a busy actor takes the lock once in that time; a place is wrong by
/// no more. One ring passivates a bounded number and goes on a millisecond later: when a million actors become idle
/// together, messages get their threads in between.</remarks>
internal sealed class Residents : IDisposable
{
    /// <summary>How many actors one ring passivates at most.</summary>
    internal const int Batch = 128;

    // How long the next batch waits.
    private const long Breath = TimeSpan.TicksPerMillisecond;

    // How many actors at work are passed over when somebody has to leave for a newcomer.
    private const int Looks = 16;

    private readonly Lock _gate = new();
    private readonly Clock _clock;
    private readonly Alarm _alarm;
    private readonly long _window;
    private readonly long _grain;
    private readonly int _most;
    private Resident? _oldest;
    private Resident? _newest;
    private int _count;
    private int _leaving;

    internal Residents(Clock clock, TimeSpan idleWindow, int most)
    {
        _clock = clock;
        _window = idleWindow.Ticks;
        _grain = Math.Min(_window / 64, TimeSpan.TicksPerSecond);
        _most = most;
        _alarm = new Alarm(clock, _ => Ring());
    }

    /// <summary>How many there are, those arriving and leaving included.</summary>
    internal int Count => Volatile.Read(ref _count);

    private bool TooMany => Count - Volatile.Read(ref _leaving) > _most;

    /// <summary>Counts a newcomer, before anybody else can see it.</summary>
    internal void Arrive() => Interlocked.Increment(ref _count);

    /// <summary>Forgets one that is gone, or that never came to be.</summary>
    /// <returns>Whether it was the last.</returns>
    internal bool Depart(Resident resident)
    {
        lock (_gate)
        {
            Unlink(resident);
            // A turn that ended just before may still be about to list it.
            resident.ListedAt = Resident.Gone;
        }
        return Interlocked.Decrement(ref _count) == 0;
    }

    /// <summary>Gives a resident that has become idle its place as the newest.</summary>
    internal void Touch(Resident resident)
    {
        var used = Volatile.Read(ref resident.LastUsed);
        var listed = Volatile.Read(ref resident.ListedAt);
        if (listed >= 0 && used - listed < _grain) return;
        lock (_gate)
        {
            if (resident.ListedAt == Resident.Gone) return;
            Unlink(resident);
            Volatile.Write(ref resident.ListedAt, used);
            resident.Older = _newest;
            if (_newest is null) _oldest = resident;
            else _newest.Newer = resident;
            _newest = resident;
            _alarm.Set(Volatile.Read(ref _oldest!.LastUsed) + _window);
        }
    }

    /// <summary>Lets the least recently used leave while there are more residents than allowed.</summary>
    internal void Trim()
    {
        for (var look = 0; look < Looks && TooMany; look++)
        {
            if (TakeOldest(Clock.Never, out _) is not { } oldest) return;
            Dismiss(oldest, Clock.Never);
        }
    }

    /// <summary>Notes that a passivation that was started here has ended.</summary>
    internal void LeaveEnded() => Interlocked.Decrement(ref _leaving);

    /// <summary>Lets a resident leave if it is idle and has not been used after a moment.</summary>
    internal void Dismiss(Resident resident, long notUsedAfter)
    {
        Interlocked.Increment(ref _leaving);
        var answer = resident.TryLeave(notUsedAfter);
        if (answer == Leave.Leaving) return;
        Interlocked.Decrement(ref _leaving);
        if (answer == Leave.UsedSince) Touch(resident);
    }

    public void Dispose()
    {
        lock (_gate) _alarm.Dispose();
    }

    private void Ring()
    {
        lock (_gate) _alarm.Rang();
        var idleSince = _clock.Now - _window;
        for (var left = 0; left < Batch; left++)
        {
            if (TakeOldest(idleSince, out var next) is { } oldest)
            {
                Dismiss(oldest, idleSince);
                continue;
            }
            if (next == Clock.Never) return;
            lock (_gate) _alarm.Set(next + _window);
            return;
        }
        lock (_gate)
        {
            if (_oldest is not null) _alarm.Set(_clock.Now + Breath);
        }
    }

    /// <summary>Takes the oldest off the list if it has not been used after a moment, else says when it was used.</summary>
    private Resident? TakeOldest(long notUsedAfter, out long used)
    {
        lock (_gate)
        {
            used = Clock.Never;
            if (_oldest is not { } oldest) return null;
            used = Volatile.Read(ref oldest.LastUsed);
            if (used > notUsedAfter) return null;
            Unlink(oldest);
            return oldest;
        }
    }

    private void Unlink(Resident resident)
    {
        if (resident.ListedAt < 0) return;
        if (resident.Older is null) _oldest = resident.Newer;
        else resident.Older.Newer = resident.Newer;
        if (resident.Newer is null) _newest = resident.Older;
        else resident.Newer.Older = resident.Older;
        resident.Older = resident.Newer = null;
        Volatile.Write(ref resident.ListedAt, Resident.NotListed);
    }
}

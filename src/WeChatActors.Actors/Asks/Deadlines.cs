namespace WeChatActors.Actors;

/// <summary>The open deadlines of one system, driven by one timer.</summary>
/// <remarks>A 4-ary heap whose members know their places: a deadline that comes after all others is added in constant
/// time, which is the usual case, and one that was met in time leaves from wherever it stands. The timer is not stopped when
/// the last deadline leaves: under load it would be started and stopped for every ask. It rings once more and stays
/// silent.</remarks>
internal sealed class Deadlines : IDisposable
{
    private const int Arity = 4;

    private readonly Lock _gate = new();
    private readonly Clock _clock;
    private readonly Alarm _alarm;
    private (long Due, Waiter Who)[] _heap = new (long, Waiter)[16];
    private int _count;
    private bool _closed;

    internal Deadlines(Clock clock)
    {
        _clock = clock;
        _alarm = new Alarm(clock, _ => Ring());
    }

    /// <summary>Lets a waiter wait until a moment, unless its wait has ended meanwhile.</summary>
    internal void Add(Waiter who, long due)
    {
        lock (_gate)
        {
            if (!who.TryHold()) return;
            if (!_closed)
            {
                if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
                Rise(_count++, (due, who));
                _alarm.Set(due);
                return;
            }
        }
        who.End(AskOutcome.Stopping);
    }

    /// <summary>Takes a waiter out whose wait is over.</summary>
    /// <returns>False if it had been taken out by its deadline, whose <see cref="Waiter.End"/> is then on its way.</returns>
    internal bool Remove(Waiter who)
    {
        lock (_gate)
        {
            if (who.Place < 0) return false;
            RemoveAt(who.Place);
            return true;
        }
    }

    /// <summary>Ends every wait as stopping, now and from now on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _alarm.Dispose();
        }
        while (TakeDue(Clock.Never) is { } who) who.End(AskOutcome.Stopping);
    }

    private void Ring()
    {
        lock (_gate) _alarm.Rang();
        var now = _clock.Now;
        while (TakeDue(now) is { } who) who.End(AskOutcome.DeadlinePassed);
        lock (_gate)
        {
            if (_count > 0) _alarm.Set(_heap[0].Due);
        }
    }

    private Waiter? TakeDue(long now)
    {
        lock (_gate)
        {
            if (_count == 0 || _heap[0].Due > now) return null;
            var who = _heap[0].Who;
            RemoveAt(0);
            return who;
        }
    }

    private void RemoveAt(int place)
    {
        _heap[place].Who.Place = -1;
        var last = _heap[--_count];
        _heap[_count] = default;
        if (place == _count) return;
        if (place > 0 && last.Due < _heap[(place - 1) / Arity].Due) Rise(place, last);
        else Sink(place, last);
    }

    private void Rise(int place, (long Due, Waiter Who) entry)
    {
        while (place > 0)
        {
            var parent = (place - 1) / Arity;
            if (_heap[parent].Due <= entry.Due) break;
            Put(place, _heap[parent]);
            place = parent;
        }
        Put(place, entry);
    }

    private void Sink(int place, (long Due, Waiter Who) entry)
    {
        while (true)
        {
            var first = place * Arity + 1;
            if (first >= _count) break;
            var child = first;
            for (var other = first + 1; other < first + Arity && other < _count; other++)
                if (_heap[other].Due < _heap[child].Due) child = other;
            if (entry.Due <= _heap[child].Due) break;
            Put(place, _heap[child]);
            place = child;
        }
        Put(place, entry);
    }

    private void Put(int place, (long Due, Waiter Who) entry)
    {
        _heap[place] = entry;
        entry.Who.Place = place;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace WeChatActors.Replay;

/// <summary>Decides which packet leaves when: those that are due, one of an OpenID at a time, in as many places as there are. Pure, without
/// clock: it is told the time, which never goes back, and holds only packets that are planned, waiting or under way. Not safe to share.</summary>
/// <param name="timetable">When packets are due and places open.</param>
/// <param name="lookAhead">How many packets it holds that are not under way, at most; and a sixteenth of that which are not even due.</param>
/// <param name="end">From this moment on nothing is due; null for no such end.</param>
internal sealed class Dispatch(Timetable timetable, int lookAhead, TimeSpan? end)
{
    /// <summary>So much room must be before it asks for more, so that packets are read in batches.</summary>
    private readonly int _batch = Math.Clamp(lookAhead / 64, 1, 16);

    private readonly Queue<Flight> _planned = new();
    private readonly Queue<Flight> _ready = new();
    private readonly Queue<TimeSpan> _free = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Stack<Line> _emptyLines = new();
    private int _opened;
    private int _waiting;
    private bool _full;
    private TimeSpan _roomSince;
    private bool _closed;

    /// <summary>How many packets are under way.</summary>
    public int UnderWay { get; private set; }

    /// <summary>How many packets are held that are not under way.</summary>
    public int Held => _planned.Count + _ready.Count + _waiting;

    /// <summary>How many OpenIDs have a packet that is due or under way.</summary>
    public int OpenIds => _lines.Count;

    /// <summary>Whether more packets should be offered.</summary>
    public bool HasRoom => !_closed && !_full;

    /// <summary>When time alone lets something leave; null when only an end or an offer does.</summary>
    public TimeSpan? NextMoment =>
        _closed ? null
        : _planned.TryPeek(out var next) ? (next.Intended < end || end is null ? next.Intended : null)
        : _ready.Count > 0 && _free.Count == 0 && _opened < timetable.Places ? timetable.Opens(_opened)
        : null;

    /// <summary>Whether something is ready and has a place, so that it should be asked for at once.</summary>
    public bool MayBegin => _ready.Count > 0 && (_free.Count > 0 || _opened < timetable.Places);

    /// <summary>Takes one more packet, due not before the one offered last.</summary>
    /// <returns>Whether something may leave sooner than was known before.</returns>
    public bool Offer(Flight flight)
    {
        if (_closed) return false;
        flight.Possible = _roomSince;
        flight.Behind = null;
        if (timetable.IsClosedLoop) Arrive(flight);
        else _planned.Enqueue(flight);
        _full = Held >= lookAhead || _planned.Count >= Math.Max(1, lookAhead / 16);
        return timetable.IsClosedLoop ? MayBegin : _planned.Count == 1;
    }

    /// <summary>The packet that leaves now, if there is one; ask again until there is none.</summary>
    public bool TryBegin(TimeSpan now, [NotNullWhen(true)] out Flight? flight)
    {
        flight = null;
        if (_closed) return false;
        while (_planned.TryPeek(out var due) && due.Intended <= now && !(due.Intended >= end)) Arrive(_planned.Dequeue());
        NoteRoom(now);
        if (_ready.Count == 0 || (timetable.IsClosedLoop && now >= end) || !TryTakePlace(now, out var free)) return false;
        flight = _ready.Dequeue();
        NoteRoom(now);
        UnderWay++;
        if (timetable.IsClosedLoop)
        {
            flight.Intended = flight.Possible = Later(flight.Possible, free);
            flight.Starved = false;
        }
        else
        {
            var possible = Later(flight.Possible, flight.Intended);
            flight.Starved = free > possible;
            flight.Possible = Later(possible, free);
        }
        return true;
    }

    /// <summary>A packet that left has come to its end: its place is free, and it is the next one's turn of its OpenID.</summary>
    public void End(Flight flight, TimeSpan now)
    {
        UnderWay--;
        _free.Enqueue(now);
        if (flight.OpenId.Length == 0) return;
        var line = _lines[flight.OpenId];
        if (line.First is { } next)
        {
            line.First = next.Behind;
            next.Behind = null;
            next.Possible = Later(next.Possible, now);
            _waiting--;
            _ready.Enqueue(next);
        }
        else
        {
            _lines.Remove(flight.OpenId);
            _emptyLines.Push(line);
        }
    }

    /// <summary>Nothing leaves any more.</summary>
    /// <returns>How many of the packets held were due. A closed loop owes none.</returns>
    public long Close(TimeSpan now)
    {
        if (_closed) return 0;
        var due = timetable.IsClosedLoop ? 0 : _ready.Count + _waiting + _planned.Count(flight => flight.Intended <= now && !(flight.Intended >= end));
        _closed = true;
        _planned.Clear();
        _ready.Clear();
        foreach (var line in _lines.Values) line.First = null;
        _waiting = 0;
        return due;
    }

    private void NoteRoom(TimeSpan now)
    {
        if (_full && Held <= lookAhead - _batch && _planned.Count <= Math.Max(0, lookAhead / 16 - _batch)) (_full, _roomSince) = (false, now);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>A packet is due: it is ready, or it waits behind the one before of its OpenID.</summary>
    private void Arrive(Flight flight)
    {
        if (flight.OpenId.Length > 0 && !TryOpenLine(flight)) return;
        _ready.Enqueue(flight);
    }

    private bool TryOpenLine(Flight flight)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, flight.OpenId, out var exists);
        if (!exists)
        {
            line = _emptyLines.TryPop(out var empty) ? empty : new Line();
            return true;
        }
        if (line!.First is null) line.First = flight;
        else line.Last!.Behind = flight;
        line.Last = flight;
        _waiting++;
        return false;
    }

    /// <summary>The place that has been free for the longest time, so that a packet counts as starved only when there was none.</summary>
    private bool TryTakePlace(TimeSpan now, out TimeSpan free)
    {
        var freed = _free.TryPeek(out free);
        if (_opened < timetable.Places && timetable.Opens(_opened) is var opens && opens <= now && !(freed && free < opens))
        {
            free = opens;
            _opened++;
            return true;
        }
        return freed && _free.TryDequeue(out free);
    }

    /// <summary>The packets of one OpenID that wait for the one before them.</summary>
    private sealed class Line
    {
        public Flight? First { get; set; }

        public Flight? Last { get; set; }
    }
}

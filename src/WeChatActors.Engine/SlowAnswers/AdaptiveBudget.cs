namespace WeChatActors.Engine;

/// <summary>How long an account's carriers may stay open before they must be answered: lower when an answer came too late for the platform,
/// slowly higher when all is well. Safe to use from any thread.</summary>
public sealed class AdaptiveBudget
{
    private static readonly TimeSpan Down = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Up = TimeSpan.FromMilliseconds(10);

    /// <summary>A retry that arrives so soon after its packet was answered missed the answer.</summary>
    private static readonly TimeSpan Missed = TimeSpan.FromSeconds(6);

    private const int Remembered = 64;

    /// <summary>So many answers at the end of the budget that nobody missed raise it.</summary>
    private const int Wells = 20;

    private readonly Lock _gate = new();
    private readonly Queue<(PacketFingerprint Packet, DateTimeOffset At)> _given = new();
    private readonly TimeSpan _lowest;
    private readonly TimeSpan _highest;
    private TimeSpan _now;
    private int _well;

    /// <summary>Begins at a budget.</summary>
    /// <param name="start">The first, for example 4.5 s.</param>
    /// <param name="lowest">Never less; default 3.5 s.</param>
    /// <param name="highest">Never more; default 4.7 s.</param>
    public AdaptiveBudget(TimeSpan start, TimeSpan? lowest = null, TimeSpan? highest = null) =>
        (_now, _lowest, _highest) = (start, lowest ?? TimeSpan.FromSeconds(3.5), highest ?? TimeSpan.FromSeconds(4.7));

    /// <summary>The budget now.</summary>
    public TimeSpan Now
    {
        get { lock (_gate) return _now; }
    }

    /// <summary>A packet was answered because its budget ended.</summary>
    internal void Gave(PacketFingerprint packet, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_given.Count == Remembered) _given.Dequeue();
            _given.Enqueue((packet, at));
            if (++_well < Wells) return;
            _well = 0;
            _now = _now + Up < _highest ? _now + Up : _highest;
        }
    }

    /// <summary>A packet that was answered was delivered once more.</summary>
    internal void Again(PacketFingerprint packet, DateTimeOffset at)
    {
        lock (_gate)
        {
            foreach (var (given, when) in _given)
            {
                if (given != packet || at - when > Missed) continue;
                _well = 0;
                _now = _now - Down > _lowest ? _now - Down : _lowest;
                return;
            }
        }
    }
}

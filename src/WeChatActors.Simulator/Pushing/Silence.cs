namespace WeChatActors.Simulator;

/// <summary>After many failures in a short time WeChat pushes nothing to a callback for one minute (its alarm calls it MarkFail).
/// Guarded by its account's gate; times are of the simulated clock.</summary>
/// <remarks>WeChat documents the minute but neither the number nor the span; both are this simulator's choice.</remarks>
internal sealed class Silence
{
    /// <summary>So many packets, none of whose deliveries was answered well, bring the silence.</summary>
    public const int Failures = 10;

    /// <summary>Within this span, by the moments at which they were given up.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(60);

    /// <summary>How long it lasts.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> _failures = new(Failures);

    private DateTimeOffset? _until;

    /// <summary>The first moment at which packets are pushed again; null when they are pushed now.</summary>
    public DateTimeOffset? Until(DateTimeOffset now) =>
        // A clock that was set back must not make a silence of years of it.
        _until > now && _until - now <= Length ? _until : null;

    /// <summary>A packet was given up.</summary>
    /// <returns>Whether the silence begins with it.</returns>
    public bool NoteFailure(DateTimeOffset now)
    {
        if (_failures.Count == Failures) _failures.Dequeue();
        _failures.Enqueue(now);
        if (_failures.Count < Failures || now - _failures.Peek() > Span || now < _failures.Peek()) return false;
        _failures.Clear();
        _until = now + Length;
        return true;
    }

    /// <summary>A successful verification ends it and forgets the failures.</summary>
    public void End()
    {
        _failures.Clear();
        _until = null;
    }
}

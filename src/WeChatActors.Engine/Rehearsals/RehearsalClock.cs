namespace WeChatActors.Engine;

/// <summary>When the packets of a rehearsal happen: no two in the same second, because that is all that tells two taps of a button apart.</summary>
/// <param name="time">The clock.</param>
/// <param name="start">The time of the first packet, from which each further one is a second later; null to go with the clock.</param>
public sealed class RehearsalClock(TimeProvider time, DateTimeOffset? start)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _last;

    // How far ahead of the clock it is, because time was let pass.
    private TimeSpan _ahead;

    /// <summary>The time of the last packet, or of the next one when there was none.</summary>
    public DateTimeOffset Now => _last ?? start ?? Clock;

    private DateTimeOffset Clock => time.GetUtcNow() + _ahead;

    /// <summary>The time of the next packet.</summary>
    public DateTimeOffset Tick()
    {
        var next = _last + Step;
        if (start is null && (next is null || next < Clock)) next = Clock;
        _last = next ?? start!.Value;
        return _last.Value;
    }

    /// <summary>Lets time pass, up to a moment; nothing when it is over.</summary>
    public void PassTo(DateTimeOffset moment)
    {
        if (start is null && moment > Clock) _ahead += moment - Clock;
        if (moment > Now) _last = moment;
    }
}

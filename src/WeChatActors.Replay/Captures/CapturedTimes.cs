namespace WeChatActors.Replay;

/// <summary>The pauses between captured packets, as a run keeps them. The clock that they were captured by may have been set meanwhile: a step backwards is no pause,
/// and one forwards no longer than any other.</summary>
internal sealed class CapturedTimes
{
    /// <summary>No pause is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private DateTimeOffset _latest = DateTimeOffset.MaxValue;
    private DateTimeOffset _highest = DateTimeOffset.MaxValue;

    /// <summary>How many pauses were longer.</summary>
    public long Shortened { get; private set; }

    /// <summary>The next packet is the first one of its capture.</summary>
    public void Begin() => _latest = _highest = DateTimeOffset.MaxValue;

    /// <summary>How long after the packet before it one comes; zero for the first, and for one that came earlier.</summary>
    /// <param name="at">When it arrived.</param>
    public TimeSpan Pause(DateTimeOffset at)
    {
        // Behind a step backwards, time goes on from there; but one packet that is dated long ago does not make a long pause of what follows.
        var since = at >= _highest ? _highest : _latest;
        var pause = since == DateTimeOffset.MaxValue || at < since ? TimeSpan.Zero : at - since;
        if (since == DateTimeOffset.MaxValue || at > since || since - at > DeliveryWindow.Unanswered) _latest = at;
        if (_highest == DateTimeOffset.MaxValue || at > _highest) _highest = at;
        if (pause <= Longest) return pause;
        Shortened++;
        return Longest;
    }
}

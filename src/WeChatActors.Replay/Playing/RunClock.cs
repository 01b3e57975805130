namespace WeChatActors.Replay;

/// <summary>The time since a run began, by timestamps: steps of the wall clock do not touch it.</summary>
/// <param name="time">Whose timestamps.</param>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();

    /// <summary>Gives timers, and the wall's time for what goes into packets.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>How long the run has lasted.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_begun);
}

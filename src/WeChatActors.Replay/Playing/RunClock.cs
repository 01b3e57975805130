namespace WeChatActors.Replay;

/// <summary>The time since a run began, by timestamps: steps of the wall clock do not touch it.</summary>
/// <param name="time">Whose timestamps.</param>
internal sealed class RunClock(TimeProvider time)
{
    private const long NotBegun = long.MinValue;

    private long _begun = NotBegun;

    /// <summary>Gives timers, and the wall's time for what goes into packets.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>How long the run has lasted; zero before it has begun. From any thread.</summary>
    public TimeSpan Now => Volatile.Read(ref _begun) is not NotBegun and var begun ? Time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>The run begins now.</summary>
    public void Begin() => Volatile.Write(ref _begun, Time.GetTimestamp());
}

namespace WeChatActors.Replay;

/// <summary>Calls at a moment of a run; only the moment set last counts. Set by one thread at a time.</summary>
internal abstract class Alarm : IDisposable
{
    private TimeSpan? _at;

    /// <summary>The alarm of a run: a timer of its time provider; for the machine's own clock a thread, because its timers are late by a
    /// millisecond, which is much beside answers that take twenty.</summary>
    /// <param name="clock">Whose time.</param>
    /// <param name="ring">Called by any thread, at the moment or little later; now and then once more than was set.</param>
    public static Alarm Of(RunClock clock, Action ring) => clock.Time == TimeProvider.System ? new ThreadAlarm(clock, ring) : new TimerAlarm(clock, ring);

    /// <summary>Sets the moment; null for none.</summary>
    public void Set(TimeSpan? at)
    {
        if (at == _at) return;
        _at = at;
        Arm(at);
    }

    /// <summary>It rang: the same moment may be set again.</summary>
    public void Rang() => _at = null;

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Waits for this moment from now on, and for no other.</summary>
    protected abstract void Arm(TimeSpan? at);

    private sealed class TimerAlarm(RunClock clock, Action ring) : Alarm
    {
        private readonly ITimer _timer = clock.Time.CreateTimer(static state => ((Action)state!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public override void Dispose() => _timer.Dispose();

        protected override void Arm(TimeSpan? at)
        {
            if (at is not { } moment) return;
            var wait = moment - clock.Now;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}

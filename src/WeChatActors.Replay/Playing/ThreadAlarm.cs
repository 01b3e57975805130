using System.Runtime.InteropServices;

namespace WeChatActors.Replay;

/// <summary>An alarm that is late by some ten microseconds only: a thread that sleeps to the moment itself.</summary>
internal sealed class ThreadAlarm : Alarm
{
    /// <summary>So near the moment the thread sleeps through, and hears of no other moment before.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(2);

    private readonly RunClock _clock;
    private readonly Action _ring;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _changed = new(false);
    private TimeSpan? _moment;
    private bool _ended;

    /// <summary>Nothing is set.</summary>
    public ThreadAlarm(RunClock clock, Action ring)
    {
        (_clock, _ring) = (clock, ring);
        new Thread(Wait) { IsBackground = true, Name = "pace" }.Start();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
            _changed.Set();
        }
    }

    /// <inheritdoc/>
    protected override void Arm(TimeSpan? at)
    {
        lock (_gate)
        {
            // The thread takes the event with it when it has ended.
            if (_ended) return;
            _moment = at;
            _changed.Set();
        }
    }

    private void Wait()
    {
        while (true)
        {
            TimeSpan? moment;
            lock (_gate)
            {
                if (_ended) break;
                moment = _moment;
            }
            if (moment is not { } at)
            {
                _changed.WaitOne();
                continue;
            }
            var wait = at - _clock.Now;
            if (wait > Near)
            {
                var milliseconds = Math.Min((wait - Near).TotalMilliseconds, 60_000);
                _changed.WaitOne((int)milliseconds);
                continue;
            }
            if (wait > TimeSpan.Zero) Sleep(wait);
            lock (_gate)
            {
                if (_ended) break;
                if (_moment is null || _moment > _clock.Now) continue;
                _moment = null;
            }
            _ring();
        }
        _changed.Dispose();
    }

    private static void Sleep(TimeSpan span)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(1);
            return;
        }
        var time = new SystemTime { Seconds = 0, Nanoseconds = (nint)(span.Ticks * TimeSpan.NanosecondsPerTick) };
        // A signal may end it early; whoever called looks at the clock.
        _ = NanoSleep(time, 0);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in SystemTime time, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct SystemTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

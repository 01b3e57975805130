namespace WeChatActors.Replay;

/// <summary>How the generator itself does. Not safe to share.</summary>
/// <param name="warmUp">What was to leave in this time from the beginning has no lag and waited for nothing.</param>
internal sealed class RunHealth(TimeSpan warmUp)
{
    private readonly LatencyHistogram _lag = new();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private long _starved;

    /// <summary>A packet has left and come to its end.</summary>
    /// <param name="intended">When it should have left.</param>
    /// <param name="lag">By how much it left later than it could have.</param>
    /// <param name="starved">Whether it waited for a free place.</param>
    public void Add(TimeSpan intended, TimeSpan lag, bool starved)
    {
        if (intended < warmUp) return;
        _lag.Add(lag);
        if (starved) _starved++;
    }

    /// <summary>The numbers of a run that took so long.</summary>
    public GeneratorHealth Report(TimeSpan elapsed, int connections)
    {
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        return new GeneratorHealth(
            _lag.Percentile(0.99), _lag.Max,
            elapsed > TimeSpan.Zero ? Math.Min(1, cpu / elapsed / Environment.ProcessorCount) : 0,
            _lag.Count > 0 ? (double)_starved / _lag.Count : 0, connections);
    }
}

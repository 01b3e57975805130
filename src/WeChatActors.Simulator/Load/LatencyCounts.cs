using System.Numerics;

namespace WeChatActors.Simulator;

/// <summary>How many answers took how long: 16 classes for each doubling, so that a percentile is at most 6 % too high. Not safe to share.</summary>
internal sealed class LatencyCounts
{
    private const int Parts = 16;

    private readonly long[] _counts = new long[64 * Parts];
    private long _all;

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency)
    {
        _counts[Class((ulong)Math.Max(0, latency.Ticks))]++;
        _all++;
    }

    /// <summary>Adds all that another one has counted.</summary>
    public void Add(LatencyCounts other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _all += other._all;
    }

    /// <summary>A time that this share of the answers did not exceed; zero when there were none.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * _all);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
            if ((seen += _counts[i]) >= rank && seen > 0) return TimeSpan.FromTicks(Upper(i));
        return TimeSpan.Zero;
    }

    private static int Class(ulong ticks)
    {
        if (ticks < Parts) return (int)ticks;
        var shift = BitOperations.Log2(ticks) - 4;
        return (shift + 1) * Parts + (int)((ticks >> shift) & (Parts - 1));
    }

    private static long Upper(int index)
    {
        if (index < Parts) return index;
        var shift = index / Parts - 1;
        return ((long)(Parts + index % Parts + 1) << shift) - 1;
    }
}

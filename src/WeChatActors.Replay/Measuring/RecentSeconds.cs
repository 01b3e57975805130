using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>How many packets ended in each of the last seconds. Not safe to share.</summary>
internal sealed class RecentSeconds
{
    private const int Kept = 64, Shown = 60, Averaged = 3;

    private readonly long[] _counts = new long[Kept];
    private long _latest;

    /// <summary>Counts a packet that ended so long after the beginning.</summary>
    public void Add(TimeSpan ended)
    {
        var second = Math.Max(0, ended.Ticks) / TimeSpan.TicksPerSecond;
        if (second > _latest) Forget(second);
        if (_latest - second < Kept) _counts[second % Kept]++;
    }

    /// <summary>Packets a second over the last three full seconds; before the first is full, over what there is.</summary>
    public double Rate(TimeSpan now)
    {
        var full = Full(now);
        if (full.Length == 0) return now > TimeSpan.Zero ? _counts[0] / now.TotalSeconds : 0;
        return full.TakeLast(Averaged).Average();
    }

    /// <summary>The last full seconds, at most 60, the latest last.</summary>
    public ImmutableArray<long> Full(TimeSpan now)
    {
        var end = now.Ticks / TimeSpan.TicksPerSecond;
        var full = ImmutableArray.CreateBuilder<long>();
        for (var second = Math.Max(0, end - Shown); second < end; second++)
            full.Add(second <= _latest && _latest - second < Kept ? _counts[second % Kept] : 0);
        return full.ToImmutable();
    }

    private void Forget(long until)
    {
        if (until - _latest >= Kept) Array.Clear(_counts);
        else
            for (var second = _latest + 1; second <= until; second++) _counts[second % Kept] = 0;
        _latest = until;
    }
}

using System.Numerics;

namespace WeChatActors.Replay;

/// <summary>Counts latencies with three significant digits: exact to the microsecond below 2,048 µs, and up to 60 s in classes that are
/// less than 0.1 % wide. Longer ones are counted together; smallest, greatest and mean are exact. Fixed memory; not safe to share.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Up to here a percentile is known to three digits; beyond it is given as <see cref="Max"/>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Each doubling above 2,048 µs has 1,024 classes.
    private const int Half = 1024;

    private readonly long[] _counts = new long[IndexOf(MicrosecondsOf(Longest.Ticks)) + 1];
    private long _minTicks = long.MaxValue, _maxTicks;
    private Int128 _sumTicks;

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them took longer than <see cref="Longest"/>.</summary>
    public long Overflow { get; private set; }

    /// <summary>The smallest; zero when there are none.</summary>
    public TimeSpan Min => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_minTicks);

    /// <summary>The greatest; zero when there are none.</summary>
    public TimeSpan Max => TimeSpan.FromTicks(_maxTicks);

    /// <summary>The arithmetic mean; zero when there are none.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(_sumTicks / Count));

    /// <summary>Counts one; less than zero counts as zero.</summary>
    public void Add(TimeSpan latency)
    {
        var ticks = Math.Max(0, latency.Ticks);
        if (ticks <= Longest.Ticks) _counts[IndexOf(MicrosecondsOf(ticks))]++;
        else Overflow++;
        Count++;
        _sumTicks += ticks;
        if (ticks < _minTicks) _minTicks = ticks;
        if (ticks > _maxTicks) _maxTicks = ticks;
    }

    /// <summary>Adds all that another one has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
        Overflow += other.Overflow;
        _sumTicks += other._sumTicks;
        _minTicks = Math.Min(_minTicks, other._minTicks);
        _maxTicks = Math.Max(_maxTicks, other._maxTicks);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        (Count, Overflow, _sumTicks, _minTicks, _maxTicks) = (0, 0, 0, long.MaxValue, 0);
    }

    /// <summary>The latency that this share did not exceed: the greatest that is counted like the one at that rank. Zero when there are none.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        Span<TimeSpan> value = stackalloc TimeSpan[1];
        Percentiles([share], value);
        return value[0];
    }

    /// <summary>Several percentiles in one pass.</summary>
    /// <param name="shares">From 0 to 1, rising.</param>
    /// <param name="values">Gets one for each.</param>
    public void Percentiles(ReadOnlySpan<double> shares, Span<TimeSpan> values)
    {
        var (index, seen) = (-1, 0L);
        for (var i = 0; i < shares.Length; i++)
        {
            // A decimal, because 0.9999 of 10,000 must be 9,999 and nothing more.
            var rank = Math.Max(1, (long)Math.Ceiling((decimal)shares[i] * Count));
            while (seen < rank && ++index < _counts.Length) seen += _counts[index];
            values[i] = Count == 0 ? TimeSpan.Zero : index >= _counts.Length ? Max : TimeSpan.FromTicks(Math.Clamp(HighestOf(index) * 10, _minTicks, _maxTicks));
        }
    }

    /// <summary>The least latency that is counted like this one.</summary>
    public static TimeSpan LowestLike(TimeSpan latency) => TimeSpan.FromTicks(LowestOf(IndexOf(MicrosecondsOf(latency.Ticks))) * 10);

    /// <summary>The greatest latency that is counted like this one.</summary>
    public static TimeSpan HighestLike(TimeSpan latency) => TimeSpan.FromTicks(HighestOf(IndexOf(MicrosecondsOf(latency.Ticks))) * 10);

    /// <summary>Everything it counted in few bytes: what an empty one gets back by <see cref="AddPacked"/>.</summary>
    public byte[] Pack()
    {
        if (Count == 0) return [];
        var packed = new PackedNumbers();
        packed.Write((ulong)_minTicks);
        packed.Write((ulong)_maxTicks);
        packed.Write((ulong)_sumTicks);
        packed.Write((ulong)(_sumTicks >> 64));
        packed.Write((ulong)Overflow);
        var last = -1;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0) continue;
            packed.Write((ulong)(i - last));
            packed.Write((ulong)_counts[i]);
            last = i;
        }
        return packed.ToArray();
    }

    /// <summary>Adds what another one packed.</summary>
    public void AddPacked(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty) return;
        _minTicks = Math.Min(_minTicks, (long)PackedNumbers.Read(ref packed));
        _maxTicks = Math.Max(_maxTicks, (long)PackedNumbers.Read(ref packed));
        _sumTicks += PackedNumbers.Read(ref packed);
        _sumTicks += (Int128)PackedNumbers.Read(ref packed) << 64;
        var overflow = (long)PackedNumbers.Read(ref packed);
        Overflow += overflow;
        Count += overflow;
        var index = -1;
        while (!packed.IsEmpty)
        {
            index += (int)PackedNumbers.Read(ref packed);
            var count = (long)PackedNumbers.Read(ref packed);
            _counts[index] += count;
            Count += count;
        }
    }

    private static long MicrosecondsOf(long ticks) => ticks / 10 + (ticks % 10 >= 5 ? 1 : 0);

    private static int IndexOf(long microseconds)
    {
        if (microseconds < 2 * Half) return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - 10;
        return shift * Half + (int)(microseconds >> shift);
    }

    private static long LowestOf(int index)
    {
        if (index < 2 * Half) return index;
        return (long)(index % Half + Half) << (index / Half - 1);
    }

    private static long HighestOf(int index)
    {
        if (index < 2 * Half) return index;
        return ((long)(index % Half + Half + 1) << (index / Half - 1)) - 1;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>What calls of one host or model came to. Adding is lock-free.</summary>
internal sealed class TargetCounters
{
    /// <summary>The upper edges of the histogram, in seconds.</summary>
    public static readonly double[] Edges = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60];

    private static readonly long[] EdgeTicks = [.. Edges.Select(edge => TimeSpan.FromSeconds(edge).Ticks)];

    private sealed class Cell
    {
        public long Value;
    }

    private readonly ConcurrentDictionary<string, Cell> _ended = new(StringComparer.Ordinal);
    private readonly long[] _buckets = new long[EdgeTicks.Length + 1];
    private long _started;
    private long _inFlight;
    private long _ticks;

    /// <summary>How many began.</summary>
    public long Started => Interlocked.Read(ref _started);

    /// <summary>How many run now.</summary>
    public long InFlight => Interlocked.Read(ref _inFlight);

    /// <summary>How many ended, by <c>ok</c> or the error.</summary>
    public IEnumerable<KeyValuePair<string, long>> Ended =>
        _ended.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => KeyValuePair.Create(cell.Key, Interlocked.Read(ref cell.Value.Value)));

    /// <summary>One began.</summary>
    public void Start()
    {
        Interlocked.Increment(ref _started);
        Interlocked.Increment(ref _inFlight);
    }

    /// <summary>One ended.</summary>
    /// <param name="outcome"><c>ok</c>, or one of <see cref="CallError"/>: a closed set, so that nobody can make lines without end.</param>
    /// <param name="took">How long it took.</param>
    public void End(string outcome, TimeSpan took)
    {
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _ended.GetOrAdd(outcome, static _ => new Cell()).Value);
        var bucket = 0;
        while (bucket < EdgeTicks.Length && took.Ticks > EdgeTicks[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>Writes how long they took.</summary>
    public void WriteDurations(StringBuilder text, string name, string labels)
    {
        var count = 0L;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            count += Interlocked.Read(ref _buckets[bucket]);
            var edge = bucket < Edges.Length ? Edges[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{edge}\"}} {count}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_count{{{labels}}} {count}\n");
    }
}

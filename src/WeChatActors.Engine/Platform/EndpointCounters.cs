using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What calls of one path came to. Adding is lock-free.</summary>
internal sealed class EndpointCounters
{
    /// <summary>The upper edges of the histogram, in seconds.</summary>
    public static readonly double[] Edges = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly long[] EdgeTicks = [.. Edges.Select(edge => TimeSpan.FromSeconds(edge).Ticks)];

    private sealed class Cell
    {
        public long Value;
    }

    private readonly long[] _buckets = new long[EdgeTicks.Length + 1];
    private readonly ConcurrentDictionary<int, Cell> _errcodes = new();
    private long _ticks;
    private long _done;
    private long _refused;
    private long _unknown;
    private long _notSent;

    /// <summary>An attempt was made.</summary>
    /// <param name="exchange">What it came to.</param>
    /// <param name="took">Until its answer had begun.</param>
    public void Add(PlatformExchange exchange, TimeSpan took)
    {
        switch (exchange)
        {
            case PlatformExchange.Answered { Response.Errcode: 0 }:
                Interlocked.Increment(ref _done);
                break;
            case PlatformExchange.Answered { Response.Errcode: var errcode }:
                Interlocked.Increment(ref _refused);
                // What is in no list may be any number; it must not make a line of metrics each time.
                Interlocked.Increment(ref _errcodes.GetOrAdd(Errcode.Find(errcode) is null ? 0 : errcode, static _ => new Cell()).Value);
                break;
            case PlatformExchange.Unknown:
                Interlocked.Increment(ref _unknown);
                break;
            default:
                NotSent();
                return;
        }
        var bucket = 0;
        while (bucket < EdgeTicks.Length && took.Ticks > EdgeTicks[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>A call was not sent.</summary>
    public void NotSent() => Interlocked.Increment(ref _notSent);

    /// <summary>Writes the number of attempts by what they came to.</summary>
    public void WriteCalls(StringBuilder text, string labels)
    {
        foreach (var (outcome, count) in ((string, long)[])[("done", _done), ("refused", _refused), ("unknown", _unknown), ("not_sent", _notSent)])
            if (count > 0) text.Append(CultureInfo.InvariantCulture, $"wechatactors_platform_calls_total{{{labels},outcome=\"{outcome}\"}} {count}\n");
    }

    /// <summary>Writes the number of refusals by errcode.</summary>
    public void WriteErrcodes(StringBuilder text, string labels)
    {
        foreach (var (errcode, cell) in _errcodes.OrderBy(cell => cell.Key))
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_platform_errcodes_total{{{labels},errcode=\"{(errcode == 0 ? "other" : errcode)}\"}} {Interlocked.Read(ref cell.Value)}\n");
    }

    /// <summary>Writes how long answers took.</summary>
    public void WriteDurations(StringBuilder text, string labels)
    {
        var count = 0L;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            count += Interlocked.Read(ref _buckets[bucket]);
            var edge = bucket < Edges.Length ? Edges[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_platform_duration_seconds_bucket{{{labels},le=\"{edge}\"}} {count}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"wechatactors_platform_duration_seconds_sum{{{labels}}} {TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds}\n");
        text.Append(CultureInfo.InvariantCulture, $"wechatactors_platform_duration_seconds_count{{{labels}}} {count}\n");
    }
}

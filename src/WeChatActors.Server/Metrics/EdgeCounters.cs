using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace WeChatActors.Server;

/// <summary>What the edge has counted since the start, by name and one label. Adding is lock-free.</summary>
public sealed class EdgeCounters
{
    private sealed class Cell
    {
        public long Value;

        public void Increment() => Interlocked.Increment(ref Value);
    }

    private const string Deliveries = "wechatactors_deliveries_total";

    private readonly ConcurrentDictionary<(string Name, string Label, string Of), Cell> _cells = new();

    private long _held;

    // The two that count per packet are found once.
    private readonly Cell _replies;
    private readonly Cell _successes;

    /// <summary>Counters at zero.</summary>
    public EdgeCounters() => (_replies, _successes) = (CellOf(Deliveries, "answer", "reply"), CellOf(Deliveries, "answer", "success"));

    /// <summary>A delivery was answered with a passive reply.</summary>
    public void Replied() => _replies.Increment();

    /// <summary>A delivery was answered with <c>success</c>.</summary>
    public void Acknowledged() => _successes.Increment();

    /// <summary>A delivery was not acknowledged: it was <c>refused</c>, the answer was <c>unavailable</c>, or it was <c>stretched</c>: left to
    /// the platform's next delivery.</summary>
    public void NotAcknowledged(string how) => CellOf(Deliveries, "answer", how).Increment();

    /// <summary>So many carriers more are held open for an answer.</summary>
    public void Holds(int more) => Interlocked.Add(ref _held, more);

    /// <summary>Packets that were refused or only acknowledged, by fault.</summary>
    public void Refused(string fault) => CellOf("wechatactors_refused_total", "fault", fault).Increment();

    /// <summary>Packets that were read with a tolerance, by warning.</summary>
    public void Tolerated(string warning) => CellOf("wechatactors_tolerated_total", "warning", warning).Increment();

    /// <summary>Writes all counters in Prometheus text format.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var group in _cells.OrderBy(cell => cell.Key).GroupBy(cell => cell.Key.Name))
        {
            text.Append("# TYPE ").Append(group.Key).Append(" counter\n");
            foreach (var ((name, label, of), cell) in group)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{of}\"}} {Interlocked.Read(ref cell.Value)}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"# TYPE wechatactors_carriers_held gauge\nwechatactors_carriers_held {Interlocked.Read(ref _held)}\n");
    }

    private Cell CellOf(string name, string label, string of) => _cells.GetOrAdd((name, label, of), static _ => new Cell());
}

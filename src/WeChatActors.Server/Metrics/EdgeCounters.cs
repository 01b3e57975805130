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
    }

    private readonly ConcurrentDictionary<(string Name, string Label, string Of), Cell> cells = new();

    /// <summary>Deliveries by how they were answered: <c>reply</c>, <c>success</c>, <c>refused</c>, <c>unavailable</c>.</summary>
    public void Answered(string how) => Add("wechatactors_deliveries_total", "answer", how);

    /// <summary>Packets that were refused or only acknowledged, by fault.</summary>
    public void Refused(string fault) => Add("wechatactors_refused_total", "fault", fault);

    /// <summary>Packets that were read with a tolerance, by warning.</summary>
    public void Tolerated(string warning) => Add("wechatactors_tolerated_total", "warning", warning);

    /// <summary>The count behind a name and a label's value; 0 when it never happened.</summary>
    public long this[string name, string of]
    {
        get
        {
            foreach (var ((counter, _, labelled), cell) in cells)
                if (counter == name && labelled == of) return Interlocked.Read(ref cell.Value);
            return 0;
        }
    }

    /// <summary>Writes all counters in Prometheus text format.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var group in cells.OrderBy(cell => cell.Key).GroupBy(cell => cell.Key.Name))
        {
            text.Append("# TYPE ").Append(group.Key).Append(" counter\n");
            foreach (var ((name, label, of), cell) in group)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{of}\"}} {Interlocked.Read(ref cell.Value)}\n");
        }
    }

    private void Add(string name, string label, string of) =>
        Interlocked.Increment(ref cells.GetOrAdd((name, label, of), static _ => new Cell()).Value);
}

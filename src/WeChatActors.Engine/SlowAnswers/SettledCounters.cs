using System.Collections.Concurrent;

namespace WeChatActors.Engine;

/// <summary>How packets got their answers that were not answered at once, by <see cref="SettledPacket.How"/>, and how many answers were kept for the user.
/// Adding is lock-free.</summary>
public sealed class SettledCounters
{
    private sealed class Cell
    {
        public long Value;
    }

    private readonly ConcurrentDictionary<(string Account, string How), Cell> _cells = new();

    /// <summary>What was counted, in order. The words are those of <see cref="SettledPacket.How"/>, and <c>parked</c>.</summary>
    public IEnumerable<(string Account, string How, long Count)> All =>
        _cells.OrderBy(cell => cell.Key.Account, StringComparer.Ordinal).ThenBy(cell => cell.Key.How, StringComparer.Ordinal).Select(cell => (cell.Key.Account, cell.Key.How, Interlocked.Read(ref cell.Value.Value)));

    /// <summary>Counts what a turn settled and kept, once it is on disk.</summary>
    internal void Count(string account, Turn turn)
    {
        // One that a rule asks for is given at once, by the line of the packet itself.
        if (turn.StandsIn) Add(account, "placeholder", 1);
        foreach (var settled in turn.Settled) Add(account, settled.How, 1);
        if (!turn.Parked.IsEmpty) Add(account, "parked", turn.Parked.Length);
    }

    private void Add(string account, string how, int count) => Interlocked.Add(ref _cells.GetOrAdd((account, how), static _ => new Cell()).Value, count);
}

namespace WeChatActors.Simulator;

/// <summary>What goes wrong with the API on purpose. Safe to use from any thread.</summary>
/// <param name="clock">Ends faults that last for a time.</param>
/// <param name="feed">Told of every change as <c>faults</c>.</param>
internal sealed class ApiFaults(SimulatedClock clock, Feed feed)
{
    private readonly Lock _gate = new();
    private readonly List<Standing> _standing = [];
    private int _last;

    /// <summary>Those that have not ended, oldest first. Snapshot.</summary>
    public IReadOnlyList<ApiFault> All
    {
        get
        {
            lock (_gate)
            {
                DropEnded();
                return [.. _standing.Select(standing => standing.Fault)];
            }
        }
    }

    /// <summary>Adds one.</summary>
    /// <exception cref="ArgumentException">The order has a <see cref="FaultOrder.Complaint"/>.</exception>
    public ApiFault Add(FaultOrder order)
    {
        if (order.Complaint is { } complaint) throw new ArgumentException(complaint, nameof(order));
        ApiFault fault;
        lock (_gate)
        {
            DropEnded();
            fault = new ApiFault(++_last, order, 0, order.For is { } span ? clock.GetUtcNow() + span : null);
            _standing.Add(new Standing(fault));
        }
        feed.Publish("faults");
        return fault;
    }

    /// <summary>Ends one; calls that hang in it go on.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(int id) => End(standing => standing.Fault.Id == id) > 0;

    /// <summary>Ends all of them; calls that hang go on.</summary>
    public void Clear() => End(_ => true);

    /// <summary>The faults that this call meets, each counted: those that let it wait, and at last the one that decides it, if any.</summary>
    /// <param name="path">The call's path.</param>
    /// <param name="account">The alias of its account; null when it names none.</param>
    public IReadOnlyList<MetFault> Meet(string path, string? account)
    {
        List<MetFault>? met = null;
        lock (_gate)
        {
            if (_standing.Count == 0) return [];
            DropEnded();
            for (var i = 0; i < _standing.Count; i++)
            {
                var standing = _standing[i];
                var order = standing.Fault.Order;
                if (standing.Fault.Hits >= order.Times) continue;
                if (order.Account is { } only && only != account || !Matches(order.Path, path)) continue;
                standing.Fault = standing.Fault with { Hits = standing.Fault.Hits + 1 };
                (met ??= []).Add(new MetFault(standing.Fault, standing.Over.Task));
                // Calls that hang in it can only be freed while it stands, so such a fault stays, used up, until it is removed.
                if (standing.Fault.Hits == order.Times && order.Do != FaultKind.Hang) _standing.RemoveAt(i--);
                if (order.Do is not (FaultKind.Latency or FaultKind.Hang)) break;
            }
        }
        if (met is null) return [];
        feed.Publish("faults");
        return met;
    }

    /// <summary>Whether a path is of a pattern in which <c>*</c> stands for any text.</summary>
    internal static bool Matches(string pattern, string path)
    {
        // The usual two-pointer walk: linear but for going back to the last star, so no pattern makes it slow.
        int p = 0, s = 0, star = -1, mark = 0;
        while (s < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, s);
            else if (p < pattern.Length && pattern[p] == path[s]) (p, s) = (p + 1, s + 1);
            else if (star >= 0) (p, s) = (star + 1, ++mark);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private int End(Predicate<Standing> which)
    {
        List<Standing> ended;
        lock (_gate)
        {
            ended = _standing.FindAll(which);
            _standing.RemoveAll(which);
        }
        foreach (var standing in ended) standing.Over.TrySetResult();
        if (ended.Count > 0) feed.Publish("faults");
        return ended.Count;
    }

    private void DropEnded()
    {
        var now = clock.GetUtcNow();
        _standing.RemoveAll(standing => standing.Fault.Until is { } until && until <= now && standing.Over.TrySetResult());
    }

    private sealed class Standing(ApiFault fault)
    {
        public ApiFault Fault { get; set; } = fault;

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A fault that a call ran into.</summary>
/// <param name="Fault">As it was then; its hits count this call.</param>
/// <param name="Over">Completes when somebody removes it.</param>
internal sealed record MetFault(ApiFault Fault, Task Over);

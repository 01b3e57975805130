namespace WeChatActors.Engine;

/// <summary>The rows of one conversation that are in memory, in their order: a beginning of what the table holds. Used under the lane's gate; the
/// members about the first row are the one run's that handles it.</summary>
/// <param name="id">Whose.</param>
internal sealed class OutboxQueue(ConversationId id)
{
    /// <summary>Rows of one conversation in memory, at most.</summary>
    public const int Longest = 100;

    private readonly Queue<OutboxRow> _rows = new();
    private long _last = long.MinValue;

    public ConversationId Id => id;

    /// <summary>Whether the table may hold rows after those here.</summary>
    public bool More { get; private set; }

    /// <summary>Whether a run handles it, or it stands in line for one.</summary>
    public bool InLine { get; set; }

    /// <summary>It rests until then, UTC.</summary>
    public DateTimeOffset RestsUntil { get; set; }

    /// <summary>How often in a row it could not go on.</summary>
    public int Failures { get; set; }

    /// <summary>Whether the first row was left behind by a process that no longer sends it.</summary>
    public bool WasLeft { get; set; }

    /// <summary>How the first row ended, while that is not on disk.</summary>
    public OutboxOutcome? End { get; set; }

    /// <summary>Until when and why the first row is put off, while that is not on disk.</summary>
    public (DateTimeOffset Until, string Why)? Deferral { get; set; }

    /// <summary>Whether the first row's files or tag were made anew already.</summary>
    public bool WasRenewed { get; set; }

    /// <summary>Ends the call of the first row once another stands behind it; null while nothing is called that may be cut short.</summary>
    public CancellationTokenSource? Hurry { get; set; }

    /// <summary>Whether another row stands behind the first.</summary>
    public bool HasNext => _rows.Count > 1 || (_rows.Count == 1 && More);

    public OutboxRow? First => _rows.TryPeek(out var row) ? row : null;

    /// <summary>Adds rows that were committed just now.</summary>
    public void Add(ReadOnlySpan<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            // Read with others meanwhile.
            if (entry.Id <= _last) continue;
            if (More || _rows.Count == Longest)
            {
                More = true;
                break;
            }
            Append(new OutboxRow(entry, new OutboxOutcome(OutboxState.Waiting, entry.At), 0, entry.At));
        }
        if (HasNext) _ = Hurry?.CancelAsync();
    }

    /// <summary>Begins with a row of the table; others may follow there.</summary>
    public void Begin(OutboxRow row)
    {
        Append(row);
        (More, WasLeft) = (true, row.Outcome.State == OutboxState.Sending);
    }

    /// <summary>Forgets all rows: the table knows better.</summary>
    public void Forget()
    {
        _rows.Clear();
        (_last, More, WasLeft, WasRenewed) = (long.MinValue, true, false, false);
    }

    /// <summary>The table is going to be read: what is committed from now on may not be in the answer.</summary>
    public void Reading() => More = false;

    /// <summary>Takes what the table holds.</summary>
    public void Fill(ReadOnlySpan<OutboxRow> rows)
    {
        // Rows that came while the table was read would stand twice.
        if (_rows.Count > 0)
        {
            _rows.Clear();
            _last = long.MinValue;
            More = true;
        }
        foreach (var row in rows) Append(row);
        More |= rows.Length >= Longest;
    }

    /// <summary>The first row has ended, and that is on disk.</summary>
    public void RemoveFirst()
    {
        _rows.Dequeue();
        (End, WasRenewed, Failures) = (null, false, 0);
    }

    private void Append(OutboxRow row)
    {
        _rows.Enqueue(row);
        _last = row.Entry.Id;
    }
}

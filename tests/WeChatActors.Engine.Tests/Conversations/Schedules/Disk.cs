using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>What outlives every process: the log, the state and the ledger of one conversation, its outbox and its timers. A commit is all or
/// nothing, and what is loaded is rebuilt from what was committed.</summary>
internal sealed class Disk(bool asJson)
{
    /// <summary>A row of the outbox.</summary>
    internal sealed class Row(OutboxEntry entry)
    {
        public OutboxEntry Entry { get; } = entry;

        public OutboxOutcome Outcome { get; set; } = new(OutboxState.Waiting, entry.At);

        public int Attempts { get; set; }

        public DateTimeOffset NotBefore { get; set; } = entry.At;

        public string Holder { get; set; } = "";

        public DateTimeOffset LeaseUntil { get; set; }

        public OutboxRow Read() => new(Entry, Outcome, Attempts, NotBefore);

        public bool IsSettled => Outcome.State is not (OutboxState.Waiting or OutboxState.Sending);
    }

    private readonly List<Turn> _lines = [];
    private byte[] _stateJson = [];
    private int _erased;

    /// <summary>The lines of the log, oldest first.</summary>
    public IReadOnlyList<Turn> Lines => _lines;

    /// <summary>The state as the last commit that changed it left it.</summary>
    public Conversation State { get; private set; } = Conversation.New;

    /// <summary>The ledger of the last line.</summary>
    public Ledger Ledger { get; private set; } = Ledger.Empty;

    public List<Row> Rows { get; } = [];

    public Dictionary<string, (DateTimeOffset Due, string? Node)> Timers { get; } = [];

    /// <summary>Processes that live.</summary>
    public HashSet<string> Alive { get; } = [];

    /// <summary>Broken on purpose: whoever commits is believed.</summary>
    public bool IgnoresVersions { get; init; }

    /// <summary>Broken on purpose: says of a process's commit whether it is only said to be written.</summary>
    public Func<string, bool> Loses { get; init; } = static _ => false;

    /// <summary>Broken on purpose: rows of unfinished work are not written.</summary>
    public bool ForgetsWork { get; init; }

    /// <summary>Broken on purpose: anybody gets a row, whoever has it.</summary>
    public bool IgnoresClaims { get; init; }

    /// <summary>Broken on purpose: a grant is read as it began.</summary>
    public bool ForgetsSpending { get; init; }

    public Row? FirstOwed
    {
        get
        {
            Row? first = null;
            foreach (var row in Rows)
                if (!row.IsSettled && (first is null || row.Entry.Id < first.Entry.Id)) first = row;
            return first;
        }
    }

    public bool Write(Turn turn, Conversation next, bool stateChanged)
    {
        if (turn.Seq != _lines.Count + 1 && !IgnoresVersions) return false;
        _lines.Add(turn);
        if (turn.Writes is { Erases: true })
        {
            _erased = _lines.Count - 1;
            Rows.Clear();
            Timers.Clear();
        }
        if (stateChanged) Keep(next);
        Ledger = next.Ledger;
        if (turn.Writes is not { } writes) return true;
        foreach (var entry in writes.Owed) Rows.Add(new Row(entry));
        foreach (var (id, outcome) in writes.Settled)
            if (Find(id) is { IsSettled: false } row) row.Outcome = outcome;
        foreach (var name in writes.Disarmed) Timers.Remove(name);
        foreach (var (name, due, node) in writes.Armed)
            if (name != ConversationTimer.Work || !ForgetsWork) Timers[name] = (due, node);
        return true;
    }

    public Conversation Load(DateTimeOffset now)
    {
        if (_lines.Count == 0) return Conversation.New;
        var state = asJson ? StateJson.Read(_stateJson) : State;
        return state with { Version = _lines.Count, Ledger = ReadLedger(), Answered = Answered(now) };
    }

    public Row? Find(long id) => Rows.Find(row => row.Entry.Id == id);

    private void Keep(Conversation next)
    {
        State = next with { Answered = AnsweredPackets.None };
        if (asJson) _stateJson = Json(output => StateJson.Write(output, next));
    }

    private Ledger ReadLedger()
    {
        var ledger = asJson ? LedgerJson.Read(Json(output => LedgerJson.Write(output, Ledger))) : Ledger;
        return ForgetsSpending && ledger.UserMessage.Left > 0 ? ledger with { UserMessage = ledger.UserMessage with { Left = 5, Pending = 0 } } : ledger;
    }

    // As the store does it: from the newest line back, as far as packets must be recognised.
    private AnsweredPackets Answered(DateTimeOffset now)
    {
        var newestFirst = new List<AnsweredPacket>();
        for (var i = _lines.Count - 1; i >= 0; i--)
        {
            var turn = _lines[i];
            if (AnsweredPackets.IsForgotten(turn.At, now, newestFirst.Count + 1)) break;
            var line = i < _erased ? new StoredAnswers(false, null, []) : ReadLine(turn);
            if (!line.IsOpen && ConversationInput.CanComeAgain(turn.Cause.Key)) newestFirst.Add(new AnsweredPacket(PacketFingerprint.Of(new(turn.Cause.Key)), turn.At, turn.Seq, line.Reply));
            for (var j = line.Settled.Length - 1; j >= 0; j--)
                newestFirst.Add(new AnsweredPacket(PacketFingerprint.Of(line.Settled[j].Key), turn.At, line.Settled[j].Seq, line.Settled[j].Reply));
        }
        var answered = AnsweredPackets.None;
        for (var i = newestFirst.Count - 1; i >= 0; i--) answered = answered.Add(newestFirst[i]);
        return answered;
    }

    private StoredAnswers ReadLine(Turn turn)
    {
        if (asJson) return StoredAnswers.Read(Json(output => TurnJson.WriteTurn(output, turn)));
        // The line of an erasure says nothing of what went before it.
        return new(turn.IsOpen, turn.Reply, turn.Writes is { Erases: true } ? [] : turn.Settled);
    }

    private static byte[] Json(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}

/// <summary>The disk as one process sees it.</summary>
/// <param name="disk">The disk.</param>
/// <param name="node">The process.</param>
/// <param name="time">The clock.</param>
/// <param name="committing">Says whether a commit may go on, fails, or throws when the process dies before it.</param>
/// <param name="committed">Hears of a commit that is on disk.</param>
internal sealed class DiskOf(Disk disk, string node, TimeProvider time, Func<Turn, bool> committing, Action<Turn, Conversation> committed)
    : PartialStore
{
    public override string Node => node;

    public override bool IsAlive(string name) => disk.Alive.Contains(name);

    public override ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) => new(disk.Load(now));

    public override ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged)
    {
        if (!committing(turn)) return new(new CommitResult(CommitOutcome.Failed, "The disk is full; make room."));
        if (disk.Loses(node)) return new(CommitResult.Committed);
        var before = disk.State with { Ledger = disk.Ledger };
        if (!disk.Write(turn, state, stateChanged)) return new(new CommitResult(CommitOutcome.VersionMoved));
        committed(turn, before);
        return new(CommitResult.Committed);
    }

    public override ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit)
    {
        var found = ImmutableArray.CreateBuilder<StoredTimer>();
        foreach (var (name, (due, holder)) in disk.Timers)
            if (due <= dueBefore || (holder is not null && !IsAlive(holder))) found.Add(new StoredTimer(Given.Id(), name, due, holder));
        return new(found.ToImmutable());
    }

    public override ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit) =>
        new(disk.FirstOwed is { } first && (first.Outcome.State == OutboxState.Waiting ? first.NotBefore <= now : IsLeft(first, now)) ? [first.Read()] : []);

    /// <summary>Whether nobody is sending a row any more that somebody began to send.</summary>
    public bool IsLeft(Disk.Row row, DateTimeOffset now) => row.Outcome.State == OutboxState.Sending && (!IsAlive(row.Holder) || row.LeaseUntil <= now);

    public override ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        if (disk.Find(entry) is not { IsSettled: false } row) return new(false);
        if ((row.Outcome.State != OutboxState.Waiting || row != disk.FirstOwed) && !disk.IgnoresClaims) return new(false);
        (row.Outcome, row.Holder, row.LeaseUntil, row.Attempts) = (new OutboxOutcome(OutboxState.Sending, now), node, leaseUntil, row.Attempts + 1);
        return new(true);
    }

    public override ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why)
    {
        if (disk.Find(entry) is { IsSettled: false } row && (row.Outcome.State == OutboxState.Waiting || row.Holder == node || IsLeft(row, time.GetUtcNow())))
            (row.Outcome, row.NotBefore) = (new OutboxOutcome(OutboxState.Waiting, time.GetUtcNow()), notBefore);
        return default;
    }

    public override ValueTask<OutboxRow?> Find(ConversationId id, long entry) => new(disk.Find(entry)?.Read());
}

using System.Collections.Immutable;

namespace WeChatActors.Engine.Tests;

/// <summary>A table of the outbox in memory that keeps to the contract. Several processes may share one <see cref="Table"/>; each has a store of its own with
/// its own name, and can be declared dead or cut off.</summary>
internal sealed class MemoryOutboxStore(MemoryOutboxStore.Table table, string node, TimeProvider time) : IOutboxStore
{
    public MemoryOutboxStore(TimeProvider time) : this(new Table(), "node-1", time)
    {
    }

    /// <summary>What the processes share.</summary>
    public Table Shared => table;

    public string Node => node;

    /// <summary>Why it can be neither read nor written; null when it can.</summary>
    public string? Down { get; set; }

    /// <summary>How often it was asked for due rows.</summary>
    public int Reads { get; private set; }

    public bool IsAlive(string name)
    {
        lock (table.Gate) return !table.Dead.Contains(name);
    }

    public ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit)
    {
        lock (table.Gate)
        {
            Check();
            Reads++;
            var due = ImmutableArray.CreateBuilder<OutboxRow>();
            foreach (var (id, rows) in table.Open)
            {
                if (due.Count == limit) break;
                if (id.Account == account && rows.Values[0] is var first && IsDue(first, now)) due.Add(first.Row);
            }
            return new(due.ToImmutable());
        }
    }

    public ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit)
    {
        lock (table.Gate)
        {
            Check();
            return new(table.Open.TryGetValue(id, out var rows) ? [.. rows.Values.Take(limit).Select(held => held.Row)] : []);
        }
    }

    public ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        lock (table.Gate)
        {
            Check();
            if (!table.Open.TryGetValue(id, out var rows) || rows.Keys[0] != entry || rows.Values[0] is not { Row.Outcome.State: OutboxState.Waiting } held) return new(false);
            rows[entry] = new(held.Row with { Outcome = new(OutboxState.Sending, now), Attempts = held.Row.Attempts + 1 }, node, leaseUntil);
            return new(true);
        }
    }

    public ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why)
    {
        lock (table.Gate)
        {
            Check();
            if (table.Open.TryGetValue(id, out var rows) && rows.TryGetValue(entry, out var held)
                && (held.Row.Outcome.State == OutboxState.Waiting || held.Node == node || table.Dead.Contains(held.Node) || held.LeaseUntil <= time.GetUtcNow()))
                rows[entry] = new(held.Row with { Outcome = new(OutboxState.Waiting, time.GetUtcNow(), Why: why), NotBefore = notBefore }, "", default);
            return default;
        }
    }

    public ValueTask<OutboxRow?> Find(ConversationId id, long entry)
    {
        lock (table.Gate)
            return new(table.Open.TryGetValue(id, out var rows) && rows.TryGetValue(entry, out var held) ? held.Row : table.Ended.GetValueOrDefault((id, entry)));
    }

    public ValueTask<OutboxRow?> FindByKey(ConversationId id, string key)
    {
        lock (table.Gate) return new(table.All.FirstOrDefault(row => row.Entry.To == id && row.Entry.Key == key));
    }

    public ValueTask<OutboxRow?> FindByMsgId(string account, string msgId)
    {
        lock (table.Gate) return new(table.All.FirstOrDefault(row => row.Entry.To.Account == account && row.Outcome.MsgId == msgId));
    }

    public ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit)
    {
        lock (table.Gate)
            return new([.. table.All.Where(row => row.Entry.To.Account == account && (state is null || row.Outcome.State == state) && !(row.Entry.Id >= before))
                .OrderByDescending(row => row.Entry.Id).Take(limit).Select(row => (row.Entry.Id, row))]);
    }

    public ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count()
    {
        lock (table.Gate)
            return new([.. table.Open.Values.SelectMany(rows => rows.Values).GroupBy(held => (held.Row.Entry.To.Account, held.Row.Outcome.State))
                .Select(group => (group.Key.Account, group.Key.State, group.LongCount()))]);
    }

    public ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit) => new([]);

    public ValueTask<ImmutableArray<UploadedMedia>> Media(string account)
    {
        lock (table.Gate)
        {
            Check();
            return new([.. table.Media.Values.Where(media => media.Account == account)]);
        }
    }

    public ValueTask KeepMedia(UploadedMedia media)
    {
        lock (table.Gate)
        {
            Check();
            table.Media[(media.Account, media.Path, media.Kind)] = media;
            return default;
        }
    }

    private bool IsDue(Held held, DateTimeOffset now) => held.Row.Outcome.State == OutboxState.Waiting
        ? held.Row.NotBefore <= now
        : table.Dead.Contains(held.Node) || held.LeaseUntil <= now;

    private void Check()
    {
        if (Down is { } why) throw new StoreUnavailableException(why);
    }

    internal readonly record struct Held(OutboxRow Row, string Node, DateTimeOffset LeaseUntil);

    /// <summary>The rows.</summary>
    public sealed class Table
    {
        public Lock Gate { get; } = new();

        /// <summary>Processes that no longer live.</summary>
        public HashSet<string> Dead { get; } = [];

        /// <summary>Rows that are not settled, in their order.</summary>
        public Dictionary<ConversationId, SortedList<long, Held>> Open { get; } = [];

        /// <summary>Rows that are settled.</summary>
        public Dictionary<(ConversationId, long), OutboxRow> Ended { get; } = [];

        public Dictionary<(string, string, string), UploadedMedia> Media { get; } = [];

        public IEnumerable<OutboxRow> All => Open.Values.SelectMany(rows => rows.Values).Select(held => held.Row).Concat(Ended.Values);

        /// <summary>What a turn's commit does with its owed rows.</summary>
        public void Owe(params ReadOnlySpan<OutboxEntry> entries)
        {
            lock (Gate)
            {
                foreach (var entry in entries)
                {
                    if (!Open.TryGetValue(entry.To, out var rows)) Open[entry.To] = rows = [];
                    rows.Add(entry.Id, new(new(entry, new(OutboxState.Waiting, entry.At), 0, entry.At), "", default));
                }
            }
        }

        /// <summary>What a turn's commit does with a row that ended; false when it had ended before.</summary>
        public bool Settle(ConversationId id, long entry, OutboxOutcome outcome)
        {
            lock (Gate)
            {
                if (!Open.TryGetValue(id, out var rows) || !rows.Remove(entry, out var held)) return false;
                if (rows.Count == 0) Open.Remove(id);
                Ended.Add((id, entry), held.Row with { Outcome = outcome });
                return true;
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Conversations in one SQLite file: WAL, <c>synchronous=FULL</c>, group commit.</summary>
public sealed partial class SqliteConversationStore : IConversationStore
{
    /// <summary>How often conversation rows are brought up to date while there is little traffic.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(30);

    /// <summary>How long a row of the outbox is kept after it ended, and its idempotency key with it.</summary>
    public static readonly TimeSpan EndedRowsKept = TimeSpan.FromDays(7);

    /// <summary>A transaction that takes longer has met a disk that hangs, or a lock that another program keeps.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(3);

    private readonly string _path;
    private readonly string _connectionString;
    private readonly TimeProvider _time;
    private readonly ConversationHeads _heads = new();
    private readonly ConcurrentBag<SqliteReader> _readers = [];
    private readonly SqliteWriter _writer;
    private volatile string? _readFailure;
    private readonly GroupCommit _commits;
    private readonly NodeLock _node;
    private int _tidying;
    private readonly ITimer? _checkpointTimer;

    static SqliteConversationStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteConversationStore(string path, SqliteConnection connection, NodeLock node, TimeProvider time)
    {
        _path = path;
        _node = node;
        _connectionString = SqliteSchema.ConnectionString(path);
        _time = time;
        _writer = new SqliteWriter(connection, _heads);
        _commits = new GroupCommit(_writer, _heads, _path, time);
        _checkpointTimer = time.CreateTimer(_ => Tick(), null, CheckpointEvery, Timeout.InfiniteTimeSpan);
        if (SqliteSchema.Scalar(connection, "SELECT count(*) FROM erasure") > 0) _ = Tidy();
    }

    /// <summary>Opens a database, creating the file and its folder or migrating an older one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Paces the checkpoints.</param>
    /// <exception cref="StoreUnavailableException">It cannot be used: unwritable, locked, damaged, of a newer version or of another
    /// program. One sentence says which, and the remedy. Nothing was overwritten.</exception>
    public static SqliteConversationStore Open(string path, TimeProvider time)
    {
        var connection = SqliteSchema.Open(path);
        NodeLock? node = null;
        try
        {
            node = NodeLock.Take(path);
            return new SqliteConversationStore(path, connection, node, time);
        }
        catch (SqliteException error)
        {
            node?.Dispose();
            connection.Dispose();
            throw SqliteFailure.Unavailable(error, path);
        }
        catch (StoreUnavailableException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) =>
        Read(reader => IsBehind(reader) ? null : reader.Load(HeadOf(reader, id), now)) is { } conversation ? new(conversation) : LoadAgain(id, now);

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var committed = _commits.Enqueue(TurnWrite.Of(id, turn, state, stateChanged));
        return turn.Writes is { Erases: true } ? TidyAfter(committed) : committed;
    }

    /// <inheritdoc/>
    public void CountDelivery(ConversationId id, long seq) => _commits.Post(new DeliveryCount(id, seq));

    /// <inheritdoc/>
    public ValueTask<CommitResult> SetAside(SetAsidePacket packet) => _commits.Enqueue(new SetAsideWrite(packet));

    /// <inheritdoc/>
    public async ValueTask<StoreHealth> CheckHealth()
    {
        if (_readFailure is not null && FailingRead() is { } unreadable) return new StoreHealth(false, unreadable);
        if (_commits.Busy > Stuck) return StuckNow();
        if (_commits.Failure is null) return new StoreHealth(true);
        try
        {
            var probe = await _commits.Enqueue(new Probe()).AsTask().WaitAsync(Stuck, _time);
            if (probe.Outcome == CommitOutcome.Committed) _commits.Post(new ProbeEnd());
            return new StoreHealth(probe.Outcome == CommitOutcome.Committed, probe.Why);
        }
        catch (TimeoutException)
        {
            return StuckNow();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit)
    {
        await BringRowsUpToDate();
        return Read(reader => ConversationRows.List(reader.Connection, account, _time.GetUtcNow(), after, limit));
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ConversationSummary>> ListReachable(
        string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit)
    {
        await BringRowsUpToDate();
        return Read(reader => ConversationRows.ListReachable(reader.Connection, account, now, closesBefore, after, limit));
    }

    /// <inheritdoc/>
    public async ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now)
    {
        await BringRowsUpToDate();
        return Read(reader => ConversationRows.CountReachable(reader.Connection, account, now));
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit)
    {
        if (Read(IsBehind)) await CatchUp();
        var turns = ImmutableArray.CreateBuilder<StoredTurn>();
        if (limit > 0)
            Read(reader =>
            {
                reader.Walk(HeadOf(reader, id).LastTurn, (turn, _) =>
                {
                    turns.Add(turn);
                    return turns.Count < limit;
                });
                return true;
            });
        return turns.ToImmutable();
    }

    /// <summary>Writes something the interface does not offer.</summary>
    internal ValueTask<CommitResult> Write(WriteRequest request) => _commits.Enqueue(request);

    /// <summary>Writes what is waiting and the checkpoint, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _checkpointTimer!.DisposeAsync();
        _commits.Dispose();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writer.Dispose();
        _node.Dispose();
    }

    private StoreHealth StuckNow() =>
        new(false, $"Writing {_path} takes more than {Stuck.TotalSeconds:0} s: look for a disk that hangs or a program that keeps the file locked (fuser {_path} names it).");

    private string? FailingRead()
    {
        try
        {
            Read(reader => reader.StoredHead(new ConversationId("", new OpenId(""))));
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }

    private void Tick()
    {
        if (_commits.Failure is null)
        {
            if (_heads.DirtyCount > 0) _commits.Post(new CheckpointRequest());
            _ = Tidy();
        }
        _checkpointTimer?.Change(CheckpointEvery, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Removes what nobody needs any more, portion by portion, each beside the writes that wait with it.</summary>
    private async Task Tidy()
    {
        if (Interlocked.Exchange(ref _tidying, 1) == 1) return;
        Tidying portion;
        do portion = new Tidying(_time.GetUtcNow() - EndedRowsKept);
        while ((await _commits.Enqueue(portion)).Outcome == CommitOutcome.Committed && portion.HasMore);
        Interlocked.Exchange(ref _tidying, 0);
    }

    private async ValueTask<CommitResult> TidyAfter(ValueTask<CommitResult> committed)
    {
        var result = await committed;
        if (result.Outcome == CommitOutcome.Committed) _ = Tidy();
        return result;
    }

    private async ValueTask<Conversation> LoadAgain(ConversationId id, DateTimeOffset now)
    {
        await CatchUp();
        return Read(reader => reader.Load(HeadOf(reader, id), now))
            ?? throw new InvalidDataException($"The turns that hold the state of conversation {id} are missing.");
    }

    // Rows that the checkpoint cannot bring up to date would show conversations as they were.
    private ValueTask BringRowsUpToDate() => WriteOrThrow(new CheckpointRequest());

    /// <summary>Whether other processes wrote turns that this one has not read yet.</summary>
    private bool IsBehind(SqliteReader reader) => reader.LastTurn() > _writer.LastTurn;

    // Every transaction reads first what others wrote. When there can be none, what is known is good enough: a commit on it is refused.
    private ValueTask<CommitResult> CatchUp() => _commits.Enqueue(new Refresh());

    private async ValueTask WriteOrThrow(WriteRequest request)
    {
        var result = await _commits.Enqueue(request);
        if (result.Outcome != CommitOutcome.Committed) throw new StoreUnavailableException(result.Why ?? "The store is closed.");
    }

    // The log's end in memory first, the row second: a row is only missing its newest turns while memory holds them.
    private ConversationHead HeadOf(SqliteReader reader, ConversationId id) => _heads.TryGet(id, out var head) ? head : reader.StoredHead(id);

    private T Read<T>(Func<SqliteReader, T> read)
    {
        try
        {
            if (!_readers.TryTake(out var reader)) reader = OpenReader();
            T found;
            try
            {
                found = read(reader);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
            _readers.Add(reader);
            _readFailure = null;
            return found;
        }
        catch (SqliteException error)
        {
            var unavailable = SqliteFailure.Unavailable(error, _path);
            _readFailure = unavailable.Message;
            throw unavailable;
        }
    }

    private SqliteReader OpenReader()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            SqliteSchema.Execute(connection, "PRAGMA query_only = 1; PRAGMA busy_timeout = 5000");
            return new SqliteReader(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

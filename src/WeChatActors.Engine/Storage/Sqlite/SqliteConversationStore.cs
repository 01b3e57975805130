using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Conversations in one SQLite file: WAL, <c>synchronous=FULL</c>, group commit.</summary>
public sealed class SqliteConversationStore : IConversationStore
{
    /// <summary>How often conversation rows are brought up to date while there is little traffic.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(30);

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
    private readonly ITimer? _checkpointTimer;

    static SqliteConversationStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteConversationStore(string path, SqliteConnection connection, TimeProvider time)
    {
        _path = path;
        _connectionString = SqliteSchema.ConnectionString(path);
        _time = time;
        _writer = new SqliteWriter(connection, _heads);
        _commits = new GroupCommit(_writer, _heads, _path, time);
        _checkpointTimer = time.CreateTimer(_ => CheckpointIfDirty(), null, CheckpointEvery, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Opens a database, creating the file and its folder or migrating an older one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Paces the checkpoints.</param>
    /// <exception cref="StoreUnavailableException">It cannot be used: unwritable, locked, damaged, of a newer version or of another
    /// program. One sentence says which, and the remedy. Nothing was overwritten.</exception>
    public static SqliteConversationStore Open(string path, TimeProvider time)
    {
        var connection = SqliteSchema.Open(path);
        try
        {
            return new SqliteConversationStore(path, connection, time);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFailure.Unavailable(error, path);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) =>
        new(Read(reader => reader.Load(HeadOf(reader, id), now)));

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged) =>
        _commits.Enqueue(new TurnWrite(id, turn, state, stateChanged));

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
        // Rows that the checkpoint cannot bring up to date would show conversations as they were.
        var checkpoint = await _commits.Enqueue(new CheckpointRequest());
        if (checkpoint.Outcome != CommitOutcome.Committed) throw new StoreUnavailableException(checkpoint.Why ?? "The store is closed.");
        return Read(reader =>
        {
            using var command = reader.Connection.CreateCommand();
            command.CommandText = """
                SELECT open_id, version, last_turn_at, state FROM conversation
                WHERE account = $account AND open_id > $after ORDER BY open_id LIMIT $limit
                """;
            command.Parameters.AddWithValue("$account", account);
            command.Parameters.AddWithValue("$after", after ?? "");
            command.Parameters.AddWithValue("$limit", limit);
            using var rows = command.ExecuteReader();
            var found = ImmutableArray.CreateBuilder<ConversationSummary>();
            while (rows.Read())
            {
                var state = TurnJson.ReadState(System.Text.Encoding.UTF8.GetBytes(rows.GetString(3)));
                found.Add(new ConversationSummary(
                    new OpenId(rows.GetString(0)), rows.GetInt64(1), state.Subscribed, state.Since,
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2))));
            }
            return found.ToImmutable();
        });
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) =>
        new(Read(reader =>
        {
            var turns = ImmutableArray.CreateBuilder<StoredTurn>();
            if (limit > 0)
                reader.Walk(HeadOf(reader, id).LastTurn, (turn, _) =>
                {
                    turns.Add(turn);
                    return turns.Count < limit;
                });
            return turns.ToImmutable();
        }));

    /// <summary>Writes something the interface does not offer.</summary>
    internal ValueTask<CommitResult> Write(WriteRequest request) => _commits.Enqueue(request);

    /// <summary>Writes what is waiting and the checkpoint, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _checkpointTimer!.DisposeAsync();
        _commits.Dispose();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writer.Dispose();
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

    private void CheckpointIfDirty()
    {
        if (_heads.DirtyCount > 0 && _commits.Failure is null) _commits.Post(new CheckpointRequest());
        _checkpointTimer?.Change(CheckpointEvery, Timeout.InfiniteTimeSpan);
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

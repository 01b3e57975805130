using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Tokens in the SQLite file of the conversations, over connections of its own. Several processes may share the file.</summary>
/// <remarks>A call never waits on the caller's thread, and no longer than eight seconds: for other calls, for the lock of another writer
/// (five seconds, both together), for a disk that hangs. Who reads does not wait for who writes.</remarks>
public sealed class SqliteTokenStore : ITokenStore
{
    /// <summary>The longest a right to refresh may be held. One that is said to lapse later was taken by a clock that was ahead, and counts
    /// as lapsed: a clock that is set back must not lock everybody out.</summary>
    public static readonly TimeSpan LongestRight = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(3);

    private readonly string _path;
    private readonly FrozenDictionary<string, string> _appIds;
    private readonly SqliteCalls _reads;
    private readonly SqliteCalls _writes;

    static SqliteTokenStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteTokenStore(string path, IEnumerable<Account> accounts, TimeSpan patience, TimeSpan hang)
    {
        _path = path;
        _appIds = accounts.ToFrozenDictionary(account => account.Alias, account => account.Security.AppId);
        _reads = new(path, patience, hang);
        _writes = new(path, patience, hang);
    }

    /// <summary>Opens a database, creating the file and its folder or migrating an older one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="accounts">Say which AppID an alias has now: the tokens that it had under another are of another account, and are not
    /// given for this one.</param>
    /// <exception cref="StoreUnavailableException">It cannot be used: unwritable, locked, damaged, of a newer version or of another
    /// program. One sentence says which, and the remedy. Nothing was overwritten.</exception>
    public static SqliteTokenStore Open(string path, IEnumerable<Account> accounts) => Open(path, accounts, Patience, Hang);

    /// <summary>Opens a database whose calls wait so long for locks, and so much longer for the disk.</summary>
    internal static SqliteTokenStore Open(string path, IEnumerable<Account> accounts, TimeSpan patience, TimeSpan hang)
    {
        SqliteSchema.Open(path).Dispose();
        return new SqliteTokenStore(path, accounts, patience, hang);
    }

    /// <summary>Whether other users of the machine may read the file, which holds credentials. Never for a file that was made here; one
    /// that was there before is left as its owner wants it.</summary>
    public bool OthersMayRead => SqliteFile.OthersMayRead(_path);

    /// <summary>Takes the lock of a writer and changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be written to now.</exception>
    public async ValueTask CheckWritable() => await Write(_ => true);

    /// <inheritdoc/>
    public ValueTask<StoredToken> Load(TokenId id) => _reads.Run((connection, _) => TokenRow.Read(connection, id, AppId(id)).Stored);

    /// <inheritdoc/>
    /// <remarks>A right is held for <see cref="LongestRight"/> at most, whatever is asked for.</remarks>
    public ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until) =>
        Write<RefreshRight>(connection =>
        {
            var row = TokenRow.Read(connection, id, AppId(id));
            if (row.Stored.Version > version) return new RefreshRight.Moved(row.Stored);
            if (row.Holder is not null && row.Holder != holder && row.HeldUntil > now && row.HeldUntil - now <= LongestRight)
                return new RefreshRight.Held(row.HeldUntil);
            var taken = row.Counted(forced, now) with { Holder = holder, HeldUntil = until - now > LongestRight ? now + LongestRight : until };
            taken.Write(connection, id, AppId(id));
            return new RefreshRight.Taken(taken.Stored);
        });

    /// <inheritdoc/>
    /// <remarks>Saving what is stored already changes nothing and is no loss, so a call whose outcome is not known may be made again.
    /// A refused token leaves no line in the audit.</remarks>
    public ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line) =>
        Write(connection =>
        {
            var row = TokenRow.Read(connection, id, AppId(id));
            if (row.Stored.Version >= token.Version || (holder is not null && row.Holder != holder))
            {
                if (holder is not null) TokenRow.GiveBack(connection, id, AppId(id), holder);
                return row.Stored;
            }
            var saved = row with { Stored = row.Stored with { Token = token } };
            (holder is null ? saved : saved with { Holder = null }).Write(connection, id, AppId(id));
            TokenAudit.Append(connection, id, line);
            return saved.Stored;
        });

    /// <inheritdoc/>
    public async ValueTask Note(TokenId id, string? holder, TokenAuditLine line) =>
        await Write(connection =>
        {
            TokenAudit.Append(connection, id, line);
            if (holder is not null) TokenRow.GiveBack(connection, id, AppId(id), holder);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit) =>
        _reads.Run((connection, _) => TokenAudit.Newest(connection, account, limit));

    /// <inheritdoc/>
    public async ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls)
    {
        if (calls.Count == 0) return;
        await Write(connection =>
        {
            ApiCallCounts.Add(connection, account, day, calls);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day) =>
        _reads.Run((connection, _) => ApiCallCounts.Of(connection, account, day));

    /// <summary>Refuses calls from now on; those that run go on to their end.</summary>
    public ValueTask DisposeAsync()
    {
        _reads.Dispose();
        _writes.Dispose();
        return default;
    }

    private string AppId(TokenId id) => _appIds.GetValueOrDefault(id.Account, "");

    private ValueTask<T> Write<T>(Func<SqliteConnection, T> write) => _writes.Run((connection, patience) =>
    {
        // Immediate: what is read is decided upon, so nobody may write in between.
        using (var begin = new SqliteStatement(connection, "BEGIN IMMEDIATE")) begin.RunLocking(patience);
        var result = write(connection);
        using (var commit = new SqliteStatement(connection, "COMMIT")) commit.Run();
        return result;
    });
}

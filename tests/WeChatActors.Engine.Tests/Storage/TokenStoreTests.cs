using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>A token store in a folder of its own, and what tests ask of it.</summary>
public abstract class TokenStoreTests : IDisposable
{
    private protected static readonly TokenId Id = new("demo", TokenKind.AccessToken);
    private protected static readonly DateTimeOffset Now = Given.Noon;

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Path => _folder.File();

    /// <summary>Opens it so that a lock is waited for 200 ms only.</summary>
    private protected SqliteTokenStore Open(params Account[] accounts) => SqliteTokenStore.Open(Path, accounts, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    private protected static GrantedToken Token(long version, string? value = null) =>
        new(value ?? $"value-{version}", version, Now, Now + TimeSpan.FromHours(2));

    private protected static TokenAuditLine Line(long? version = null, string result = "ok", DateTimeOffset? at = null) =>
        new(at ?? Now, "ahead", "engine", result, null, version, TimeSpan.FromMilliseconds(80));

    private protected static ValueTask<RefreshRight> Take(
        SqliteTokenStore store, string holder, long version = 0, bool forced = false, DateTimeOffset? now = null, TimeSpan? span = null) =>
        store.TakeRight(Id, version, holder, forced, now ?? Now, (now ?? Now) + (span ?? TimeSpan.FromSeconds(30)));

    private protected static async Task<StoredToken> Taken(ValueTask<RefreshRight> right) => Assert.IsType<RefreshRight.Taken>(await right).Stored;

    /// <summary>One whole refresh by a holder.</summary>
    private protected static async Task<StoredToken> Refresh(SqliteTokenStore store, string holder, long version, string? value = null)
    {
        await Taken(Take(store, holder, version - 1));
        return await store.Save(Id, holder, Token(version, value), Line(version));
    }

    private protected SqliteConnection Connect()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private protected string? Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

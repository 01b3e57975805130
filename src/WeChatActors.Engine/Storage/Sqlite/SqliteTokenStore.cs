using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>Tokens in the SQLite file of the conversations, over a connection of its own. Several processes may share the file.</summary>
public sealed class SqliteTokenStore : ITokenStore
{
    private SqliteTokenStore()
    {
    }

    /// <summary>Opens a database, creating the file and its folder or migrating an older one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StoreUnavailableException">It cannot be used. One sentence says why, and the remedy.</exception>
    public static SqliteTokenStore Open(string path) => new();

    /// <inheritdoc/>
    public ValueTask<StoredToken> Load(TokenId id) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask Note(TokenId id, string? holder, TokenAuditLine line) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>A store of tokens that counts what became of each request for an access_token: every one has its line in the audit.</summary>
/// <param name="inner">The store. Disposed with this one.</param>
internal sealed class CountedTokenStore(ITokenStore inner) : ITokenStore
{
    private readonly ConcurrentDictionary<(string Account, string Result), long> _counts = new();

    /// <summary>How often each result came about since the start, in order.</summary>
    public IEnumerable<(string Account, string Result, long Count)> Counts =>
        _counts.OrderBy(count => count.Key.Account, StringComparer.Ordinal).ThenBy(count => count.Key.Result, StringComparer.Ordinal).Select(count => (count.Key.Account, count.Key.Result, count.Value));

    public ValueTask<StoredToken> Load(TokenId id) => inner.Load(id);

    public ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until) =>
        inner.TakeRight(id, version, holder, forced, now, until);

    public ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line)
    {
        Count(id, line);
        return inner.Save(id, holder, token, line);
    }

    public ValueTask Note(TokenId id, string? holder, TokenAuditLine line)
    {
        Count(id, line);
        return inner.Note(id, holder, line);
    }

    public ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit) => inner.Audit(account, limit);

    public ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls) => inner.CountCalls(account, day, calls);

    public ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day) => inner.Calls(account, day);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Count(TokenId id, TokenAuditLine line)
    {
        if (id.Kind == TokenKind.AccessToken) _counts.AddOrUpdate((id.Account, line.Result), 1, static (_, count) => count + 1);
    }
}

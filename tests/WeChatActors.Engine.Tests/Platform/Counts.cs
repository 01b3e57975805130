using System.Collections;
using System.Collections.Immutable;

namespace WeChatActors.Engine.Tests.Platform;

/// <summary>A store of the counts of calls, in memory; of tokens it knows nothing.</summary>
internal sealed class Counts : ITokenStore, IEnumerable<KeyValuePair<(DateOnly Day, string Path), long>>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(DateOnly Day, string Path), long> _calls = [];

    /// <summary>Whether it cannot be used.</summary>
    public bool Down { get; set; }

    public void Add(DateOnly day, string path, long calls)
    {
        lock (_gate) _calls[(day, path)] = _calls.GetValueOrDefault((day, path)) + calls;
    }

    public long Of(DateOnly day, string path)
    {
        lock (_gate) return _calls.GetValueOrDefault((day, path));
    }

    public ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls)
    {
        Check();
        foreach (var (path, count) in calls) Add(day, path, count);
        return default;
    }

    public ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day)
    {
        Check();
        lock (_gate) return new(_calls.Where(call => call.Key.Day == day).ToImmutableSortedDictionary(call => call.Key.Path, call => call.Value, StringComparer.Ordinal));
    }

    public ValueTask<StoredToken> Load(TokenId id) => throw new NotSupportedException("Only counts are kept here.");

    public ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until) =>
        throw new NotSupportedException("Only counts are kept here.");

    public ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line) => throw new NotSupportedException("Only counts are kept here.");

    public ValueTask Note(TokenId id, string? holder, TokenAuditLine line) => throw new NotSupportedException("Only counts are kept here.");

    public ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit) => throw new NotSupportedException("Only counts are kept here.");

    public ValueTask DisposeAsync() => default;

    public IEnumerator<KeyValuePair<(DateOnly Day, string Path), long>> GetEnumerator() => _calls.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Check()
    {
        if (Down) throw new StoreUnavailableException("The disk is full.");
    }
}

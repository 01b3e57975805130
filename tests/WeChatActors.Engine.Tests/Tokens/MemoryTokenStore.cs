using System.Collections.Immutable;

namespace WeChatActors.Engine.Tests;

/// <summary>A token store in memory that keeps to the contract; several centres may share one, and it can be taken away.</summary>
internal sealed class MemoryTokenStore : ITokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenId, Row> _rows = [];
    private readonly List<TokenAuditEntry> _audit = [];
    private readonly Dictionary<(string, DateOnly), Dictionary<string, long>> _calls = [];

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? NoReading { get; set; }

    /// <summary>Why it cannot be written; null when it can.</summary>
    public string? NoWriting { get; set; }

    /// <summary>Every token that was ever stored, in order.</summary>
    public List<(TokenId Id, GrantedToken Token)> Saved { get; } = [];

    public ImmutableArray<TokenAuditEntry> Lines
    {
        get { lock (_gate) return [.. _audit]; }
    }

    public StoredToken LoadNow(TokenId id)
    {
        lock (_gate)
        {
            Check(NoReading);
            return RowOf(id).Stored;
        }
    }

    public RefreshRight TakeRightNow(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until)
    {
        lock (_gate)
        {
            Check(NoWriting);
            var row = RowOf(id);
            if (row.Stored.Version > version) return new RefreshRight.Moved(row.Stored);
            if (row.Holder is not null && row.Holder != holder && row.Until > now && row.Until - now <= TimeSpan.FromMinutes(2)) return new RefreshRight.Held(row.Until);
            var day = ChinaCalendar.DayOf(now);
            var counts = row.Stored.Day == day ? row.Stored : row.Stored with { Day = day, Calls = 0, Forced = 0 };
            counts = counts with { Calls = counts.Calls + 1 };
            if (forced) counts = counts with { Forced = counts.Forced + 1, ForcedAt = now };
            _rows[id] = new Row(counts, holder, until);
            return new RefreshRight.Taken(counts);
        }
    }

    public StoredToken SaveNow(TokenId id, string? holder, GrantedToken token, TokenAuditLine line)
    {
        lock (_gate)
        {
            Check(NoWriting);
            var row = RowOf(id);
            if (row.Stored.Version >= token.Version || (holder is not null && row.Holder != holder))
            {
                if (holder is not null && row.Holder == holder) _rows[id] = row with { Holder = null };
                return row.Stored;
            }
            Saved.Add((id, token));
            _audit.Add(new(id, line));
            var stored = row.Stored with { Token = token };
            _rows[id] = row with { Stored = stored, Holder = holder is null ? row.Holder : null };
            return stored;
        }
    }

    public void NoteNow(TokenId id, string? holder, TokenAuditLine line)
    {
        lock (_gate)
        {
            Check(NoWriting);
            _audit.Add(new(id, line));
            var row = RowOf(id);
            if (holder is not null && row.Holder == holder) _rows[id] = row with { Holder = null };
        }
    }

    /// <summary>Puts something there, as an earlier process would have.</summary>
    public void Put(TokenId id, StoredToken stored)
    {
        lock (_gate) _rows[id] = new Row(stored, null, default);
    }

    public ValueTask<StoredToken> Load(TokenId id) => Try(() => LoadNow(id));

    public ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until) =>
        Try(() => TakeRightNow(id, version, holder, forced, now, until));

    public ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line) => Try(() => SaveNow(id, holder, token, line));

    public async ValueTask Note(TokenId id, string? holder, TokenAuditLine line) => await Try(() =>
    {
        NoteNow(id, holder, line);
        return true;
    });

    public ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit) =>
        new([.. Lines.Where(entry => entry.Id.Account == account).Reverse().Take(limit)]);

    public ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue((account, day), out var counts)) _calls[(account, day)] = counts = [];
            foreach (var (path, more) in calls) counts[path] = counts.GetValueOrDefault(path) + more;
        }
        return default;
    }

    public ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day)
    {
        lock (_gate) return new((_calls.GetValueOrDefault((account, day)) ?? []).ToImmutableSortedDictionary());
    }

    public ValueTask DisposeAsync() => default;

    private Row RowOf(TokenId id) => _rows.GetValueOrDefault(id) ?? new Row(StoredToken.None, null, default);

    private static void Check(string? why)
    {
        if (why is not null) throw new StoreUnavailableException(why);
    }

    private static async ValueTask<T> Try<T>(Func<T> call)
    {
        await Task.CompletedTask;
        return call();
    }

    private sealed record Row(StoredToken Stored, string? Holder, DateTimeOffset Until);
}

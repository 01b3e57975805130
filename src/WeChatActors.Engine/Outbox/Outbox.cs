using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>Sends what conversations owe: in order within a conversation, side by side over conversations and accounts, each row at most once unless
/// doing it twice does no harm. Safe to use from any thread.</summary>
/// <remarks>A row is claimed on disk before it is sent. When the process dies in between, whoever finds the row says that nobody knows whether it arrived.</remarks>
public sealed class Outbox : IAsyncDisposable
{
    private readonly FrozenDictionary<string, OutboxLane> _lanes;
    private readonly OutboxOptions _options;
    private readonly ITimer _poll;
    private volatile bool _stopped;

    /// <summary>Makes an outbox that sends nothing before <see cref="Start"/>.</summary>
    /// <param name="accounts">The accounts by alias; what those without <see cref="Account.Platform"/> owe waits until it expires.</param>
    /// <param name="ports">What it works with.</param>
    /// <param name="options">How it sends; null for the defaults.</param>
    public Outbox(IReadOnlyDictionary<string, Account> accounts, OutboxPorts ports, OutboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(ports);
        _options = options ?? new OutboxOptions();
        _lanes = accounts.Values.ToFrozenDictionary(account => account.Alias, account => new OutboxLane(account, ports, _options), StringComparer.Ordinal);
        _poll = ports.Time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it has done and holds, by account in alphabetical order.</summary>
    public ImmutableArray<OutboxCounters> Counters =>
        [.. _lanes.OrderBy(lane => lane.Key, StringComparer.Ordinal).Select(lane => lane.Value.Count())];

    /// <summary>Begins with what the table holds, and looks there again and again. Returns at once.</summary>
    public void Start() => Tick();

    /// <summary>Takes over rows of one conversation that were committed just now. Returns at once; what there is no room for is found in the table later.</summary>
    /// <param name="entries">The rows in their order; all of one conversation.</param>
    public void Owe(ImmutableArray<OutboxEntry> entries)
    {
        // Rows of an account that is not configured any more stay in the table.
        if (!entries.IsDefaultOrEmpty && _lanes.TryGetValue(entries[0].To.Account, out var lane)) lane.Owe(entries);
    }

    /// <summary>Begins nothing any more, and waits for what is being sent.</summary>
    /// <param name="limit">How long at most. What takes longer is told, if the process lives that long; if not, nobody knows how it ended.</param>
    /// <returns>Whether everything that had begun has ended, and is told.</returns>
    public async Task<bool> Stop(TimeSpan limit)
    {
        _stopped = true;
        await _poll.DisposeAsync();
        var ended = await Task.WhenAll(_lanes.Values.Select(lane => lane.Stop(limit)));
        return Array.TrueForAll(ended, static all => all);
    }

    /// <summary>Begins nothing any more. What is being sent is not waited for: <see cref="Stop"/> does.</summary>
    public async ValueTask DisposeAsync() => await Stop(TimeSpan.Zero);

    private void Tick()
    {
        if (_stopped) return;
        foreach (var lane in _lanes.Values) lane.Tick();
        try
        {
            _poll.Change(_options.Poll, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // It was stopped meanwhile.
        }
    }
}

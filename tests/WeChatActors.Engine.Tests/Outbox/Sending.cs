using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Engine.Tests.Platform;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests;

/// <summary>An outbox that sends to a scripted platform, under a clock that the test moves. How rows ended goes straight into the table.</summary>
internal sealed class Sending : IAsyncDisposable
{
    public const string Send = CustomerMessageJson.SendPath;

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _http = PlatformHttp.Create();
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Signal)> _waiting = [];
    private readonly bool _ownsPlatform;
    private readonly List<Sending> _all;

    public Sending(OutboxOptions? options = null, ScriptedTokens? tokens = null, Sending? beside = null, FindLocalFile? find = null, params string[] accounts)
    {
        (_ownsPlatform, Platform) = (beside is null, beside?.Platform ?? new ScriptedPlatform());
        (_all = beside?._all ?? []).Add(this);
        Time = beside?.Time ?? new VirtualTime();
        if (beside is null) Time.Advance(Given.Noon - DateTimeOffset.UnixEpoch);
        Store = beside is null ? new MemoryOutboxStore(Time) : new MemoryOutboxStore(beside.Store.Shared, $"node-{Guid.NewGuid():N}", Time);
        Accounts = (accounts.Length == 0 ? ["demo"] : accounts).ToDictionary(alias => alias, alias =>
        {
            var account = Given.Account(alias);
            account.Platform = new PlatformAccess("wx0000000000000demo", new AppSecret(Calling.Secret), PlatformHosts.Of(Platform.Api), TokenMode.Stable);
            return account;
        });
        Tokens = tokens ?? new ScriptedTokens("token-1", "token-2");
        Client = new PlatformClient(Accounts, Tokens, _http, Time, new PlatformOptions { Seed = 7 });
        Media = new MediaKeeper(Client, Store, find ?? ((_, _) => null), Time, Notices.Enqueue);
        Outbox = new Outbox(Accounts, new OutboxPorts(Client, Store, Media, Time, Notices.Enqueue, Ended), options ?? new OutboxOptions { PerSecond = 100_000 });
    }

    public ScriptedPlatform Platform { get; }

    public VirtualTime Time { get; }

    public ScriptedTokens Tokens { get; }

    public MemoryOutboxStore Store { get; }

    public Dictionary<string, Account> Accounts { get; }

    public PlatformClient Client { get; }

    public MediaKeeper Media { get; }

    public Outbox Outbox { get; }

    public ConcurrentQueue<PlatformNotice> Notices { get; } = new();

    /// <summary>Rows that ended, in the order in which that came to be on disk.</summary>
    public List<(OutboxEntry Entry, OutboxOutcome Outcome)> Log { get; } = [];

    /// <summary>How often the conversation was told of each end.</summary>
    public ConcurrentDictionary<(ConversationId, long), int> Told { get; } = new();

    /// <summary>What the conversation answers when it is told; null keeps it.</summary>
    public Func<OutboxEntry, OutboxOutcome, ValueTask<bool>>? Hears { get; set; }

    public static OutboxEntry Entry(long id, OutboxItem? item = null, string openId = "oAnn", TimeSpan? lives = null, string account = "demo", DateTimeOffset? at = null) => new(
        new ConversationId(account, new OpenId(openId)), id, at ?? Given.Noon, item ?? Text($"{id}"), default, (at ?? Given.Noon) + (lives ?? TimeSpan.FromHours(48)));

    public static OutboxItem.Message Text(string text) => new(new TextPush(text));

    /// <summary>Commits rows, which may be of several conversations, and hands them over.</summary>
    public void Owe(params OutboxEntry[] entries)
    {
        Store.Shared.Owe(entries);
        foreach (var conversation in entries.GroupBy(entry => entry.To)) Outbox.Owe([.. conversation]);
    }

    /// <summary>Waits until so many rows have ended here.</summary>
    public Task WhenEnded(int count)
    {
        lock (_gate)
        {
            if (Log.Count >= count) return Task.CompletedTask;
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, signal));
            return signal.Task.WaitAsync(Guard);
        }
    }

    /// <summary>Moves the clock by steps until something holds; slowly while something is on its way, so that a slow machine is not taken for a slow platform.</summary>
    public async Task Until(Func<bool> holds, TimeSpan? step = null)
    {
        // The wall's clock only guards against waiting for ever.
        var guard = Task.Delay(Guard);
        while (!holds())
        {
            if (guard.IsCompleted) throw new TimeoutException("What the test waits for does not happen.");
            await Task.Delay(1);
            if (holds()) return;
            var (whole, slow) = (step ?? TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20));
            Time.Advance(whole > slow && _all.Any(one => one.Outbox.Counters.Any(lane => lane.Sending > 0)) ? slow : whole);
        }
    }

    /// <summary>How a row ended; waits for it while the clock goes.</summary>
    public async Task<OutboxOutcome> OutcomeOf(OutboxEntry entry, TimeSpan? step = null)
    {
        await Until(() => Has(entry), step);
        return Store.Shared.Ended[(entry.To, entry.Id)].Outcome;
    }

    public bool Has(OutboxEntry entry)
    {
        lock (Store.Shared.Gate) return Store.Shared.Ended.ContainsKey((entry.To, entry.Id));
    }

    /// <summary>The texts that reached the platform, in their order, with whom they were for.</summary>
    public ImmutableArray<(string OpenId, string Text)> Texts() =>
    [
        .. Platform.CallsOf(Send).Select(call =>
        {
            using var json = JsonDocument.Parse(call.Body);
            return (json.RootElement.GetProperty("touser").GetString()!, json.RootElement.GetProperty("text").GetProperty("content").GetString()!);
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await Outbox.DisposeAsync();
        await Media.DisposeAsync();
        _http.Dispose();
        if (_ownsPlatform) await Platform.DisposeAsync();
    }

    private async ValueTask<bool> Ended(OutboxEntry entry, OutboxOutcome outcome)
    {
        Told.AddOrUpdate((entry.To, entry.Id), 1, (_, told) => told + 1);
        if (Hears is { } hears && !await hears(entry, outcome)) return false;
        // As the conversation's key of it has one turn.
        if (!Store.Shared.Settle(entry.To, entry.Id, outcome)) return true;
        lock (_gate)
        {
            Log.Add((entry, outcome));
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (Log.Count < _waiting[i].Count) continue;
                _waiting[i].Signal.SetResult();
                _waiting.RemoveAt(i);
            }
        }
        return true;
    }
}

using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests;

/// <summary>A store whose disk the test breaks and mends.</summary>
internal sealed class FaultyStore(IEngineStore inner) : IEngineStore
{
    private readonly SemaphoreSlim _commits = new(0);
    private readonly SemaphoreSlim _setAsides = new(0);
    private TaskCompletionSource? _stuck;

    /// <summary>While set, nothing is written, and this is why.</summary>
    public string? Failure { get; set; }

    /// <summary>While set, no conversation is loaded: a bug, not a disk.</summary>
    public Exception? LoadThrows { get; set; }

    /// <summary>How often a conversation was loaded or its loading failed.</summary>
    public int Loads { get; private set; }

    /// <summary>Whether it was closed.</summary>
    public bool Disposed { get; private set; }

    /// <summary>Completes when the next commit has arrived here.</summary>
    public Task NextCommit() => _commits.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until one more packet is to be set aside than before.</summary>
    public Task NextSetAside() => _setAsides.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>From now on writes wait.</summary>
    public void Stick() => _stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all commits go on that waited.</summary>
    public void GoOn()
    {
        _stuck?.TrySetResult();
        _stuck = null;
    }

    public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now)
    {
        Loads++;
        return LoadThrows is null ? inner.Load(id, now) : throw LoadThrows;
    }

    public async ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged)
    {
        _commits.Release();
        if (_stuck is { } stuck) await stuck.Task;
        return Failure is null ? await inner.Commit(id, turn, state, stateChanged) : Failed();
    }

    public void CountDelivery(ConversationId id, long seq) => inner.CountDelivery(id, seq);

    public async ValueTask<CommitResult> SetAside(SetAsidePacket packet)
    {
        _setAsides.Release();
        if (_stuck is { } stuck) await stuck.Task;
        return Failure is null ? await inner.SetAside(packet) : Failed();
    }

    public async ValueTask<StoreHealth> CheckHealth() => Failure is null ? await inner.CheckHealth() : new StoreHealth(false, Failure);

    public ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) =>
        Failure is null ? inner.List(account, after, limit) : throw new StoreUnavailableException(Failure);

    public ValueTask<ImmutableArray<ConversationSummary>> ListReachable(
        string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) =>
        Failure is null ? inner.ListReachable(account, now, closesBefore, after, limit) : throw new StoreUnavailableException(Failure);

    public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) =>
        Failure is null ? inner.CountReachable(account, now) : throw new StoreUnavailableException(Failure);

    public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => inner.Transcript(id, limit);

    public string Node => inner.Node;

    public bool IsAlive(string node) => inner.IsAlive(node);

    public ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit) => inner.Due(account, now, limit);

    public ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit) => inner.Owed(id, limit);

    public ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil) => inner.Claim(id, entry, now, leaseUntil);

    public ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why) => inner.PutOff(id, entry, notBefore, why);

    public ValueTask<OutboxRow?> Find(ConversationId id, long entry) => inner.Find(id, entry);

    public ValueTask<OutboxRow?> FindByKey(ConversationId id, string key) => inner.FindByKey(id, key);

    public ValueTask<OutboxRow?> FindByMsgId(string account, string msgId) => inner.FindByMsgId(account, msgId);

    public ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit) => inner.List(account, state, before, limit);

    public ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count() => inner.Count();

    public ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit) => inner.Timers(dueBefore, limit);

    public ValueTask<ImmutableArray<UploadedMedia>> Media(string account) => inner.Media(account);

    public ValueTask KeepMedia(UploadedMedia media) => inner.KeepMedia(media);

    public ValueTask KeepScript(Script script, DateTimeOffset now) => Failure is null ? inner.KeepScript(script, now) : throw new StoreUnavailableException(Failure);

    public ValueTask<ImmutableArray<RuleSource>> ScriptSources(string hash) => inner.ScriptSources(hash);

    public ValueTask<ImmutableArray<OutboxRow>> Rows(ConversationId id, OutboxState? state, long? before, int limit) => inner.Rows(id, state, before, limit);

    public ValueTask<ImmutableArray<StoredAccountEvent>> AccountEvents(string account, string? kind, long? before, int limit) => inner.AccountEvents(account, kind, before, limit);

    public ValueTask DisposeAsync()
    {
        GoOn();
        Disposed = true;
        return inner.DisposeAsync();
    }

    private CommitResult Failed() => new(CommitOutcome.Failed, Failure);
}

namespace WeChatActors.Engine;

/// <summary>What one token's readers and callers meet: the published token, and who waits for what. It outlives its actor, which may fail.</summary>
/// <param name="id">Which token.</param>
internal sealed class TokenDesk(TokenId id)
{
    // Beyond so many, those whose callers have gone are looked for each time the number doubles.
    private const int Many = 1024;

    private readonly List<TaskCompletionSource<TokenReply>>[] _queues = [[], [], []];
    private volatile TokenReply.Granted? _shown;
    private volatile AccessToken _state = AccessToken.New(0);

    /// <summary>Which token.</summary>
    public TokenId Id => id;

    /// <summary>What readers get until its end; null for nothing.</summary>
    public TokenReply.Granted? Shown
    {
        get => _shown;
        set => _shown = value;
    }

    /// <summary>What the actor knew after its last step.</summary>
    public AccessToken State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Everything asked of the store so far, one after the other; never faulted. Only on the actor's turn.</summary>
    public Task Stored { get; set; } = Task.CompletedTask;

    /// <summary>The last request to the platform; never faulted, and soon over when requests are ended. Only on the actor's turn.</summary>
    public Task Asked { get; set; } = Task.CompletedTask;

    /// <summary>Rings for the actor. Only on the actor's turn.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The chance of the next step. Only on the actor's turn.</summary>
    public ulong Seed { get; set; }

    /// <summary>Lets somebody wait. Only on the actor's turn.</summary>
    public void Enqueue(TokenQueue queue, TaskCompletionSource<TokenReply> waiter)
    {
        var waiters = _queues[(int)queue];
        if (waiters.Count >= Many && waiters.Count == waiters.Capacity) waiters.RemoveAll(gone => gone.Task.IsCompleted);
        waiters.Add(waiter);
    }

    /// <summary>Answers all who wait. Only on the actor's turn, or when there is no actor.</summary>
    public void Release(TokenQueue queue, TokenReply reply)
    {
        var waiters = _queues[(int)queue];
        foreach (var waiter in waiters) waiter.TrySetResult(reply);
        waiters.Clear();
        if (waiters.Capacity > Many) waiters.Capacity = 0;
    }

    /// <summary>Answers everybody. Only on the actor's turn, or when there is no actor.</summary>
    public void ReleaseAll(TokenReply reply)
    {
        foreach (var queue in Enum.GetValues<TokenQueue>()) Release(queue, reply);
    }
}

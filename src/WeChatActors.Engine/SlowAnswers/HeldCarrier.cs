namespace WeChatActors.Engine;

/// <summary>An open carrier whose answer is not there yet.</summary>
public sealed class HeldCarrier
{
    private readonly TaskCompletionSource<Answer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the answer. It may never come: the platform then delivers again.</summary>
    public Task<Answer> Answered => _answered.Task;

    /// <summary>Whether somebody still waits at it. Set to false by whoever holds the HTTP request when that has ended.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Says that nobody waits any more.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Gives the answer.</summary>
    internal void Complete(Answer answer)
    {
        IsOpen = false;
        _answered.TrySetResult(answer);
    }
}

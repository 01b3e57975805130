namespace WeChatActors.Simulator;

/// <summary>Lets packets of one account overtake each other: of two that leave within a second, the later goes first.</summary>
/// <param name="wall">Measures the second.</param>
internal sealed class Crossing(TimeProvider wall)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;

    /// <summary>Waits for a later packet to go first; one that stays alone for a second goes by itself.</summary>
    /// <returns>What releases the packet that waited, to be called when this one has been delivered; null when none waits.</returns>
    public async Task<Action?> Pass()
    {
        TaskCompletionSource mine;
        lock (_gate)
        {
            if (_waiting is { } other)
            {
                _waiting = null;
                return other.SetResult;
            }
            mine = _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            await mine.Task.WaitAsync(Wait, wall);
        }
        catch (TimeoutException)
        {
            bool overtaken;
            lock (_gate)
            {
                overtaken = _waiting != mine;
                if (!overtaken) _waiting = null;
            }
            if (overtaken) await mine.Task;
        }
        return null;
    }
}

using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Waits at a held carrier, without a thread and without an exception: with many that wait, most end in nothing.</summary>
internal static class CarrierWait
{
    /// <summary>The answer; null when the platform went away or the time is over before it came. The carrier is closed then.</summary>
    /// <param name="held">The carrier.</param>
    /// <param name="left">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="gone">Set when the platform has gone away.</param>
    public static async Task<Answer?> Until(HeldCarrier held, TimeSpan left, TimeProvider time, CancellationToken gone)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = gone.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await using var late = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(held.Answered, over.Task);
        held.Close();
        // Whoever answered before it was closed takes it for said.
        return held.Answered.IsCompletedSuccessfully ? await held.Answered : null;
    }
}

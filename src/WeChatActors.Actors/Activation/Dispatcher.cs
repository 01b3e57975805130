namespace WeChatActors.Actors;

/// <summary>Gives a thread to whatever is ready to run; tests put one in its place that runs when and in which order they say.</summary>
internal abstract class Dispatcher
{
    internal static Dispatcher Pool { get; } = new ThreadPoolDispatcher();

    internal abstract void Dispatch(IThreadPoolWorkItem work);

    /// <summary>Runs what the current thread has made ready, there and then where that is sound.</summary>
    internal virtual void DispatchFromSender(IThreadPoolWorkItem work) => Dispatch(work);

    private sealed class ThreadPoolDispatcher : Dispatcher
    {
        [ThreadStatic]
        private static bool _runsTurn;

        // The turn begins on the sender's thread and leaves it at its first wait: that spares a way through the pool, and a turn
        // that waits for nothing is over before the sender goes on. Not within another turn, or stacks would grow along a
        // chain of actors.
        internal override void DispatchFromSender(IThreadPoolWorkItem work)
        {
            if (_runsTurn)
            {
                Dispatch(work);
                return;
            }
            _runsTurn = true;
            try
            {
                work.Execute();
            }
            finally
            {
                _runsTurn = false;
            }
        }

        internal override void Dispatch(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }
}

namespace WeChatActors.Actors;

/// <summary>Gives a thread to whatever is ready to run; tests put one in its place that runs when and in which order they say.</summary>
internal abstract class Dispatcher
{
    internal static Dispatcher Pool { get; } = new ThreadPoolDispatcher();

    internal abstract void Dispatch(IThreadPoolWorkItem work);

    private sealed class ThreadPoolDispatcher : Dispatcher
    {
        internal override void Dispatch(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }
}

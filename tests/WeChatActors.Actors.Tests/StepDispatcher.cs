namespace WeChatActors.Actors.Tests;

/// <summary>Runs turns on the test's own thread, when the test says so and in the order it says.</summary>
internal sealed class StepDispatcher : Dispatcher
{
    private readonly List<IThreadPoolWorkItem> _ready = [];

    internal int Ready => _ready.Count;

    internal override void Dispatch(IThreadPoolWorkItem work) => _ready.Add(work);

    /// <summary>Runs one turn until it waits or ends.</summary>
    internal void Step(int which = 0)
    {
        var work = _ready[which];
        _ready.RemoveAt(which);
        work.Execute();
    }

    /// <summary>Makes a turn ready, and runs all that are.</summary>
    internal void Start(IThreadPoolWorkItem work)
    {
        Dispatch(work);
        Run();
    }

    /// <summary>Runs turns until none is ready.</summary>
    internal void Run()
    {
        while (Ready > 0) Step();
    }
}

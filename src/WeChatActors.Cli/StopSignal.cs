using System.Runtime.InteropServices;

namespace WeChatActors.Cli;

/// <summary>The request to stop: SIGINT (Ctrl-C) or SIGTERM. A second one ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _registrations = [];

    /// <summary>Completes when stopping is asked for.</summary>
    public Task Requested => _requested.Task;

    /// <summary>Runs when SIGHUP asks to read the rules again; nothing happens while it is null.</summary>
    public Func<Task>? Reload { get; set; }

    /// <summary>Listens to the signals of this process.</summary>
    public static StopSignal OfProcess()
    {
        var stop = new StopSignal();
        stop._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, stop.Receive));
        stop._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop.Receive));
        stop._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, stop.ReceiveReload));
        return stop;
    }

    /// <summary>Asks to stop.</summary>
    /// <returns>False when that was asked before.</returns>
    public bool Request() => _requested.TrySetResult();

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    // Whoever closes the terminal of a command that reloads nothing means to end it.
    private void ReceiveReload(PosixSignalContext signal)
    {
        if (Reload is not { } reload) return;
        signal.Cancel = true;
        _ = reload();
    }

    private void Receive(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!Request()) Environment.Exit(ExitCode.Failed);
    }
}

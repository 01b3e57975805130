using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>Sends the packets of a source to a target as WeChat would, and tells sinks what came of each.</summary>
/// <param name="options">What it does.</param>
/// <param name="source">The packets; disposed by who made it.</param>
/// <param name="sinks">Are told of every packet that ended, one after the other.</param>
/// <param name="wire">The way to the target.</param>
/// <param name="time">Measures by its timestamps; its wall clock goes only into packets and signatures.</param>
internal sealed class Player(PlayOptions options, IPacketSource source, IReadOnlyList<IPlayedSink> sinks, IWire wire, TimeProvider time)
{
    private volatile PlayRun? _run;

    /// <summary>Packets that have left and not come to an end. From any thread.</summary>
    public int UnderWay => _run?.UnderWay ?? 0;

    /// <summary>How long the run has lasted, by the clock that its packets are measured with; zero until the source has given the first one. From any thread.</summary>
    public TimeSpan Elapsed => _run?.Clock.Now ?? TimeSpan.Zero;

    /// <summary>Runs to the end of the source, of the duration or of the number of packets, or until it is stopped.</summary>
    /// <param name="stop">Nothing new begins any more; deliveries under way are waited for, at most their five seconds.</param>
    /// <returns>How it ended. Never throws for anything that source or target do.</returns>
    /// <exception cref="ArgumentException">The options make no sense; the sentence says which.</exception>
    public async Task<PlayResult> Run(CancellationToken stop)
    {
        if (options.FindFault() is { } fault) throw new ArgumentException(fault, nameof(stop));
        if (!PushSigner.TryCreate(options.Account, out var signer, out var error)) throw new ArgumentException(error.English, nameof(stop));
        // Where time is invented, compiling takes none of it.
        if (time == TimeProvider.System) await Rehearsal.Run(options, time, signer);
        using var run = new PlayRun(options, source, sinks, wire, time, signer);
        _run = run;
        return await run.Play(stop);
    }
}

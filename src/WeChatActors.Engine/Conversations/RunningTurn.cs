using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>A turn that waits for a call: all it takes to run its rules again to the point where they wait, also in another process. Immutable.</summary>
/// <param name="Seq">The line of the log with which it began.</param>
/// <param name="About">The packet that a timer's rule ran for; null for a packet's turn, or when there is none.</param>
/// <param name="Start">What began it instead of a packet; null for a packet.</param>
/// <param name="BegunAt">When it began, UTC: the time its rules see until the first call ended.</param>
/// <param name="Seed">Chooses among random variants.</param>
/// <param name="ScriptHash">The script it began with.</param>
/// <param name="User">The follower as rules saw him when it began.</param>
/// <param name="Window">The window when it began.</param>
public sealed record RunningTurn(
    long Seq, Packet? About, RuleStart? Start, DateTimeOffset BegunAt, ulong Seed, string ScriptHash, UserView User, WindowView Window)
{
    /// <summary>The packet that is to be answered; null for a timer's turn.</summary>
    public OpenPacket? Packet { get; init; }

    /// <summary>Packets that asked for the answer meanwhile by a pull word, oldest first.</summary>
    public ImmutableArray<OpenPacket> Pulled { get; init; } = [];

    /// <summary>How its calls ended so far.</summary>
    public ImmutableArray<CallResult> Results { get; init; } = [];

    /// <summary>How many of its steps are done already.</summary>
    public int Emitted { get; init; }

    /// <summary>How many of its notes are in the log already.</summary>
    public int Noted { get; init; }

    /// <summary>The uploaded files that its rules saw when it began, so that they find the same when they are run again. Not stored: after a restart
    /// they see those of the time.</summary>
    public IReadOnlyDictionary<string, string>? Media { get; init; }

    /// <summary>Whether its passive reply was given already, before a call.</summary>
    public bool Replied { get; init; }

    /// <summary>The call it waits for.</summary>
    public required CallOrder Call { get; init; }

    /// <summary>The call's name.</summary>
    public required CallId CallId { get; init; }

    /// <summary>When the call has certainly ended, UTC; later it is lost.</summary>
    public required DateTimeOffset CallDue { get; init; }

    /// <summary>The process that makes the call.</summary>
    public required string Node { get; init; }

    /// <summary>What messages do that arrive meanwhile.</summary>
    public BusyMode Busy { get; init; }

    /// <summary>How the answer is brought.</summary>
    public SlowMode Slow { get; init; }
}

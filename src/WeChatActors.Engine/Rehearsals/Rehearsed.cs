using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What became of a push in a rehearsal.</summary>
public abstract record Rehearsed
{
    private Rehearsed() { }

    /// <summary>What had fallen due before it.</summary>
    public ImmutableArray<RehearsedLine> Earlier { get; init; } = [];

    /// <summary>The body was no packet.</summary>
    /// <param name="Why">What is wrong with it.</param>
    public sealed record Rejected(PacketResult.Rejected Why) : Rehearsed;

    /// <summary>A packet that belongs to no conversation: it is acknowledged, and no rule hears of it.</summary>
    /// <param name="Packet">The packet.</param>
    public sealed record Unheard(Packet Packet) : Rehearsed;

    /// <summary>The packet had its turn.</summary>
    /// <param name="Reply">The answer that its last delivery got; null for <c>success</c>, or for none.</param>
    /// <param name="Lines">All that was decided until nothing waited any more, in order.</param>
    public sealed record Turned(PassiveReply? Reply, ImmutableArray<RehearsedLine> Lines) : Rehearsed
    {
        /// <summary>From the first delivery to the answer; null when no delivery was answered.</summary>
        public TimeSpan? Took { get; init; }

        /// <summary>How often the platform delivered it.</summary>
        public int Deliveries { get; init; } = 1;

        /// <summary>Whether every delivery that was answered got the same body, byte for byte.</summary>
        public bool AlwaysSame { get; init; } = true;

        /// <summary>How many turns its deliveries had; 1 unless something is wrong.</summary>
        public int Turns { get; init; } = 1;
    }

    /// <summary>The packet had its turn before.</summary>
    /// <param name="Reply">The answer it got again.</param>
    /// <param name="Seq">The turn it had.</param>
    /// <param name="SameBytes">Whether the HTTP body was the same, byte for byte.</param>
    public sealed record Repeated(PassiveReply? Reply, long Seq, bool SameBytes) : Rehearsed;
}

/// <summary>A line of the conversation's log, with the conversation before and after it.</summary>
/// <param name="Turn">The line.</param>
/// <param name="Before">The conversation before.</param>
/// <param name="After">The conversation after.</param>
public sealed record RehearsedLine(Turn Turn, Conversation Before, Conversation After);

/// <summary>What a rehearsal goes by beside rules and account.</summary>
public sealed record RehearsalSetting
{
    /// <summary>Whether the account may push.</summary>
    public bool CanPush { get; init; } = true;

    /// <summary>Chooses among random variants, the same for the same number; null to choose by packet as production does.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Gives what stands in for the answer of a call; null for a call that nothing answers, which fails at once.</summary>
    public Func<CallOrder, MockedAnswer?> Answer { get; init; } = static _ => null;

    /// <summary>Notes what decisions go through; null for nothing.</summary>
    public DecisionTrace? Trace { get; init; }

    /// <summary>The conversation with which it begins.</summary>
    public Conversation Begin { get; init; } = Conversation.New;
}

using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What a step decided.</summary>
/// <param name="Next">The conversation afterwards; the same object when nothing changed.</param>
public readonly record struct StepResult(Conversation Next)
{
    private readonly ImmutableArray<Effect> _effects = [];

    /// <summary>A step and what must be done.</summary>
    /// <param name="next">The conversation afterwards.</param>
    /// <param name="effects">See <see cref="Effects"/>.</param>
    public StepResult(Conversation next, ImmutableArray<Effect> effects) : this(next) => _effects = effects;

    /// <summary>A step that gives its packet a turn and its carrier the turn's answer, as nearly all do.</summary>
    /// <param name="next">The conversation afterwards.</param>
    /// <param name="answered">The turn.</param>
    internal StepResult(Conversation next, Turn answered) : this(next) => Answered = answered;

    /// <summary>The turn that is all there is to do: to be written, and then its carrier to be answered with <see cref="Turn.Answer"/>. Null when the effects are others.</summary>
    internal Turn? Answered { get; }

    /// <summary>The turn that must be written; null for none.</summary>
    internal Turn? Turn => Answered ?? (_effects is [Effect.Commit commit, ..] ? commit.Turn : null);

    /// <summary>What must be done, in this order. Nothing after a <see cref="Effect.Commit"/> may be done before it is on disk.</summary>
    public ImmutableArray<Effect> Effects => Answered is null ? _effects : [new Effect.Commit(Answered), new Effect.AnswerCarrier(Answered.Answer)];
}

/// <summary>Something the shell must do for a step.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>Write this turn, and the conversation's new state with it, before anything else. A step has at most one.</summary>
    /// <param name="Turn">The turn.</param>
    public sealed record Commit(Turn Turn) : Effect;

    /// <summary>Answer the carrier of the delivery that was the input, or whoever asked.</summary>
    /// <param name="Answer">With this.</param>
    public sealed record AnswerCarrier(Answer Answer) : Effect;

    /// <summary>Keep the carrier of the delivery that was the input open, and say when its budget ends.</summary>
    /// <param name="Packet">The packet it delivered.</param>
    public sealed record HoldCarrier(PacketFingerprint Packet) : Effect;

    /// <summary>Answer every carrier of a packet that is held.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="Answer">With this.</param>
    public sealed record AnswerHeld(PacketFingerprint Packet, Answer Answer) : Effect;

    /// <summary>Note that a packet which had its turn was delivered once more. Nothing depends on it but the operator's view.</summary>
    /// <param name="Seq">The turn of the packet.</param>
    public sealed record CountDelivery(long Seq) : Effect;

    /// <summary>Begin a call.</summary>
    /// <param name="Ticket">The call.</param>
    public sealed record StartCall(CallTicket Ticket) : Effect;

    /// <summary>End a call nobody waits for any more.</summary>
    /// <param name="Id">The call.</param>
    public sealed record CancelCall(CallId Id) : Effect;
}

/// <summary>What a carrier is answered with. The same for every delivery of a packet, so that its bytes are the same too.</summary>
/// <param name="Reply">The reply; null for <c>success</c>.</param>
/// <param name="At">When it was decided, UTC: the CreateTime of the reply.</param>
/// <remarks>It is handed on by everybody who waits for it, so what most answers do not have stands apart.</remarks>
public readonly record struct Answer(PassiveReply? Reply, DateTimeOffset At)
{
    // Of an answer that a turn gives at once the turn, else what else is known, as AnswerDetails.
    private readonly object? _source = null;

    /// <summary>The answer that a turn gives its packet at once.</summary>
    internal Answer(Turn turn) : this(turn.Reply, turn.At) => _source = turn;

    /// <summary>The carrier is held: the answer comes there, or never. Null when this is the answer.</summary>
    public HeldCarrier? Held { get => Noted?.Held; init => _source = Details with { Held = value }; }

    /// <summary>Ids of the rules that ran for it; none when that is not known any more.</summary>
    public ImmutableArray<string> Rules { get => _source is Turn turn ? turn.Rules : Details.Rules; init => _source = Details with { Rules = value }; }

    /// <summary>Whether the packet's words answer a secret question; null when that is not known any more.</summary>
    public bool? IsSecret { get => _source is Turn turn ? turn.IsSecret : Noted?.IsSecret; init => _source = Details with { IsSecret = value }; }

    /// <summary>Earlier answers to secret questions, which the reply may repeat but no record of it may; none as a rule.</summary>
    public ImmutableArray<string> Secrets { get => (Noted ?? AnswerDetails.None).Secrets; init => _source = Details with { Secrets = value }; }

    /// <summary>What became of a command; null for everything else.</summary>
    public CommandOutcome? Outcome { get => Noted?.Outcome; init => _source = Details with { Outcome = value }; }

    /// <summary>Whether carriers get the same of both. What is only known of the first delivery of a packet (its rules, its secrets) makes no other answer of it.</summary>
    public bool Equals(Answer other) => Equals(Reply, other.Reply) && At == other.At && Equals(Held, other.Held) && Outcome == other.Outcome;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reply, At, Held, Outcome);

    private AnswerDetails? Noted => _source as AnswerDetails;

    private AnswerDetails Details => Noted ?? (_source is Turn turn ? new AnswerDetails { Rules = turn.Rules, IsSecret = turn.IsSecret } : AnswerDetails.None);
}

/// <summary>What is known of an answer beside its reply. Its properties are those of <see cref="Answer"/>.</summary>
internal sealed record AnswerDetails
{
    /// <summary>Nothing.</summary>
    public static AnswerDetails None { get; } = new();

    public HeldCarrier? Held { get; init; }

    public ImmutableArray<string> Rules { get; init; } = [];

    public bool? IsSecret { get; init; }

    public ImmutableArray<string> Secrets { get; init; } = [];

    public CommandOutcome? Outcome { get; init; }
}

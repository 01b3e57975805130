using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What a step decided.</summary>
/// <param name="Next">The conversation afterwards; the same object when nothing changed.</param>
/// <param name="Effects">What must be done, in this order. Nothing after a <see cref="Effect.Commit"/> may be done before it is on disk.</param>
public readonly record struct StepResult(Conversation Next, ImmutableArray<Effect> Effects);

/// <summary>Something the shell must do for a step.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>Write this turn, and the conversation's new state with it, before anything else.</summary>
    /// <param name="Turn">The turn.</param>
    public sealed record Commit(Turn Turn) : Effect;

    /// <summary>Answer the carrier of the delivery that was the input.</summary>
    /// <param name="Answer">With this.</param>
    public sealed record AnswerCarrier(Answer Answer) : Effect;

    /// <summary>Note that a packet which had its turn was delivered once more. Nothing depends on it but the operator's view.</summary>
    /// <param name="Seq">The turn of the packet.</param>
    public sealed record CountDelivery(long Seq) : Effect;
}

/// <summary>What a carrier is answered with. The same for every delivery of a packet, so that its bytes are the same too.</summary>
/// <param name="Reply">The reply; null for <c>success</c>.</param>
/// <param name="At">When it was decided, UTC: the CreateTime of the reply.</param>
public readonly record struct Answer(PassiveReply? Reply, DateTimeOffset At);

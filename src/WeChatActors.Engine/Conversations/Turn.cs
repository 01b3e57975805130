using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One input and what was decided about it: the line of the turn log.</summary>
/// <param name="Seq">Number of the turn in its conversation, from 1; also the conversation's version after it.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Cause">What came. Its kind says how it looks in the log.</param>
/// <param name="Rules">Ids of the rules that ran.</param>
/// <param name="Reply">The passive reply that the cause's packet is answered with; null for <c>success</c>, or while it is open.</param>
/// <param name="Notes">What the operator should know about it.</param>
public sealed record Turn(
    long Seq,
    DateTimeOffset At,
    ConversationInput Cause,
    ImmutableArray<string> Rules,
    PassiveReply? Reply,
    ImmutableArray<string> Notes)
{
    // Apart from the rest, so that the turn of a packet that is only answered is a small object.
    private readonly SeldomOfTurn _seldom = SeldomOfTurn.None;

    /// <summary>From the input's arrival to the decision.</summary>
    public TimeSpan Elapsed => At - Cause.ReceivedAt;

    /// <summary>What the carrier of its packet gets, when it is answered at once.</summary>
    internal Answer Answer => new(this);

    /// <summary>Whether the cause's packet has no answer yet: a later line settles it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Packets of earlier lines that got their answer now.</summary>
    public ImmutableArray<SettledPacket> Settled { get => _seldom.Settled; init => _seldom = value == Settled ? _seldom : _seldom with { Settled = value }; }

    /// <summary>Whether the reply is a placeholder for an answer that comes later. Not stored.</summary>
    public bool StandsIn { get; init; }

    /// <summary>Answers that wait for the user from now on.</summary>
    public ImmutableArray<ParkedAnswer> Parked { get => _seldom.Parked; init => _seldom = value == Parked ? _seldom : _seldom with { Parked = value }; }

    /// <summary>The call that the rules wait for from now on; null for none.</summary>
    public CallTicket? Call { get => _seldom.Call; init => _seldom = value == Call ? _seldom : _seldom with { Call = value }; }

    /// <summary>The timer that ran, or what else of it a person should read; null for none.</summary>
    public string? Timer { get => _seldom.Timer; init => _seldom = value == Timer ? _seldom : _seldom with { Timer = value }; }

    /// <summary>What rules count of it for the operator. Not stored.</summary>
    public ImmutableArray<RuleStep.Count> Counts { get => _seldom.Counts; init => _seldom = value == Counts ? _seldom : _seldom with { Counts = value }; }

    /// <summary>Whether the words of its packet answer a secret question: the log keeps only that there were some.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What is written beside it; null for nothing.</summary>
    public TurnWrites? Writes { get => _seldom.Writes; init => _seldom = value == Writes ? _seldom : _seldom with { Writes = value }; }
}

/// <summary>An earlier packet that got its answer.</summary>
/// <param name="Key">Its delivery key.</param>
/// <param name="Seq">The line that took it.</param>
/// <param name="Reply">The reply; null for <c>success</c>.</param>
/// <param name="How">Why now: <c>answer</c>, <c>placeholder</c>, <c>acknowledged</c>, <c>interrupted</c> or <c>ignored</c>.</param>
public readonly record struct SettledPacket(DeliveryKey Key, long Seq, PassiveReply? Reply, string How);

/// <summary>What few turns have. Its properties are those of <see cref="Turn"/>.</summary>
internal sealed record SeldomOfTurn
{
    /// <summary>Nothing of it.</summary>
    public static SeldomOfTurn None { get; } = new();

    public ImmutableArray<SettledPacket> Settled { get; init; } = [];

    public ImmutableArray<ParkedAnswer> Parked { get; init; } = [];

    public CallTicket? Call { get; init; }

    public string? Timer { get; init; }

    public ImmutableArray<RuleStep.Count> Counts { get; init; } = [];

    public TurnWrites? Writes { get; init; }
}

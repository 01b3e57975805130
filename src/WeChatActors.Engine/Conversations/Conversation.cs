using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What a conversation is now. Immutable; <see cref="Step"/> makes the next one.</summary>
/// <remarks>Pure: no clock, no I/O, no randomness, no logger. The same arguments give the same result.</remarks>
public sealed record Conversation
{
    /// <summary>A conversation that has not begun.</summary>
    public static Conversation New { get; } = new();

    /// <summary>How many turns it has had; 0 before the first. A commit is refused when the stored version has moved.</summary>
    public long Version { get; init; }

    /// <summary>When its first turn was decided, UTC; null before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether the follower follows the account, as far as packets tell: a message proves it as well as a follow.</summary>
    public bool Subscribed { get; init; }

    /// <summary>The durable variables, <c>user.NAME</c> in rules.</summary>
    public ImmutableDictionary<string, Value> Variables { get; init; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>Who the person is, as he authorised web pages to know; null when he never did. It stays when he stops following.</summary>
    public Profile? Profile { get; init; }

    /// <summary>The inputs it still recognises, with their answers.</summary>
    public AnsweredPackets Answered { get; init; } = AnsweredPackets.None;

    /// <summary>Whether the part that is stored as state (all but version and answered packets) is the same as another's.</summary>
    public bool SameStateAs(Conversation other) =>
        Since == other.Since && Subscribed == other.Subscribed && ReferenceEquals(Variables, other.Variables) && ReferenceEquals(Profile, other.Profile);

    /// <summary>Takes one input and says what the conversation is next and what must be done.</summary>
    /// <param name="state">The conversation before.</param>
    /// <param name="input">What happened.</param>
    /// <param name="script">The rules in force.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="seed">Chooses among random variants.</param>
    public static StepResult Step(Conversation state, ConversationInput input, Script script, DateTimeOffset now, ulong seed)
    {
        if (state.Answered.TryFind(input.Fingerprint, out var before))
            return new(state, [new Effect.CountDelivery(before.Seq), new Effect.AnswerCarrier(new Answer(before.Reply, before.At))]);
        return input switch
        {
            ConversationInput.Delivery delivery => Deliver(state, delivery, script, now, seed),
            ConversationInput.Authorised authorised => Authorise(state, authorised, now),
            _ => throw new InvalidOperationException($"Step has no case for {input.GetType().Name}."),
        };
    }

    private static StepResult Deliver(Conversation state, ConversationInput.Delivery delivery, Script script, DateTimeOffset now, ulong seed)
    {
        var packet = delivery.Packet;
        var subscribed = packet is not UnsubscribeEvent && (state.Subscribed || packet is Message or SubscribeEvent);
        var user = new UserView(state.Variables, state.Version, state.Since, subscribed) { Profile = state.Profile?.View };
        var decision = script.Decide(new RuleInput(packet, user, delivery.Account, now, seed));
        var (reply, notes) = Fit(decision, packet);

        var turn = new Turn(state.Version + 1, now, delivery, decision.Rules, reply, notes);
        var next = state with
        {
            Version = turn.Seq,
            Since = state.Since ?? now,
            Subscribed = subscribed,
            Variables = decision.Variables,
            Answered = state.Answered.Add(new AnsweredPacket(delivery.Fingerprint, now, turn.Seq, reply)),
        };
        return new(next, [new Effect.Commit(turn), new Effect.AnswerCarrier(new Answer(reply, now))]);
    }

    // Authorising is not following, so it says nothing of Subscribed; and no rule hears of it, so it changes no variable.
    private static StepResult Authorise(Conversation state, ConversationInput.Authorised authorised, DateTimeOffset now)
    {
        var turn = new Turn(state.Version + 1, now, authorised, [], null, []);
        var next = state with
        {
            Version = turn.Seq,
            Since = state.Since ?? now,
            Profile = Profile.Join(state.Profile, authorised.Profile),
            Answered = state.Answered.Add(new AnsweredPacket(authorised.Fingerprint, now, turn.Seq, null)),
        };
        return new(next, [new Effect.Commit(turn), new Effect.AnswerCarrier(new Answer(null, now))]);
    }

    private static (PassiveReply? Reply, ImmutableArray<string> Notes) Fit(Decision decision, Packet packet)
    {
        if (decision.Reply is null) return (null, decision.Notes);
        var fitted = PassiveReplyLimits.Fit(decision.Reply, packet);
        return (fitted.Reply, fitted.Note is null ? decision.Notes : decision.Notes.Add(fitted.Note));
    }
}

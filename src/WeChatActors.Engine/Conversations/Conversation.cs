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

    /// <summary>The names of the follower's tags.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = NoTags;

    /// <summary>How many lines of its log are of no packet.</summary>
    public long OtherLines { get; init; }

    /// <summary>How many packets have had their turn, <c>user.turns</c> in rules.</summary>
    public long Turns => Version - OtherLines;

    /// <summary>What may be pushed. Kept with every line of the log, not with the state.</summary>
    public Ledger Ledger { get; init; } = Ledger.Empty;

    /// <summary>The turn that waits for a call; null when none does.</summary>
    public RunningTurn? Running { get; init; }

    /// <summary>Packets that wait for their turn, oldest first.</summary>
    public ImmutableArray<OpenPacket> Queue { get; init; } = [];

    /// <summary>Packets whose turn ended when no carrier was open: the platform's next delivery takes the reply.</summary>
    public ImmutableArray<OpenPacket> Unclaimed { get; init; } = [];

    /// <summary>Answers that wait for the user, oldest first.</summary>
    public ImmutableArray<ParkedAnswer> Parked { get; init; } = [];

    /// <summary>What it does by itself later, by the time.</summary>
    public ImmutableArray<ConversationTimer> Timers { get; init; } = [];

    /// <summary>When unfinished work is looked after at the latest, UTC; null when there is none.</summary>
    public DateTimeOffset? WorkDue { get; init; }

    /// <summary>Why the bot is silent; null when it speaks.</summary>
    public HumanPause? Pause { get; init; }

    /// <summary>Whether the bot has not spoken since a human did.</summary>
    public bool Returning { get; init; }

    /// <summary>The last exchanges with models, oldest first.</summary>
    public ImmutableArray<Exchange> History { get; init; } = [];

    /// <summary>The inputs it still recognises, with their answers.</summary>
    public AnsweredPackets Answered { get; init; } = AnsweredPackets.None;

    private static readonly ImmutableSortedSet<string> NoTags = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Whether the part that is stored as state (all but version, ledger and answered packets) is the same as another's.</summary>
    public bool SameStateAs(Conversation other) =>
        Since == other.Since && Subscribed == other.Subscribed && OtherLines == other.OtherLines && Returning == other.Returning && WorkDue == other.WorkDue
        && ReferenceEquals(Variables, other.Variables) && ReferenceEquals(Profile, other.Profile) && ReferenceEquals(Tags, other.Tags)
        && ReferenceEquals(Running, other.Running) && ReferenceEquals(Pause, other.Pause)
        && Queue == other.Queue && Unclaimed == other.Unclaimed && Parked == other.Parked && Timers == other.Timers && History == other.History;

    /// <summary>Takes one input and says what the conversation is next and what must be done.</summary>
    /// <param name="state">The conversation before.</param>
    /// <param name="input">What happened.</param>
    /// <param name="context">The conversation's name, the rules in force, the time and the seed.</param>
    public static StepResult Step(Conversation state, ConversationInput input, in StepContext context)
    {
        if (input.Fingerprint != default && state.Answered.TryFind(input.Fingerprint, out var before))
            return new(state, [new Effect.CountDelivery(before.Seq), new Effect.AnswerCarrier(new Answer(before.Reply, before.At))]);
        return input switch
        {
            ConversationInput.Delivery delivery => Deliver(state, delivery, context),
            ConversationInput.Authorised authorised => Authorise(state, authorised, context.Now),
            _ => throw new InvalidOperationException($"Step has no case for {input.GetType().Name}."),
        };
    }

    private static StepResult Deliver(Conversation state, ConversationInput.Delivery delivery, in StepContext context)
    {
        var packet = delivery.Packet;
        var now = context.Now;
        var subscribed = packet is not UnsubscribeEvent && (state.Subscribed || packet is Message or SubscribeEvent);
        var user = new UserView(state.Variables, state.Turns, state.Since, subscribed) { Profile = state.Profile?.View };
        var decision = context.Script.Decide(new RuleInput(packet, user, context.Setting.View, now, context.Seed));
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

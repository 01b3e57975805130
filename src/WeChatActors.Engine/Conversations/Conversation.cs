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

    // Apart from the rest, so that each packet makes a small object: conversations that only answer share this, also when what they
    // do not have was read from a store.
    private readonly SeldomState _seldom = SeldomState.None;

    /// <summary>How many turns it has had; 0 before the first. A commit is refused when the stored version has moved.</summary>
    public long Version { get; init; }

    /// <summary>When its first turn was decided, UTC; null before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether the follower follows the account, as far as packets tell: a message proves it as well as a follow.</summary>
    public bool Subscribed { get; init; }

    /// <summary>The durable variables, <c>user.NAME</c> in rules.</summary>
    public ImmutableDictionary<string, Value> Variables { get; init; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>Who the person is, as he authorised web pages to know; null when he never did. It stays when he stops following.</summary>
    public Profile? Profile { get => _seldom.Profile; init => _seldom = value == Profile ? _seldom : _seldom with { Profile = value }; }

    /// <summary>The names of the follower's tags.</summary>
    public ImmutableSortedSet<string> Tags { get => _seldom.Tags; init => _seldom = value == Tags || (value.IsEmpty && Tags.IsEmpty) ? _seldom : _seldom with { Tags = value }; }

    /// <summary>How many lines of its log are of no packet.</summary>
    public long OtherLines { get => _seldom.OtherLines; init => _seldom = value == OtherLines ? _seldom : _seldom with { OtherLines = value }; }

    /// <summary>How many packets have had their turn, <c>user.turns</c> in rules.</summary>
    public long Turns => Version - OtherLines;

    /// <summary>What may be pushed. Kept with every line of the log, not with the state.</summary>
    public Ledger Ledger { get; init; } = Ledger.Empty;

    /// <summary>The turn that waits for a call; null when none does.</summary>
    public RunningTurn? Running { get => _seldom.Running; init => _seldom = value == Running ? _seldom : _seldom with { Running = value }; }

    /// <summary>Packets that wait for their turn, oldest first.</summary>
    public ImmutableArray<OpenPacket> Queue { get => _seldom.Queue; init => _seldom = value == Queue ? _seldom : _seldom with { Queue = value }; }

    /// <summary>Packets whose turn ended when no carrier was open: the platform's next delivery takes the reply.</summary>
    public ImmutableArray<OpenPacket> Unclaimed { get => _seldom.Unclaimed; init => _seldom = value == Unclaimed ? _seldom : _seldom with { Unclaimed = value }; }

    /// <summary>Answers that went to carriers after which hardly another one comes, until their process has surely written them.</summary>
    public ImmutableArray<GivenAnswer> Given { get => _seldom.Given; init => _seldom = value == Given ? _seldom : _seldom with { Given = value }; }

    /// <summary>Answers that wait for the user, oldest first.</summary>
    public ImmutableArray<ParkedAnswer> Parked { get => _seldom.Parked; init => _seldom = value == Parked ? _seldom : _seldom with { Parked = value }; }

    /// <summary>What it does by itself later, by the time.</summary>
    public ImmutableArray<ConversationTimer> Timers { get => _seldom.Timers; init => _seldom = value == Timers ? _seldom : _seldom with { Timers = value }; }

    /// <summary>When unfinished work is looked after at the latest, UTC; null when there is none.</summary>
    public DateTimeOffset? WorkDue { get => _seldom.WorkDue; init => _seldom = value == WorkDue ? _seldom : _seldom with { WorkDue = value }; }

    /// <summary>Why the bot is silent; null when it speaks.</summary>
    public HumanPause? Pause { get => _seldom.Pause; init => _seldom = value == Pause ? _seldom : _seldom with { Pause = value }; }

    /// <summary>Whether the bot has not spoken since a human did.</summary>
    public bool Returning { get => _seldom.Returning; init => _seldom = value == Returning ? _seldom : _seldom with { Returning = value }; }

    /// <summary>The last line that erased the person; 0 for none. What comes of earlier lines is not kept any more.</summary>
    public long ErasedAt { get => _seldom.ErasedAt; init => _seldom = value == ErasedAt ? _seldom : _seldom with { ErasedAt = value }; }

    /// <summary>The dialog that the follower is in; null for none.</summary>
    public OpenDialog? Dialog { get => _seldom.Dialog; init => _seldom = value == Dialog ? _seldom : _seldom with { Dialog = value }; }

    /// <summary>The first line of the log whose state may hold an answer to a secret question; 0 for none.</summary>
    public long SecretFrom { get => _seldom.SecretFrom; init => _seldom = value == SecretFrom ? _seldom : _seldom with { SecretFrom = value }; }

    /// <summary>The last exchanges with models, oldest first.</summary>
    public ImmutableArray<Exchange> History { get => _seldom.History; init => _seldom = value == History ? _seldom : _seldom with { History = value }; }

    /// <summary>The inputs it still recognises, with their answers.</summary>
    public AnsweredPackets Answered { get; init; } = AnsweredPackets.None;

    /// <summary>Whether the part that is stored as state (all but version, ledger and answered packets) is the same as another's.</summary>
    public bool SameStateAs(Conversation other) =>
        Since == other.Since && Subscribed == other.Subscribed && ReferenceEquals(Variables, other.Variables) && _seldom.IsSameAs(other._seldom);

    /// <summary>Takes one input and says what the conversation is next and what must be done.</summary>
    /// <param name="state">The conversation before.</param>
    /// <param name="input">What happened.</param>
    /// <param name="context">The conversation's name, the rules in force, the time and the seed.</param>
    public static StepResult Step(Conversation state, ConversationInput input, in StepContext context)
    {
        if (input.Fingerprint != default && state.Answered.TryFind(input.Fingerprint, out var before))
            return new(state, [new Effect.CountDelivery(before.Seq), new Effect.AnswerCarrier(new Answer(before.Reply, before.At))]);
        switch (input)
        {
            case ConversationInput.Delivery delivery:
                return Deliver(state, delivery, context);
            case ConversationInput.Authorised authorised:
                return Authorise(state, authorised, context.Now);
        }
        var step = new ConversationStep(state, input, context);
        switch (input)
        {
            case ConversationInput.CallEnded ended: step.CallEnded(ended.Id, ended.Result); break;
            case ConversationInput.CarriersDue due: step.CarriersDue(due.Packet); break;
            case ConversationInput.Continue: step.Continue(); break;
            case ConversationInput.PushEnded push: step.PushEnded(push.Entry, push.Outcome); break;
            case ConversationInput.Commanded commanded: step.Command(commanded.Command); break;
            default: throw new InvalidOperationException($"Step has no case for {input.GetType().Name}.");
        }
        return step.End();
    }

    /// <summary>Whether it has anything that could be gone on with at any time.</summary>
    internal bool MayHaveWork => !ReferenceEquals(_seldom, SeldomState.None);

    /// <summary>Whether there is something that <see cref="ConversationInput.Continue"/> would go on with now.</summary>
    /// <param name="now">The time, UTC.</param>
    public bool HasWork(DateTimeOffset now)
    {
        foreach (var packet in Unclaimed)
            if (now >= packet.FirstAt + WaitingLimits.Unclaimed) return true;
        foreach (var given in Given)
            if (now >= given.At + WaitingLimits.Given) return true;
        if (Pause is { Until: { } until } && now >= until) return true;
        return Running is null && (DueTimer(now) is not null || ReadyPacket(now) is not null);
    }

    /// <summary>What rules see of the follower now.</summary>
    internal UserView View => new(Variables, Turns, Since, Subscribed) { Profile = Profile?.View, Tags = Tags, Dialog = Dialog };

    /// <summary>The timer that is due; null for none. While a human speaks only the end of the pause is.</summary>
    internal ConversationTimer? DueTimer(DateTimeOffset now) => !Timers.IsEmpty && Timers[0].Due <= now && Pause is null ? Timers[0] : null;

    /// <summary>The packet whose turn it is; null for none.</summary>
    internal OpenPacket? ReadyPacket(DateTimeOffset now) =>
        !Queue.IsEmpty && Queue[0] is var first && (first.CollectUntil is not { } until || until <= now) ? first : null;

    /// <summary>What a packet says of the person, before any rule hears of it: whether he follows, and what may be pushed.</summary>
    internal (bool Subscribed, Ledger Ledger) Reached(Packet packet, DateTimeOffset now, LedgerRules rules)
    {
        var ledger = Ledger;
        var at = packet.CreateTime is { } seconds and >= 0 && seconds <= now.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
        // Packets may overtake each other: what happened last counts.
        if (packet is UnsubscribeEvent) return (Subscribed && ledger.IsNewerThan(at), ledger.Close(at));
        if (packet.Opens != WindowScene.None)
        {
            if (at < ledger[packet.Opens].At) return (Subscribed, ledger);
            // Whether a follow by a code is a scan as well is not documented: it counts once.
            ledger = ledger.Open(packet.Opens, at, rules);
        }
        return (Subscribed || packet is Message or SubscribeEvent, ledger);
    }

    // Nearly every packet meets a conversation with nothing under way and rules that only answer.
    private static StepResult Deliver(Conversation state, ConversationInput.Delivery delivery, in StepContext context)
    {
        Decision? decided = null;
        if (state.IsQuiet && !NeedsMore(delivery.Packet) && context.Script.WindowLeads.IsEmpty)
        {
            var packet = delivery.Packet;
            var now = context.Now;
            var (subscribed, ledger) = state.Reached(packet, now, context.Setting.Ledger);
            var user = new UserView(state.Variables, state.Turns, state.Since, subscribed) { Profile = state.Profile?.View, Tags = state.Tags };
            var decision = context.Script.Decide(new RuleInput(packet, user, context.Setting.View, now, context.Seed) { Window = context.Setting.WindowOf(ledger, now), Media = context.Setting.Media, Trace = context.Trace });
            if (decision.Call is null && decision.Steps.IsEmpty && decision.Dialog is null && decision.Busy != BusyMode.Merge && !IsLong(decision.Reply))
            {
                var (reply, notes) = Fit(decision, packet);
                var turn = new Turn(state.Version + 1, now, delivery, decision.Rules, reply, notes) { IsSecret = decision.IsSecret };
                var next = state with
                {
                    Version = turn.Seq,
                    Since = state.Since ?? now,
                    Subscribed = subscribed,
                    Ledger = ledger,
                    Variables = decision.Variables,
                    Answered = state.Answered.Add(new AnsweredPacket(delivery.Fingerprint, now, turn.Seq, reply)),
                };
                return new(next, turn);
            }
            decided = decision;
        }
        var step = new ConversationStep(state, delivery, context);
        step.Deliver(delivery, decided);
        return step.End();
    }

    private bool IsQuiet =>
        !MayHaveWork
        || (Running is null && Pause is null && Dialog is null && !Returning && Queue.IsEmpty && Unclaimed.IsEmpty && Parked.IsEmpty);

    private static bool NeedsMore(Packet packet) =>
        packet is AuthorizationEvent or KfCreateSessionEvent or KfCloseSessionEvent or KfSwitchSessionEvent or TemplateSendJobFinishEvent or SubscribeMsgSentEvent;

    private static bool IsLong(PassiveReply? reply) =>
        reply is TextReply { Content: var text } && PassiveReplyLimits.FittingLength(text, PassiveReplyLimits.MaxTextBytes) < text.Length;

    // Authorising is not following, so it says nothing of Subscribed; and no rule hears of it, so it changes no variable.
    private static StepResult Authorise(Conversation state, ConversationInput.Authorised authorised, DateTimeOffset now)
    {
        var turn = new Turn(state.Version + 1, now, authorised, [], null, []);
        var next = state with
        {
            Version = turn.Seq,
            OtherLines = state.OtherLines + 1,
            Since = state.Since ?? now,
            Profile = Profile.Join(state.Profile, authorised.Profile),
            Answered = state.Answered.Add(new AnsweredPacket(authorised.Fingerprint, now, turn.Seq, null)),
        };
        return new(next, [new Effect.Commit(turn), new Effect.AnswerCarrier(new Answer(null, now))]);
    }

    private static (PassiveReply? Reply, ImmutableArray<string> Notes) Fit(in Decision decision, Packet packet)
    {
        if (decision.Reply is null) return (null, decision.Notes);
        var fitted = PassiveReplyLimits.Fit(decision.Reply, packet);
        return (fitted.Reply, fitted.Note is null ? decision.Notes : decision.Notes.Add(fitted.Note));
    }
}

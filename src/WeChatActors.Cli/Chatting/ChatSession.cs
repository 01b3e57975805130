using System.Buffers;
using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What became of a push.</summary>
internal abstract record Delivered
{
    private Delivered() { }

    /// <summary>What had fallen due before it.</summary>
    public ImmutableArray<ChatLine> Earlier { get; init; } = [];

    /// <summary>The body was no packet.</summary>
    public sealed record Rejected(PacketResult.Rejected Why) : Delivered;

    /// <summary>A packet that belongs to no conversation: it is acknowledged, and no rule hears of it.</summary>
    public sealed record Unheard(Packet Packet) : Delivered;

    /// <summary>The packet had its turn.</summary>
    /// <param name="Reply">The answer it got.</param>
    /// <param name="Lines">All that was decided, in order.</param>
    public sealed record Turned(PassiveReply? Reply, ImmutableArray<ChatLine> Lines) : Delivered;

    /// <summary>The packet had its turn before.</summary>
    /// <param name="Reply">The answer it got again.</param>
    /// <param name="Seq">The turn it had.</param>
    /// <param name="SameBytes">Whether the HTTP body was the same, byte for byte.</param>
    public sealed record Repeated(PassiveReply? Reply, long Seq, bool SameBytes) : Delivered;
}

/// <summary>A line of the conversation's log, with the conversation before and after it.</summary>
internal sealed record ChatLine(Turn Turn, Conversation Before, Conversation After);

/// <summary>One follower's conversation in memory: packets go the way of production from the XML body to the reply's XML, without
/// network and store. Calls are not made: they fail at once. Messages that are pushed arrive.</summary>
/// <param name="script">The rules.</param>
/// <param name="account">The account, as rules see it.</param>
/// <param name="clock">When packets happen.</param>
/// <param name="canPush">Whether the account may push.</param>
/// <param name="seed">Chooses among random variants, the same for the same number; null to choose by packet as production does.</param>
internal sealed class ChatSession(Script script, AccountView account, ChatClock clock, bool canPush, ulong? seed)
{
    private static readonly CallbackQuery Query = new("", "", "");
    private static readonly Value NoCalls = Value.Map([new("ok", false), new("error", "chat makes no calls")]);

    // Rules that arm timers for one another for ever must not hang the chat.
    private const int MostLines = 1000;

    private readonly AccountSecurity _security = new(account.AppId, "chat", SecurityMode.Plaintext, [], UserPacket.Account);
    private readonly AccountSetting _setting = new() { View = account, CanPush = canPush };
    private readonly List<ChatLine> _lines = [];
    private readonly Queue<OutboxEntry> _owed = [];
    private byte[]? _lastBody;
    private byte[] _lastAnswer = [];
    private ulong _sent;

    // The packet that waits for its answer, and the answer once it is there.
    private PacketFingerprint? _held;
    private Answer? _answer;

    /// <summary>The rules; the conversation goes on when they change.</summary>
    public Script Script { get; set; } = script;

    /// <summary>The conversation now.</summary>
    public Conversation State { get; private set; } = Conversation.New;

    /// <summary>The time of the last thing that happened.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Pushes what a user does.</summary>
    public Delivered Send(UserPacket packet)
    {
        var at = clock.Tick();
        var earlier = Wake(at);
        _sent++;
        _lastBody = packet.ToXml(at, at.ToUnixTimeMilliseconds() * 1000);
        return Deliver(_lastBody, at) with { Earlier = earlier };
    }

    /// <summary>Pushes the last packet once more, as WeChat does when it heard no answer; null when there was none.</summary>
    public Delivered? SendAgain() => _lastBody is null ? null : Deliver(_lastBody, clock.Now);

    /// <summary>Lets time pass; whatever falls due meanwhile happens at its time.</summary>
    public ImmutableArray<ChatLine> Wait(TimeSpan time)
    {
        var until = clock.Now + time;
        var lines = Wake(until);
        clock.PassTo(until);
        return lines;
    }

    private Delivered Deliver(byte[] body, DateTimeOffset at)
    {
        var read = Callback.ReadBody(body, Query, _security, at).Packet;
        if (read is PacketResult.Rejected rejected) return new Delivered.Rejected(rejected);
        var packet = ((PacketResult.Parsed)read).Packet;
        if (packet.Conversation is null) return new Delivered.Unheard(packet);

        (_held, _answer) = (null, null);
        var again = Step(new ConversationInput.Delivery(packet, PacketFingerprint.Of(packet.Key), at), at).OfType<Effect.CountDelivery>().SingleOrDefault();
        Finish();
        var answer = _answer ?? new Answer(null, clock.Now);
        var bytes = Seal(answer, packet);
        var same = bytes.AsSpan().SequenceEqual(_lastAnswer);
        _lastAnswer = bytes;
        var lines = TakeLines();
        return again is null ? new Delivered.Turned(answer.Reply, lines) : new Delivered.Repeated(answer.Reply, again.Seq, same);
    }

    // Goes on until the packet is answered and nothing waits for a call any more.
    private void Finish()
    {
        while (_lines.Count < MostLines)
        {
            if (GoOn(clock.Now)) continue;
            if (_held is null || State.WorkDue is not { } due || due <= clock.Now) return;
            clock.PassTo(due);
        }
    }

    // Lets everything happen that is due up to a moment.
    private ImmutableArray<ChatLine> Wake(DateTimeOffset until)
    {
        while (_lines.Count < MostLines && NextDue() is { } due && due <= until)
        {
            if (!GoOn(due)) break;
            while (_lines.Count < MostLines && GoOn(due)) { }
        }

        return TakeLines();
    }

    private DateTimeOffset? NextDue()
    {
        var next = State.WorkDue;
        if (State.Pause is { Until: { } end } && (next is null || end < next)) next = end;
        if (State.Pause is null && !State.Timers.IsEmpty && (next is null || State.Timers[0].Due < next)) next = State.Timers[0].Due;
        return next;
    }

    // One step of what is to be done now; false when nothing is.
    private bool GoOn(DateTimeOffset now)
    {
        if (_owed.TryDequeue(out var entry)) Step(new ConversationInput.PushEnded(entry, new OutboxOutcome(OutboxState.Sent, now), now), now);
        else if (State.Running is { } running) Step(new ConversationInput.CallEnded(running.CallId, NoCalls, TimeSpan.Zero, now), now);
        else if (State.HasWork(now)) Step(new ConversationInput.Continue(now), now);
        else return false;
        return true;
    }

    private ImmutableArray<Effect> Step(ConversationInput input, DateTimeOffset now)
    {
        var before = State;
        var step = Conversation.Step(before, input, new StepContext(
            new ConversationId(account.Alias, new(UserPacket.OpenId)), Script, _setting, now, seed is { } chosen ? chosen + _sent : input.Fingerprint.Seed)
        {
            Held = _held is { } held ? [held] : [], RunningScript = Script,
        });
        State = step.Next;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case Effect.Commit commit:
                    _lines.Add(new ChatLine(commit.Turn, before, State));
                    foreach (var entry in commit.Turn.Writes?.Owed ?? []) _owed.Enqueue(entry);
                    break;
                case Effect.AnswerCarrier carrier when input is ConversationInput.Delivery: _answer = carrier.Answer; break;
                case Effect.HoldCarrier hold: _held = hold.Packet; break;
                case Effect.AnswerHeld answered when answered.Packet == _held: (_answer, _held) = (answered.Answer, null); break;
            }
        }

        return step.Effects;
    }

    private ImmutableArray<ChatLine> TakeLines()
    {
        ImmutableArray<ChatLine> lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    private byte[] Seal(Answer answer, Packet packet)
    {
        if (answer.Reply is null) return "success"u8.ToArray();
        var output = new ArrayBufferWriter<byte>();
        Callback.SealReply(output, answer.Reply, packet, -1, Query, _security, answer.At.ToUnixTimeSeconds());
        return output.WrittenSpan.ToArray();
    }
}

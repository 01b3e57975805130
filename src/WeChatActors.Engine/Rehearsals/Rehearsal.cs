using System.Buffers;
using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One follower's conversation in memory, on virtual time: packets go the way of production from the XML body to the reply's XML, without
/// network and store. The platform waits five seconds for an answer and delivers up to three times; calls are answered by whoever was named;
/// messages that are pushed arrive. Not for several threads.</summary>
/// <param name="script">The rules.</param>
/// <param name="account">The account, as rules see it.</param>
/// <param name="clock">When packets happen.</param>
/// <param name="setting">All else.</param>
public sealed class Rehearsal(Script script, AccountView account, RehearsalClock clock, RehearsalSetting setting)
{
    private static readonly CallbackQuery Query = new("", "", "");
    private static readonly OpenId Follower = new(UserPacket.OpenId);

    // As the engine begins with.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4.5);

    // No call is waited for longer.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Rules that arm timers for one another for ever must not hang it.
    private const int MostLines = 1000;

    private readonly AccountSecurity _security = new(account.AppId, "rehearsal", SecurityMode.Plaintext, [], UserPacket.Account);
    private readonly ConversationId _id = new(account.Alias, Follower);
    private readonly List<RehearsedLine> _lines = [];
    private readonly Queue<OutboxEntry> _owed = [];
    private readonly ArrayBufferWriter<byte> _sealed = new();
    private readonly Dictionary<string, Script> _earlier = new(StringComparer.Ordinal);
    private AccountSetting _account = Named(account, script, setting);
    private Script _script = script;
    private DateTimeOffset _now = clock.Now;
    private byte[]? _lastBody;
    private byte[] _lastAnswer = [];
    private ulong _sent;

    // The packet that is under way, its open carrier and its answer once one was given.
    private Packet? _packet;
    private DateTimeOffset? _carrierSince;
    private bool _isDue;
    private int _deliveries;
    private DateTimeOffset _deliveredAt;
    private Answer? _answer;

    // The call that runs, when it ends and how.
    private (CallId Id, DateTimeOffset At, Value Result)? _call;

    /// <summary>The rules; the conversation goes on when they change.</summary>
    public Script Script
    {
        get => _script;
        set
        {
            _earlier[_script.Hash] = _script;
            (_script, _account) = (value, Named(account, value, setting));
        }
    }

    /// <summary>The conversation now.</summary>
    public Conversation State { get; private set; } = setting.Begin;

    /// <summary>The time of the last thing that happened.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>An open dialog as people may see it; null when its rules have it no more.</summary>
    public DialogView? ViewOf(OpenDialog dialog)
    {
        ArgumentNullException.ThrowIfNull(dialog);
        return (dialog.ScriptHash == _script.Hash ? _script : _earlier.GetValueOrDefault(dialog.ScriptHash) ?? _script).ViewOf(dialog);
    }

    /// <summary>Whether a line holds words that nobody may read, because they answer a secret question.</summary>
    public bool HoldsSecret(RehearsedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line is { Turn.IsSecret: true, Before.Dialog: { } dialog } && ViewOf(dialog) is null or { AsksSecret: true };
    }

    /// <summary>Pushes what a user does, and lets pass what time it takes until nothing waits for an answer or a call any more.</summary>
    /// <param name="packet">What.</param>
    /// <param name="deliveries">How often the platform delivers it at least, five seconds apart, answered or not.</param>
    public Rehearsed Send(UserPacket packet, int deliveries = 1)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var at = clock.Tick();
        var earlier = Wake(at);
        _now = at;
        _sent++;
        _lastBody = packet.ToXml(at, at.ToUnixTimeMilliseconds() * 1000);
        var result = Deliver(_lastBody, deliveries);
        clock.PassTo(_now);
        return result with { Earlier = earlier };
    }

    /// <summary>Pushes the last packet once more, as WeChat does when it heard no answer; null when there was none.</summary>
    public Rehearsed? SendAgain() => _lastBody is null ? null : Deliver(_lastBody, 1);

    /// <summary>Lets time pass; whatever falls due meanwhile happens at its time.</summary>
    /// <returns>What happened.</returns>
    public ImmutableArray<RehearsedLine> Wait(TimeSpan time)
    {
        var until = clock.Now + time;
        var lines = Wake(until);
        clock.PassTo(until);
        return lines;
    }

    private Rehearsed Deliver(byte[] body, int deliveries)
    {
        var read = Callback.ReadBody(body, Query, _security, _now).Packet;
        if (read is PacketResult.Rejected rejected) return new Rehearsed.Rejected(rejected);
        _packet = ((PacketResult.Parsed)read).Packet;
        if (_packet.Conversation is null) return new Rehearsed.Unheard(_packet);

        var (first, turns, same) = (_now, State.Turns, true);
        (_answer, _deliveries) = (null, 0);
        if (Deliver() is { } before)
        {
            var bytes = Seal(_answer!.Value);
            same = bytes.AsSpan().SequenceEqual(_lastAnswer);
            _lastAnswer = bytes;
            return new Rehearsed.Repeated(_answer.Value.Reply, before, same);
        }
        while (IsUnderWay && Happen(first + Longest)) { }
        var (answer, took) = (_answer, _answer is null ? (TimeSpan?)null : _deliveredAt - first);
        _lastAnswer = answer is { } given ? Seal(given) : [];
        for (var again = _deliveries; again < deliveries; again++)
        {
            while (Happen(first + (again * WaitingLimits.Carrier))) { }
            if (_now < first + (again * WaitingLimits.Carrier)) _now = first + (again * WaitingLimits.Carrier);
            Deliver();
            while (IsUnderWay && Happen(first + Longest)) { }
            same &= _answer is { } repeated && Seal(repeated).AsSpan().SequenceEqual(_lastAnswer);
        }
        return new Rehearsed.Turned(answer?.Reply, TakeLines()) { Took = took, Deliveries = _deliveries, AlwaysSame = same, Turns = (int)(State.Turns - turns) };
    }

    // One delivery of the packet under way; the turn it had before, when it is known already.
    private long? Deliver()
    {
        _deliveries++;
        long? before = null;
        var held = false;
        foreach (var effect in Step(new ConversationInput.Delivery(_packet!, PacketFingerprint.Of(_packet!.Key), _now)))
        {
            if (effect is Effect.CountDelivery again) before = again.Seq;
            held |= effect is Effect.HoldCarrier;
        }
        (_carrierSince, _isDue) = (held ? _now : null, false);
        return held ? null : before;
    }

    /// <summary>Whether the platform waits for an answer, or the conversation for a call or its own turn.</summary>
    private bool IsUnderWay =>
        (_answer is null && (_carrierSince is not null || _deliveries < WaitingLimits.Deliveries)) || State.Running is not null || !State.Queue.IsEmpty || !State.Unclaimed.IsEmpty || _owed.Count > 0;

    // Lets everything happen that is due up to a moment.
    private ImmutableArray<RehearsedLine> Wake(DateTimeOffset until)
    {
        while (Happen(until)) { }
        if (_now < until) _now = until;
        return TakeLines();
    }

    /// <summary>Lets the next thing happen, at its time; false when nothing is due up to a moment.</summary>
    private bool Happen(DateTimeOffset until)
    {
        if (_lines.Count >= MostLines) return false;
        if (_owed.TryDequeue(out var entry))
        {
            Step(new ConversationInput.PushEnded(entry, new OutboxOutcome(OutboxState.Sent, _now), _now));
            return true;
        }
        if (State.HasWork(_now) && Continue()) return true;
        var due = NextDue();
        if (_call is { } call && (due is null || call.At <= due)) due = call.At;
        if (PlatformDue is { } platform && (due is null || platform < due)) due = platform;
        if (due is not { } at || at > until) return false;
        if (_now < at) _now = at;
        if (_call is { } ended && ended.At == at)
        {
            _call = null;
            Step(new ConversationInput.CallEnded(ended.Id, ended.Result, TimeSpan.Zero, _now));
            return true;
        }
        return PlatformDue == at ? GoOnWithCarrier() : State.HasWork(_now) && Continue();
    }

    /// <summary>The script with which the open dialog began, when it is another than now.</summary>
    private Script? DialogScript => State.Dialog is { } dialog && dialog.ScriptHash != _script.Hash ? _earlier.GetValueOrDefault(dialog.ScriptHash) : null;

    private bool Continue() => !Step(new ConversationInput.Continue(_now)).IsEmpty;

    /// <summary>When the budget of the open carrier ends, or the platform gives it up.</summary>
    private DateTimeOffset? PlatformDue => _carrierSince is { } since ? since + (_isDue ? WaitingLimits.Carrier : Budget) : null;

    private bool GoOnWithCarrier()
    {
        if (!_isDue)
        {
            _isDue = true;
            Step(new ConversationInput.CarriersDue(PacketFingerprint.Of(_packet!.Key), _now));
        }
        else
        {
            _carrierSince = null;
            if (_deliveries < WaitingLimits.Deliveries) Deliver();
        }
        return true;
    }

    private DateTimeOffset? NextDue()
    {
        var next = State.WorkDue;
        if (State.Pause is { Until: { } end } && (next is null || end < next)) next = end;
        if (State.Pause is null && State.Running is null && !State.Timers.IsEmpty && (next is null || State.Timers[0].Due < next)) next = State.Timers[0].Due;
        return next;
    }

    private ImmutableArray<Effect> Step(ConversationInput input)
    {
        var before = State;
        var step = Conversation.Step(before, input, new StepContext(_id, Script, _account, _now, setting.Seed is { } chosen ? chosen + _sent : input.Fingerprint.Seed)
        {
            Held = _carrierSince is null ? [] : [PacketFingerprint.Of(_packet!.Key)], RunningScript = Script, DialogScript = DialogScript, Trace = setting.Trace,
        });
        State = step.Next;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case Effect.Commit commit:
                    _lines.Add(new RehearsedLine(commit.Turn, before, State));
                    foreach (var entry in commit.Turn.Writes?.Owed ?? []) _owed.Enqueue(entry);
                    break;
                case Effect.AnswerCarrier carrier when input is ConversationInput.Delivery: Answered(carrier.Answer); break;
                case Effect.AnswerHeld held when _carrierSince is not null && held.Packet == PacketFingerprint.Of(_packet!.Key): Answered(held.Answer); break;
                case Effect.StartCall start: Call(start.Ticket); break;
                case Effect.CancelCall cancel when _call?.Id == cancel.Id: _call = null; break;
            }
        }

        return step.Effects;
    }

    private void Answered(Answer answer) => (_answer, _deliveredAt, _carrierSince) = (answer, _now, null);

    private void Call(CallTicket ticket)
    {
        var deadline = _account.Deadlines.Of(ticket.Order);
        if (setting.Answer(ticket.Order) is not { } answer) _call = (ticket.Id, _now, CallFailure.Of("no_mock"));
        else if (answer.Takes is { } takes && takes <= deadline) _call = (ticket.Id, _now + takes, answer.Result);
        else _call = (ticket.Id, _now + deadline, answer.Takes is null ? answer.Result : CallFailure.Of(CallError.Timeout));
    }

    private ImmutableArray<RehearsedLine> TakeLines()
    {
        ImmutableArray<RehearsedLine> lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    private byte[] Seal(Answer answer)
    {
        if (answer.Reply is null) return "success"u8.ToArray();
        _sealed.ResetWrittenCount();
        Callback.SealReply(_sealed, answer.Reply, _packet!, -1, Query, _security, answer.At.ToUnixTimeSeconds());
        return _sealed.WrittenSpan.ToArray();
    }

    // Files beside the rules count as uploaded, under their own names.
    private static AccountSetting Named(AccountView account, Script script, RehearsalSetting setting) => new()
    {
        View = account, CanPush = setting.CanPush, Media = script.Files.IsEmpty ? null : script.Files.ToDictionary(file => file.Path, file => file.Path, StringComparer.Ordinal),
    };
}

using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What is pushed, and what comes of it.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>The longest text of a customer-service message in bytes of UTF-8 (field value).</summary>
    private const int TextPushBytes = 2048;

    /// <summary>Tags, remarks and notices that could not be told for so long are told no more.</summary>
    private static readonly TimeSpan ItemLife = TimeSpan.FromDays(1);

    /// <summary>Owes a call that spends nothing.</summary>
    private long? Owe(OutboxItem item, TimeSpan? life = null, string? key = null)
    {
        if (!Setting.CanPush) return null;
        _commits = true;
        return Owe(item, default, _now + (life ?? ItemLife), null, key);
    }

    private long Owe(OutboxItem item, Reservation grant, DateTimeOffset expires, long? answers, string? key)
    {
        // The place in the turn has two digits: no turn owes more.
        var id = (_seq * 100) + _owed.Count;
        _owed.Add(new OutboxEntry(_context.Id, id, _now, item, grant, expires, answers, key));
        return id;
    }

    /// <summary>Pushes a message, a long text in parts, as far as the window allows. The first row's number; null when nothing could be pushed.</summary>
    private long? Push(CustomerMessage message, long? answers, string? key = null)
    {
        _commits = true;
        if (!Setting.CanPush)
        {
            Note($"A message of type {message.MsgType} was not sent: the account cannot push (can_push, app_secret).");
            return null;
        }
        long? first = null;
        foreach (var part in Parts(message))
        {
            if (_owed.Count >= 99 || !_state.Ledger.TryReserve(_now, out var grant, out var ledger))
            {
                Note($"{(first is null ? "A message" : "The rest of a message")} of type {message.MsgType} was not sent: the window has nothing left.");
                break;
            }
            _state = _state with { Ledger = ledger };
            var id = Owe(new OutboxItem.Message(part), grant, grant.Until, answers, first is null ? key : null);
            first ??= id;
        }
        return first;
    }

    private static ImmutableArray<CustomerMessage> Parts(CustomerMessage message)
    {
        if (message is not TextPush text || PassiveReplyLimits.FittingLength(text.Content, TextPushBytes) == text.Content.Length) return [message];
        return [.. LongText.Split(text.Content, TextPushBytes).Select(part => text with { Content = part })];
    }

    /// <summary>Pushes an answer that has no carrier, or keeps it for the user's next packet: all of it goes one way.</summary>
    private void PushOrPark(PassiveReply reply, long seq, string question)
    {
        _commits = true;
        var messages = PushForms.Of(reply);
        if (messages.IsEmpty)
        {
            Note($"A reply of type {reply.MsgType} came after its carriers and has no other form; it is dropped.");
            return;
        }
        var parts = 0;
        foreach (var message in messages) parts += Parts(message).Length;
        if (Setting.CanPush && _state.Subscribed && _state.Ledger.Left(_now) >= parts && _owed.Count + parts < 99)
        {
            foreach (var message in messages) Push(message, seq);
        }
        else
        {
            Park(reply, seq, question);
        }
    }

    private void Park(PassiveReply reply, long seq, string question, bool onlyPulled = false)
    {
        _commits = true;
        _parked.Add(new ParkedAnswer(seq, question, reply, _now, onlyPulled));
        var parked = _state.Parked.Add(_parked[^1]);
        if (parked.Length > WaitingLimits.Parked)
        {
            Note($"The oldest of {parked.Length} answers that wait for the user was dropped.");
            parked = parked.RemoveAt(0);
        }
        _state = _state with { Parked = parked };
    }

    /// <summary>A row of the outbox ended: corrects the ledger, and keeps an answer that did not arrive.</summary>
    public void PushEnded(OutboxEntry entry, OutboxOutcome outcome)
    {
        _commits = true;
        _ended.Add((entry.Id, outcome));
        _state = _state with { Answered = _state.Answered.Add(new AnsweredPacket(_input.Fingerprint, _now, _seq, null)) };
        if (entry.Item is not OutboxItem.Message message) return;
        switch (outcome.State)
        {
            case OutboxState.Refused when outcome.Errcode is 45015 or 45047 or 43004 or 50005:
                _state = _state with { Ledger = _state.Ledger.Exhaust(entry.Grant) };
                break;
            case OutboxState.Refused or OutboxState.Expired:
                _state = _state with { Ledger = _state.Ledger.GiveBack(entry.Grant) };
                break;
            default:
                _state = _state with { Ledger = _state.Ledger.Spend(entry.Grant, outcome.At) };
                break;
        }
        if (entry.Answers is not { } seq || outcome.State == OutboxState.Sent || seq <= _state.ErasedAt) return;
        if (PushForms.Back(message.Content) is { } reply) Park(reply, seq, "", onlyPulled: outcome.State == OutboxState.Unknown);
        else Note($"An answer of type {message.Content.MsgType} did not arrive and has no form as a reply.");
    }
}

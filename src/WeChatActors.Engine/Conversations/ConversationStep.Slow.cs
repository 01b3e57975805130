using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Answers that take longer than a carrier: acknowledged, stretched, or stood in for.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>Stands before an answer that may have arrived before, when it is fetched.</summary>
    internal const string MaybeSeen = "（这条可能已经收到过）";

    /// <summary>The budget of a packet's carriers ended.</summary>
    public void CarriersDue(PacketFingerprint due)
    {
        ClaimHere();
        if (FindOpen(due) is not { } packet) return;
        var running = _state.Running;
        var isRunning = IsOfRunning(packet);
        var slow = isRunning ? running!.Slow : Defaults.Slow;
        var last = packet.Deliveries >= WaitingLimits.Deliveries || _now - packet.FirstAt >= WaitingLimits.LastDue;
        if (MayPushLater(slow))
        {
            Settle(packet, null, "acknowledged");
            Replace(packet with { IsSettled = true });
            if (isRunning) Owe(new OutboxItem.Typing(true), WaitingLimits.Carrier);
        }
        else if (last || slow == SlowMode.Placeholder || (slow == SlowMode.Auto && isRunning && _context.Expected > WaitingLimits.Stretch))
        {
            StandIn(packet);
        }
        // Otherwise nobody answers, and the platform delivers again.
    }

    private bool MayPushLater(SlowMode slow) => Setting.CanPush && slow switch
    {
        SlowMode.Push => _state.Ledger.Left(_now) > 0,
        SlowMode.Auto => _state.Ledger.Left(_now) > Defaults.Reserve,
        _ => false,
    };

    /// <summary>Whether a packet waits for the answer of the turn that runs.</summary>
    private bool IsOfRunning(OpenPacket packet) =>
        _state.Running is { } running && (running.Packet?.Seq == packet.Seq || running.Pulled.Any(pulled => pulled.Seq == packet.Seq));

    /// <summary>Answers a packet with a text that says how to get its answer.</summary>
    private void StandIn(OpenPacket packet)
    {
        // The link of one that waits its turn is not that of the turn before it.
        var running = IsOfRunning(packet) ? _state.Running : null;
        var seq = running?.Seq ?? packet.Seq;
        // Who asked by a pull word is told about his question, not about the word.
        var about = running?.Packet?.About ?? running?.About ?? packet.About;
        if (about is not null && (running?.Packet ?? packet).IsSecret) about = Unspoken(about);
        var text = _context.Script.Placeholder(
            InputOf(about, null, packet.Fingerprint.Seed), Setting.LinkOf?.Invoke(_context.Id, seq, _now), running?.Call);
        var fitted = PassiveReplyLimits.Fit(new TextReply(text), packet.Packet);
        if (fitted.Note is not null) Note(fitted.Note);
        Settle(packet, fitted.Reply, "placeholder");
        Replace(packet with { IsSettled = true });
    }

    /// <summary>A pull word fetches what waits for the user, or waits with him for what is still under way.</summary>
    private bool Pulls(OpenPacket open)
    {
        if (!IsSpoken(open.Packet) || !Defaults.Pull.Contains(open.Packet.Text!.Trim(), StringComparer.OrdinalIgnoreCase)) return false;
        if (!_state.Parked.IsEmpty)
        {
            var parked = _state.Parked[0];
            _state = _state with { Parked = _state.Parked.RemoveAt(0) };
            var reply = parked.Reply;
            if (parked.OnlyPulled)
            {
                Note($"The answer to line {parked.Seq} may have arrived before.");
                if (reply is TextReply unsure) reply = Unsure(parked, unsure.Content);
            }
            if (!_state.Parked.IsEmpty && reply is TextReply text)
                reply = FitWith(text.Content, $"\n（还有 {_state.Parked.Length} 条，回复“{Defaults.Pull[0]}”继续）");
            Settle(open, FitCarrier(open, reply, open.Seq), "answer");
            return true;
        }
        if (_state.Running is not { Replied: false } running || running.Packet is { IsSettled: false }) return false;
        Hold(open);
        _state = _state with { Running = running with { Pulled = running.Pulled.Add(open) } };
        return true;
    }

    /// <summary>A text that may have arrived before, as a carrier takes it. What it has beyond that is fetched next.</summary>
    private TextReply Unsure(ParkedAnswer parked, string text)
    {
        var parts = LongText.Split(text, PassiveReplyLimits.MaxTextBytes - System.Text.Encoding.UTF8.GetByteCount(MaybeSeen) - 1);
        if (parts.Length > 1) _state = _state with { Parked = _state.Parked.Insert(0, parked with { Reply = new TextReply(Behind(parts[0], text)) }) };
        return new TextReply(MaybeSeen + "\n" + parts[0]);
    }

    /// <summary>What a text has behind its first part.</summary>
    private static string Behind(string part, string text) => text[(text.IndexOf(part, StringComparison.Ordinal) + part.Length)..].TrimStart();

    /// <summary>Shows what is parked together with a reply, as far as one message can.</summary>
    private PassiveReply? WithParked(PassiveReply? reply)
    {
        var at = -1;
        for (var i = 0; i < _state.Parked.Length && at < 0; i++)
            if (!_state.Parked[i].OnlyPulled) at = i;
        if (at < 0) return reply;
        var parked = _state.Parked[at];
        if (reply is null)
        {
            _state = _state with { Parked = _state.Parked.RemoveAt(at) };
            return parked.Reply;
        }
        if (reply is TextReply now && parked.Reply is TextReply then)
        {
            var head = parked.Question.Length == 0 ? then.Content : $"“{parked.Question}”：\n{then.Content}";
            var both = $"{head}\n\n{now.Content}";
            if (PassiveReplyLimits.FittingLength(both, PassiveReplyLimits.MaxTextBytes) == both.Length)
            {
                _state = _state with { Parked = _state.Parked.RemoveAt(at) };
                return new TextReply(both);
            }
        }
        if (Setting.CanPush && _state.Ledger.Left(_now) > 0)
        {
            _state = _state with { Parked = _state.Parked.RemoveAt(at) };
            PushOrPark(parked.Reply, parked.Seq, parked.Question);
            return reply;
        }
        return reply is TextReply text && !Defaults.Pull.IsEmpty ? FitWith(text.Content, $"\n（之前的答案好了，回复“{Defaults.Pull[0]}”查看）") : reply;
    }

    /// <summary>A text with a remark at its end, as long as both fit.</summary>
    private static TextReply FitWith(string text, string remark) =>
        PassiveReplyLimits.FittingLength(text + remark, PassiveReplyLimits.MaxTextBytes) == text.Length + remark.Length ? new(text + remark) : new(text);

    /// <summary>A reply as a carrier takes it. What a long text has beyond that is pushed, or parked.</summary>
    private PassiveReply? FitCarrier(OpenPacket packet, PassiveReply reply, long seq)
    {
        if (reply is TextReply { Content: var text } && packet.Packet.Reply == ReplyAbility.Allowed
            && PassiveReplyLimits.FittingLength(text, PassiveReplyLimits.MaxTextBytes) < text.Length)
        {
            var hint = Defaults.Pull.IsEmpty ? "" : $"\n（回复“{Defaults.Pull[^1]}”看下文）";
            var parts = LongText.Split(text, PassiveReplyLimits.MaxTextBytes - System.Text.Encoding.UTF8.GetByteCount(hint));
            if (parts.Length > 1)
            {
                var rest = new TextReply(Behind(parts[0], text));
                Note($"The text reply has {System.Text.Encoding.UTF8.GetByteCount(text)} bytes; a carrier takes {PassiveReplyLimits.MaxTextBytes}, and the rest follows.");
                var pushes = LongText.Split(rest.Content, TextPushBytes).Length;
                if (Setting.CanPush && _state.Ledger.Left(_now) >= pushes) PushOrPark(rest, seq, "");
                else
                {
                    Park(rest, seq, "");
                    return new TextReply(parts[0] + hint);
                }
                return new TextReply(parts[0]);
            }
        }
        var fitted = PassiveReplyLimits.Fit(reply, packet.Packet);
        if (fitted.Note is not null) Note(fitted.Note);
        return fitted.Reply;
    }
}

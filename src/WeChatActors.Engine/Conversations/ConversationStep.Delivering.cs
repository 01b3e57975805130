using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What a packet does that meets a conversation with something under way, or that says something about it.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>Takes a packet that had no turn yet.</summary>
    /// <param name="delivery">Its delivery.</param>
    /// <param name="decision">What the rules decide about it, when that is known already.</param>
    public void Deliver(ConversationInput.Delivery delivery, Decision? decision)
    {
        if (Join(delivery)) return;
        var packet = delivery.Packet;
        _commits = _ofPacket = true;
        var open = new OpenPacket(packet, delivery.Fingerprint, _seq, delivery.ReceivedAt);
        if (packet is UserAuthorizationRevokeEvent or UserAuthorizationCancellationEvent)
        {
            Erase();
            Settle(open, null, "answer");
            return;
        }
        TakeFacts(packet);
        ArmWindowTimers();
        if (packet is UnsubscribeEvent)
        {
            GiveUpWaiting("interrupted");
            TakeDialog(null);
        }
        if (StaysSilent(open)) return;
        if (Pulls(open)) return;
        if (_state.Running is not null || !_state.Queue.IsEmpty) Overlap(open);
        else Begin(open, decision);
    }

    /// <summary>A further delivery of a packet whose answer is not decided: its carrier joins the others, or takes the answer that waits for one.</summary>
    private bool Join(ConversationInput.Delivery delivery)
    {
        foreach (var packet in _state.Unclaimed)
            if (packet.Fingerprint == delivery.Fingerprint)
            {
                _cause = new ConversationInput.Continue(_now);
                _state = _state with { Unclaimed = _state.Unclaimed.Remove(packet) };
                Settle(packet, packet.Ready, "answer");
                return true;
            }
        if (FindOpen(delivery.Fingerprint) is not { } open) return false;
        Replace(open with { Deliveries = open.Deliveries + 1 });
        _effects.Add(new Effect.CountDelivery(open.Seq));
        _effects.Add(new Effect.HoldCarrier(open.Fingerprint));
        return true;
    }

    /// <summary>What a packet says about the person, whoever answers it.</summary>
    private void TakeFacts(Packet packet)
    {
        var (subscribed, ledger) = _state.Reached(packet, _now, Setting.Ledger);
        _state = _state with { Subscribed = subscribed, Ledger = ledger };
        switch (packet)
        {
            case UserInfoModifiedEvent when _state.Profile is { } profile:
                _state = _state with { Profile = profile with { Name = null, Picture = null, UpdatedAt = _now } };
                break;
            case TemplateSendJobFinishEvent { MsgId: { } id } report:
                _delivered.Add((id, report.Succeeded ? "delivered" : report.Status ?? "failed"));
                break;
            case SubscribeMsgSentEvent sent:
                foreach (var result in sent.Results)
                    if (result.MsgId is { } msgId) _delivered.Add((msgId, result.ErrorCode is null or 0 ? "delivered" : result.ErrorStatus ?? "failed"));
                break;
        }
    }

    /// <summary>What happens to a packet that arrives while another one runs or waits.</summary>
    private void Overlap(OpenPacket open)
    {
        open = HideUnheard(open);
        if (_state.Running is { Busy: BusyMode.Ignore } && open.Packet is not Event)
        {
            Note("Ignored: the turn before it still runs.");
            Settle(open, null, "ignored");
        }
        else if (_state.Running is { Busy: BusyMode.Interrupt } && open.Packet is Message)
        {
            GiveUpRunning("interrupted");
            // What waited before it, such as a tap, keeps its place.
            if (_state.Queue.IsEmpty) Begin(open, null);
            else Enqueue(open);
        }
        else if (_state.Queue is [.., { CollectUntil: { } until } last] && until > _now && IsSpoken(open.Packet))
        {
            Collect(last, open);
        }
        else
        {
            Enqueue(open);
        }
    }

    private void Enqueue(OpenPacket open)
    {
        if (_state.Queue.Length >= WaitingLimits.Queue)
        {
            Note($"No turn: {WaitingLimits.Queue} packets wait already.");
            Settle(open, null, "ignored");
            return;
        }
        // Nothing that is said to it would be shown, so the platform need not wait.
        if (open.Packet.Reply == ReplyAbility.None)
        {
            Settle(open, null, "acknowledged");
            open = open with { IsSettled = true };
        }
        else
        {
            Hold(open);
        }
        _state = _state with { Queue = _state.Queue.Add(open) };
    }

    private void Hold(OpenPacket open)
    {
        _isOpen = true;
        _effects.Add(new Effect.HoldCarrier(open.Fingerprint));
    }

    private static bool IsSpoken(Packet packet) => packet is TextMessage { BizMsgMenuId: null };

    /// <summary>Waits for more of what the user is typing.</summary>
    private void Collect(OpenPacket open)
    {
        open = HideUnheard(open);
        Hold(open);
        _state = _state with { Queue = [open with { CollectFrom = _now, CollectUntil = _now + WaitingLimits.Collect }] };
    }

    /// <summary>Joins a text that waited for its turn with those behind it that were typed in one go. The newest carries the answer.</summary>
    private OpenPacket CollectQueued(OpenPacket first)
    {
        var (last, end) = (first, first.FirstAt + WaitingLimits.CollectMost);
        while (_state.Queue is [var next, ..] && IsSpoken(next.Packet) && next.FirstAt - last.FirstAt <= WaitingLimits.Collect && next.FirstAt <= end)
        {
            Joined(last);
            last = next with { Joined = last.About.Text + "\n" + next.Packet.Text };
            _state = _state with { Queue = _state.Queue.RemoveAt(0) };
        }
        var more = last.FirstAt + WaitingLimits.Collect;
        return last with { CollectFrom = first.FirstAt, CollectUntil = more < end ? more : end };
    }

    /// <summary>Joins a text with those before it. The newest carries the answer.</summary>
    private void Collect(OpenPacket last, OpenPacket open)
    {
        var end = last.CollectFrom!.Value + WaitingLimits.CollectMost;
        var more = _now + WaitingLimits.Collect;
        Joined(last);
        Hold(open);
        open = open with { Joined = last.About.Text + "\n" + open.Packet.Text, CollectFrom = last.CollectFrom, CollectUntil = more < end ? more : end };
        _state = _state with { Queue = _state.Queue.SetItem(_state.Queue.Length - 1, open) };
    }

    private void Joined(OpenPacket packet)
    {
        Note($"Line {packet.Seq} was joined with the next.");
        if (!packet.IsSettled) Settle(packet, null, "joined");
    }

    private OpenPacket? FindOpen(PacketFingerprint packet)
    {
        if (_state.Running is { } running)
        {
            if (running.Packet is { IsSettled: false } own && own.Fingerprint == packet) return own;
            foreach (var pulled in running.Pulled)
                if (pulled.Fingerprint == packet && !pulled.IsSettled) return pulled;
        }
        foreach (var waiting in _state.Queue)
            if (waiting.Fingerprint == packet && !waiting.IsSettled) return waiting;
        return null;
    }

    /// <summary>Puts a changed packet in its place.</summary>
    private void Replace(OpenPacket packet)
    {
        if (_state.Running is { } running)
        {
            if (running.Packet?.Seq == packet.Seq) _state = _state with { Running = running with { Packet = packet } };
            for (var i = 0; i < running.Pulled.Length; i++)
                if (running.Pulled[i].Seq == packet.Seq) _state = _state with { Running = running with { Pulled = running.Pulled.SetItem(i, packet) } };
        }
        for (var i = 0; i < _state.Queue.Length; i++)
            if (_state.Queue[i].Seq == packet.Seq) _state = _state with { Queue = _state.Queue.SetItem(i, packet) };
    }

    /// <summary>Ends the turn that runs and everything that waits for one: nobody is to be told any more, or somebody else speaks now.</summary>
    private void GiveUpWaiting(string how)
    {
        GiveUpRunning(how);
        if (_state.Queue.IsEmpty) return;
        var queue = _state.Queue;
        _state = _state with { Queue = [] };
        foreach (var waiting in queue)
        {
            Note($"Line {waiting.Seq} was {how} before its turn.");
            if (!waiting.IsSettled) Settle(waiting, null, how);
        }
    }

    /// <summary>Ends the turn that runs.</summary>
    private void GiveUpRunning(string how)
    {
        if (_state.Running is not { } running) return;
        _effects.Add(new Effect.CancelCall(running.CallId));
        Note($"The turn of line {running.Seq} was {how}; its call to {running.Call.Target} is given up.");
        _state = _state with { Running = null };
        // What its time was to do is done after what came between.
        if (running.Start is RuleStart.DialogDue && _state.Dialog is not null) AddTimer(new ConversationTimer(ConversationTimer.Dialog, _now, new TimerTask.DialogDue()));
        if (running.Packet is { IsSettled: false } own) Settle(own, null, how);
        foreach (var pulled in running.Pulled)
            if (!pulled.IsSettled) Settle(pulled, null, how);
    }

    /// <summary>Timers for rules that act before the window closes; each looks again when the window was renewed meanwhile, so none moves with every packet.</summary>
    private void ArmWindowTimers()
    {
        foreach (var lead in _context.Script.WindowLeads)
        {
            var name = WindowTimer(lead);
            var grant = _state.Ledger.UserMessage;
            if (grant.Left > 0 && grant.Until - lead > _now && !_state.Timers.Any(timer => timer.Name == name))
                AddTimer(new ConversationTimer(name, grant.Until - lead, new TimerTask.WindowClosing(lead)));
        }
    }

    /// <summary>The name of the timer of a lead.</summary>
    internal static string WindowTimer(TimeSpan lead) => FormattableString.Invariant($"window:{lead.TotalSeconds:0}");
}

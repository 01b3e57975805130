using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What a conversation goes on with by itself.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>Goes on with the first thing that can be gone on with.</summary>
    public void Continue()
    {
        if (ClaimHere() || GiveUpUnclaimed() || LookAfterGiven() || EndPauseInTime()) return;
        if (_state.Running is { } running)
        {
            if (!_context.CallLives || _now >= running.CallDue + WaitingLimits.CallGrace) Recover(running);
            return;
        }
        if (_state.DueTimer(_now) is { } timer)
        {
            Fire(timer);
        }
        else if (_state.ReadyPacket(_now) is { } packet)
        {
            _commits = true;
            _state = _state with { Queue = _state.Queue.RemoveAt(0) };
            if (_state.Pause is { } pause) Hush(packet, pause);
            else Begin(packet, null);
        }
    }

    /// <summary>Answers that wait for carriers find those that another process could not see.</summary>
    private bool ClaimHere()
    {
        var claimed = false;
        foreach (var packet in _state.Unclaimed)
        {
            if (!_context.Held.Contains(packet.Fingerprint)) continue;
            claimed = true;
            _state = _state with { Unclaimed = _state.Unclaimed.Remove(packet) };
            Settle(packet, packet.Ready, "answer");
        }
        return claimed;
    }

    /// <summary>An answer for which no delivery came any more goes another way.</summary>
    private bool GiveUpUnclaimed()
    {
        foreach (var packet in _state.Unclaimed)
        {
            if (_now < packet.FirstAt + WaitingLimits.Unclaimed) continue;
            _commits = true;
            _state = _state with { Unclaimed = _state.Unclaimed.Remove(packet) };
            Settle(packet, null, "missed");
            if (_state.Pause is null) PushOrPark(packet.Ready!, packet.Seq, Question(packet));
            else Park(packet.Ready!, packet.Seq, Question(packet));
            return true;
        }
        return false;
    }

    /// <summary>An answer whose process died over giving it can be fetched; one whose process lives has gone its way.</summary>
    private bool LookAfterGiven()
    {
        foreach (var given in _state.Given)
        {
            var isGone = _context.Gone.Contains(given.Node);
            if (!isGone && _now < given.At + WaitingLimits.Given) continue;
            _commits = true;
            _state = _state with { Given = _state.Given.Remove(given) };
            if (!isGone) return true;
            Note($"The process died that gave the answer to line {given.Seq}; it may have arrived.");
            Park(given.Reply, given.Seq, "", onlyPulled: true);
            return true;
        }
        return false;
    }

    /// <summary>A call whose process died, or that says nothing: begun again when doing it twice is what doing it once is, given up otherwise.</summary>
    private void Recover(RunningTurn running)
    {
        _commits = true;
        var repeatable = running.Call is LlmOrder || running.Call.Once || running.Call is HttpOrder { Method: "GET" or "HEAD" };
        if (repeatable && running.CallId.Attempt < WaitingLimits.CallAttempts)
        {
            var id = running.CallId with { Attempt = running.CallId.Attempt + 1 };
            _effects.Add(new Effect.CancelCall(running.CallId));
            _state = _state with { Running = running with { CallId = id, CallDue = _now + Setting.Deadlines.Of(running.Call), Node = Setting.Node } };
            Note($"The call to {running.Call.Target} was lost with its process and is begun again.");
            StartCall(id, running.Call);
            return;
        }
        Note($"The call to {running.Call.Target} was lost with its process; nobody knows whether it was done, so it is given up.");
        _effects.Add(new Effect.CancelCall(running.CallId));
        CallEnded(running.CallId, CallFailure.Of("interrupted"));
    }

    private void Fire(ConversationTimer timer)
    {
        _commits = true;
        _timer = timer.Name;
        _state = _state with { Timers = _state.Timers.Remove(timer) };
        switch (timer.What)
        {
            case TimerTask.Later later:
                Begin(new RuleStart.Later(later.Rule, later.Index, later.Into), later.Packet, later.Seed);
                break;
            case TimerTask.WindowClosing closing:
                var grant = _state.Ledger.UserMessage;
                if (grant.Left > 0 && grant.Until - closing.Lead > _now) AddTimer(timer with { Due = grant.Until - closing.Lead });
                else if (grant.Left > 0 && grant.Until > _now) Begin(new RuleStart.WindowClosing(closing.Lead), null, (ulong)_seq);
                break;
            case TimerTask.DialogDue:
                if (_state.Dialog is not null) Begin(new RuleStart.DialogDue(), null, (ulong)_seq);
                break;
            case TimerTask.EndPause:
                break;
            default:
                throw new InvalidOperationException($"No way to run {timer.What.GetType().Name}.");
        }
    }
}

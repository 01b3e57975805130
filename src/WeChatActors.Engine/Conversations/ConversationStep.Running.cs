using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Turns that wait for calls: begun, gone on with, ended.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>What a turn needs to be run, from its beginning or from its last call on.</summary>
    private readonly record struct Run(long Seq, OpenPacket? Packet, RuleInput Input, ImmutableArray<OpenPacket> Pulled, int Emitted, int Noted, bool Replied, int Calls);

    private void Begin(OpenPacket open, Decision? decided)
    {
        var seed = _input is ConversationInput.Delivery ? _context.Seed : open.Fingerprint.Seed;
        var script = RulesOfDialog();
        var ruleInput = InputOf(open.About, null, seed);
        var decision = decided ?? script.Decide(ruleInput);
        if (decision.Busy == BusyMode.Merge && open.CollectUntil is null && IsSpoken(open.Packet)) Merge(open);
        else Proceed(new Run(open.Seq, open, ruleInput, [], 0, 0, false, 0), decision, script.Hash);
    }

    /// <summary>Waits for more of what the user is typing, as long as more may come.</summary>
    private void Merge(OpenPacket open)
    {
        if (open.Seq == _seq)
        {
            Collect(open);
            return;
        }
        var all = CollectQueued(open);
        if (all.CollectUntil <= _now) Begin(all, null);
        else _state = _state with { Queue = _state.Queue.Insert(0, all) };
    }

    private void Begin(RuleStart start, Packet? about, ulong seed)
    {
        // What a rule does later is in the rules in force; only the open dialog itself keeps to those it began with.
        var script = start is RuleStart.DialogDue ? RulesOfDialog() : _context.Script;
        var ruleInput = InputOf(about, start, seed);
        Proceed(new Run(_seq, null, ruleInput, [], 0, 0, false, 0), script.Decide(ruleInput), script.Hash);
    }

    /// <summary>Takes the result of the call that the running turn waits for.</summary>
    public void CallEnded(CallId id, Value result)
    {
        if (_state.Running is not { } running || running.CallId != id) return;
        _commits = true;
        var results = running.Results.Add(new CallResult(result, _now, Setting.WindowOf(_state.Ledger, _now)));
        var script = _context.RunningScript ?? _context.Script;
        if (script.Hash != running.ScriptHash)
        {
            // What the results belong to is unknown to the new rules; steps that were done already are not done again.
            Note("The rules changed while the turn waited and the old ones are gone; it began anew.");
            results = [];
        }
        var ruleInput = new RuleInput(running.Packet?.About ?? running.About, running.User with { Variables = _state.Variables }, Setting.View, running.BegunAt, running.Seed)
        {
            Start = running.Start, Window = running.Window, Results = results, Media = running.Media ?? Setting.Media, Trace = _context.Trace,
        };
        _state = _state with { Running = null };
        Proceed(new Run(running.Seq, running.Packet, ruleInput, running.Pulled, running.Emitted, running.Noted, running.Replied, running.CallId.Number + 1), script.Decide(ruleInput), script.Hash);
    }

    private void Proceed(Run run, in Decision decision, string scriptHash)
    {
        _rules = decision.Rules;
        _isSecret |= decision.IsSecret;
        if (run.Packet is { } packet && packet.IsSecret != decision.IsSecret) run = run with { Packet = packet with { IsSecret = decision.IsSecret } };
        for (var i = run.Noted; i < decision.Notes.Length; i++) Note(decision.Notes[i]);
        for (var i = run.Emitted; i < decision.Steps.Length; i++) Emit(decision.Steps[i], decision, run);
        if (decision.Call is { } order) Wait(run, decision, order, scriptHash);
        else Finish(run, decision);
    }

    private void Wait(in Run run, in Decision decision, CallOrder order, string scriptHash)
    {
        var (packet, replied) = (run.Packet, run.Replied);
        if (decision.Reply is { } early && !replied)
        {
            replied = true;
            early = Returned(early);
            if (packet is { IsSettled: false } && HasCarrier(packet))
            {
                Settle(packet, FitCarrier(packet, early, run.Seq), "answer");
                packet = packet with { IsSettled = true };
            }
            else
            {
                PushOrPark(early, run.Seq, Question(packet));
            }
        }
        var id = new CallId(run.Seq, run.Calls, 1);
        var due = _now + Setting.Deadlines.Of(order);
        _state = _state with
        {
            Running = new RunningTurn(run.Seq, run.Packet is null ? run.Input.Packet : null, run.Input.Start, run.Input.Now, run.Input.Seed, scriptHash, run.Input.User, run.Input.Window)
            {
                Packet = packet, Pulled = run.Pulled, Results = run.Input.Results, Emitted = decision.Steps.Length, Noted = decision.Notes.Length, Replied = replied,
                Media = run.Input.Media,
                Call = order, CallId = id, CallDue = due, Node = Setting.Node, Busy = decision.Busy, Slow = decision.Slow,
            },
        };
        StartCall(id, order);
        if (packet is not { IsSettled: false }) return;
        if (packet.Packet.Reply == ReplyAbility.None)
        {
            Settle(packet, null, "acknowledged");
            Replace(packet with { IsSettled = true });
        }
        else if (decision.Slow == SlowMode.Placeholder)
        {
            StandIn(packet);
        }
        else if (packet.Seq == _seq)
        {
            Hold(packet);
        }
    }

    private void StartCall(CallId id, CallOrder order)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{_context.Id}\n{id.Turn}\n{id.Number}"))))[..32];
        var history = order is LlmOrder { History: > 0 } llm ? _state.History[Math.Max(0, _state.History.Length - llm.History)..] : [];
        _call = new CallTicket(_context.Id, id, order, key, history);
        _effects.Add(new Effect.StartCall(_call));
    }

    private void Finish(in Run run, in Decision decision)
    {
        _state = _state with { Running = null, Variables = decision.Variables };
        TakeDialog(decision.Dialog);
        if (decision.Exchange is { } exchange)
            _state = _state with { History = [.. _state.History.Skip(Math.Max(0, _state.History.Length + 1 - WaitingLimits.History)), exchange] };
        var reply = run.Replied ? null : decision.Reply;
        if (reply is not null) reply = Returned(reply);
        Give(reply, run.Packet, run.Pulled, run.Seq);
    }

    /// <summary>Brings an answer to its one place.</summary>
    private void Give(PassiveReply? reply, OpenPacket? packet, ImmutableArray<OpenPacket> pulled, long seq)
    {
        // Whoever asked last for it takes it; the others have nothing to wait for any more.
        OpenPacket? taker = null;
        foreach (var one in pulled)
            if (!one.IsSettled && (taker is null || HasCarrier(one) || !HasCarrier(taker))) taker = one;
        if (packet is { IsSettled: false } && (taker is null || !HasCarrier(taker))) taker = packet;
        if (packet is { IsSettled: false } && taker != packet) Settle(packet, null, "answer");
        foreach (var one in pulled)
            if (!one.IsSettled && one != taker) Settle(one, null, "answer");

        if (taker is null)
        {
            if (reply is not null) PushOrPark(reply, seq, Question(packet));
            return;
        }
        if (taker.Packet.Reply == ReplyAbility.Allowed) reply = WithParked(reply);
        if (reply is not null && FitCarrier(taker, reply, seq) is { } fitted) reply = fitted;
        else reply = null;
        if (reply is null || HasCarrier(taker) || taker.Seq == _seq) Settle(taker, reply, "answer");
        else _state = _state with { Unclaimed = _state.Unclaimed.Add(taker with { Ready = reply }) };
    }

    private static string Question(OpenPacket? packet) => packet is { IsSecret: false, About.Text: { } text } ? text.Length <= 40 ? text : text[..PassiveReplyLimits.FittingLength(text, 120)] : "";

    /// <summary>Does one step of a decision.</summary>
    private void Emit(RuleStep step, in Decision decision, in Run run)
    {
        switch (step)
        {
            case RuleStep.Send { IsReply: true } reply when PushForms.Back(reply.Message) is { } form:
                PushOrPark(form, run.Seq, Question(run.Packet));
                break;
            case RuleStep.Send send:
                Push(send.Message, null);
                break;
            case RuleStep.Tag tag:
                _state = _state with { Tags = tag.Add ? _state.Tags.Add(tag.Name) : _state.Tags.Remove(tag.Name) };
                Owe(new OutboxItem.Tag(tag.Name, tag.Add));
                break;
            case RuleStep.Remark remark:
                Owe(new OutboxItem.Remark(remark.Text));
                break;
            case RuleStep.Later later:
                AddTimer(new ConversationTimer(
                    FormattableString.Invariant($"later:{_seq}:{_timers++}"), later.At,
                    new TimerTask.Later(later.Rule, later.Index, decision.Aside ?? run.Input.Packet, decision.Into, run.Input.Seed)));
                break;
            case RuleStep.Count count:
                _counts.Add(count);
                break;
            case RuleStep.Pause pause:
                BePaused(pause.For, pause.UntilClose, decision.Reply is TransferReply ? "transfer" : "rule", (decision.Reply as TransferReply)?.KfAccount);
                break;
            default:
                throw new InvalidOperationException($"No way to do {step.GetType().Name}.");
        }
    }

    private void AddTimer(ConversationTimer timer)
    {
        if (_state.Timers.Length >= WaitingLimits.Timers && timer.What is not (TimerTask.EndPause or TimerTask.DialogDue))
        {
            Note($"A timer was not armed: the conversation has {WaitingLimits.Timers} already.");
            return;
        }
        var at = 0;
        while (at < _state.Timers.Length && _state.Timers[at].Due <= timer.Due) at++;
        _commits = true;
        _state = _state with { Timers = _state.Timers.Insert(at, timer) };
    }
}

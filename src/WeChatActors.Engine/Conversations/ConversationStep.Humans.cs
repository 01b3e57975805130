using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Giving way to a human, and coming back.</summary>
internal sealed partial class ConversationStep
{
    private const string PauseTimer = "pause";

    /// <summary>Whether a packet is only logged, because a human speaks. Notes the beginning and the end of the human's session on the way.</summary>
    private bool StaysSilent(OpenPacket open)
    {
        switch (open.Packet)
        {
            case KfCreateSessionEvent created:
                GiveUpWaiting("interrupted");
                BePaused(WaitingLimits.HumanSession, untilClose: true, "agent", created.KfAccount);
                return false;
            case KfSwitchSessionEvent switched when _state.Pause is { } pause:
                _state = _state with { Pause = pause with { By = "agent", Agent = switched.ToKfAccount } };
                return false;
            case KfCloseSessionEvent when _state.Pause is { UntilClose: true }:
                EndPause();
                return false;
        }
        if (_state.Pause is not { } silent) return false;
        if (silent.Until <= _now)
        {
            EndPause();
            return false;
        }
        if (open.Packet is UnsubscribeEvent or SubscribeEvent)
        {
            EndPause();
            return false;
        }
        // As long as a session lives, it goes on from the user's last words.
        if (silent is { UntilClose: true, By: "agent" } && open.Packet is Message) BePaused(WaitingLimits.HumanSession, untilClose: true, silent.By, silent.Agent);
        Hush(open, silent);
        return true;
    }

    /// <summary>Answers a packet whose rules do not run, because a human speaks.</summary>
    private void Hush(OpenPacket open, HumanPause pause)
    {
        Note(open.Seq == _seq ? "No rule ran: a human speaks." : $"Line {open.Seq} was given no turn: a human speaks.");
        // Until an agent takes him, every message must be handed over by itself.
        if (!open.IsSettled) Settle(open, pause.By == "transfer" && open.Packet is Message ? new TransferReply(pause.Agent) : null, "answer");
    }

    private void BePaused(TimeSpan? span, bool untilClose, string by, string? agent)
    {
        _commits = true;
        var until = _now + span;
        _state = _state with
        {
            Pause = new HumanPause(_state.Pause?.Since ?? _now, until, untilClose, by, agent),
            Returning = true,
            Timers = _state.Timers.RemoveAll(static timer => timer.Name == PauseTimer),
        };
        if (until is { } end) AddTimer(new ConversationTimer(PauseTimer, end, new TimerTask.EndPause()));
    }

    private void EndPause()
    {
        _commits = true;
        _state = _state with { Pause = null, Timers = _state.Timers.RemoveAll(static timer => timer.Name == PauseTimer) };
    }

    private bool EndPauseInTime()
    {
        if (_state.Pause is not { Until: { } until } || _now < until) return false;
        _timer = PauseTimer;
        EndPause();
        return true;
    }

    /// <summary>The first reply after a human spoke says that the bot is back, when the file has words for it.</summary>
    private PassiveReply Returned(PassiveReply reply)
    {
        if (!_state.Returning || _state.Pause is not null) return reply;
        _state = _state with { Returning = false };
        return Defaults.AfterPause is { Length: > 0 } words && reply is TextReply text ? new TextReply(words + "\n" + text.Content) : reply;
    }
}

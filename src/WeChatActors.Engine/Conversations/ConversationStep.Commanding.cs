using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What is asked of a conversation from outside.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>Does a command, and says what became of it.</summary>
    public void Command(ConversationCommand command)
    {
        var outcome = Do(command);
        if (_commits) _state = _state with { Answered = _state.Answered.Add(new AnsweredPacket(_input.Fingerprint, _now, _seq, null)) };
        _effects.Add(new Effect.AnswerCarrier(new Answer(null, _now) { Outcome = outcome }));
    }

    private CommandOutcome Do(ConversationCommand command)
    {
        if (_state.Version == 0) return new(false, Why: "Nobody with this OpenID has written to the account.");
        switch (command)
        {
            case ConversationCommand.Send send:
                return Send(send);
            case ConversationCommand.Pause pause:
                GiveUpWaiting("interrupted");
                BePaused(pause.For, pause.UntilClose, "operator", null);
                return new(true);
            case ConversationCommand.Resume:
                if (_state.Pause is null) return new(true);
                EndPause();
                return new(true);
            case ConversationCommand.Forget:
                Erase();
                return new(true);
            case ConversationCommand.Grant grant:
                _commits = true;
                _state = _state with { Ledger = _state.Ledger.Open(grant.Scene, grant.At < _now ? grant.At : _now, Setting.Ledger) };
                return new(true);
            case ConversationCommand.Shown shown:
                var left = _state.Parked.RemoveAll(parked => parked.Seq == shown.Seq);
                if (left == _state.Parked) return new(true);
                _commits = true;
                _state = _state with { Parked = left };
                return new(true);
            default:
                throw new InvalidOperationException($"No way to do {command.GetType().Name}.");
        }
    }

    private CommandOutcome Send(ConversationCommand.Send send)
    {
        if (send.Item is not OutboxItem.Message message)
            return Owe(send.Item, send.Item is OutboxItem.Typing ? WaitingLimits.Carrier : null, send.Key) is { } owed ? new(true, owed) : CannotPush();
        var needed = Parts(message.Content).Length;
        if (Setting.CanPush && _state.Subscribed && _state.Ledger.Left(_now) >= needed)
            return new(true, Push(message.Content, null, send.Key));
        if (send.ElsePark && PushForms.Back(message.Content) is { } reply)
        {
            Park(reply, _seq, "");
            return new(true, Parked: true);
        }
        if (!Setting.CanPush) return CannotPush();
        if (!_state.Subscribed) return new(false, Why: "The user does not follow the account any more.");
        return new(false, Why: _state.Ledger.Left(_now) == 0
            ? "The user's window is closed or used up: he must write, tap in the menu, follow or scan first."
            : $"The text takes {needed} messages, and the window has {_state.Ledger.Left(_now)} left.");
    }

    private static CommandOutcome CannotPush() => new(false, Why: "The account cannot push: 'can_push' is false, or it has no 'app_secret'.");

    /// <summary>Erases the person; only the numbers of the log go on, so that nothing is taken for new that is old.</summary>
    private void Erase()
    {
        GiveUpWaiting("interrupted");
        foreach (var packet in _state.Unclaimed) Settle(packet, null, "interrupted");
        _commits = _erases = true;
        _state = Conversation.New with
        {
            Version = _state.Version, Since = _state.Since, Subscribed = _state.Subscribed, OtherLines = _state.OtherLines, Answered = _state.Answered,
            // What happened before grants nothing any more, however late it is heard of.
            Ledger = Ledger.Empty.Close(_now), ErasedAt = _seq,
        };
    }
}

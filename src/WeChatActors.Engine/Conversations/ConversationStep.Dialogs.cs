using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The dialog that the follower is in: its rules, its time, its end.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>The rules that packets are decided by: those of the open dialog until it ends, which it does here when nobody has them any more.</summary>
    private Script RulesOfDialog()
    {
        if (_state.Dialog is not { } dialog || dialog.ScriptHash == _context.Script.Hash) return _context.Script;
        if (_context.DialogScript is { } own && own.Hash == dialog.ScriptHash) return own;
        Note($"The dialog '{dialog.Name}' ended: the rules it began with are gone.");
        TakeDialog(null);
        return _context.Script;
    }

    /// <summary>Keeps the dialog as a decision left it, with one timer for its time.</summary>
    private void TakeDialog(OpenDialog? next)
    {
        if (ReferenceEquals(next, _state.Dialog)) return;
        _commits = true;
        if (next is not null && _state.SecretFrom == 0 && MayAskSecrets(next)) _state = _state with { SecretFrom = _seq };
        _state = _state with { Dialog = next, Timers = _state.Timers.RemoveAll(static timer => timer.Name == ConversationTimer.Dialog) };
        if (next?.Due is { } due) AddTimer(new ConversationTimer(ConversationTimer.Dialog, due, new TimerTask.DialogDue()));
    }

    /// <summary>Hides the words of a packet that no rule has heard yet, when they may answer a secret question.</summary>
    private OpenPacket HideUnheard(OpenPacket open)
    {
        if (_state.Dialog is not { } dialog || !RulesOfDialog().AsksSecrets(dialog)) return open;
        _isSecret = true;
        return open with { IsSecret = true };
    }

    /// <summary>What the follower answered to secret questions of the dialog he is in, or was in before this step.</summary>
    private ImmutableArray<string> Secrets()
    {
        ImmutableArray<string> secrets = [];
        foreach (var dialog in (ReadOnlySpan<OpenDialog?>)[_before.Dialog, _state.Dialog])
        {
            if (dialog is null || dialog.Values.IsEmpty) continue;
            Script?[] known = [_context.Script, _context.DialogScript, _context.RunningScript];
            if (Array.Find(known, script => script?.Hash == dialog.ScriptHash) is { } script) secrets = secrets.AddRange(script.SecretsOf(dialog));
            // Nobody knows any more which of them are.
            else secrets = secrets.AddRange(dialog.Values.Values.Select(value => value.ToText()).OfType<string>());
        }
        return secrets;
    }

    /// <summary>A packet as others than the dialog may see it.</summary>
    private static Packet Unspoken(Packet packet) => packet switch
    {
        TextMessage text => text with { Content = OpenDialog.Hidden },
        VoiceMessage voice => voice with { Recognition = OpenDialog.Hidden },
        _ => packet,
    };

    /// <summary>Whether a state may hold answers to secret questions: in a dialog, in the turn that ends it, in words that wait for either, in what a
    /// dialog does later.</summary>
    private static bool HoldsSecrets(Conversation state)
    {
        if (state.SecretFrom == 0) return false;
        if (state.Dialog is not null || state.Running is not null || !state.Queue.IsEmpty || !state.Unclaimed.IsEmpty) return true;
        foreach (var timer in state.Timers)
            if (timer.What is TimerTask.Later { Into.IsEmpty: false } later && OpenDialog.IsOf(later.Rule)) return true;
        return false;
    }

    private bool MayAskSecrets(OpenDialog dialog)
    {
        Script?[] known = [_context.Script, _context.DialogScript, _context.RunningScript];
        return Array.Find(known, script => script?.Hash == dialog.ScriptHash)?.AsksSecrets(dialog) ?? true;
    }
}

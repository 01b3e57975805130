using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What an open dialog makes of a packet.</summary>
internal enum Heard
{
    /// <summary>It is none of the dialog's: the rules are tried.</summary>
    NotMine,

    /// <summary>The dialog has answered.</summary>
    Taken,

    /// <summary>The dialog has ended, and the rules answer.</summary>
    Left,

    /// <summary>No answer that fits: it depends on whether another rule would answer.</summary>
    Unclear,
}

/// <summary>One packet, or the time that came, and the dialog that is open.</summary>
internal sealed class DialogTurn(Deciding deciding, Dialog dialog, OpenDialog open)
{
    private bool _wasRead, _hitLimit;

    private Slot? Slot => open.Slot < dialog.Slots.Length ? dialog.Slots[open.Slot] : null;

    private DateTimeOffset Now => deciding.Evaluation.Now.ToUniversalTime();

    /// <summary>Takes what is plainly the dialog's.</summary>
    public Heard Hear()
    {
        if (open.Sleeps) return HearAsleep();
        if (deciding.Packet is not (Message or Event { FromMenu: true, Reply: ReplyAbility.Allowed })) return Heard.NotMine;
        if (IsSaid(dialog.CancelWords)) return Take(() => DialogCourse.End(deciding, dialog, open, dialog.OnCancel));
        if (open.Aside is { } aside && DialogWords.Has(DialogWords.Yes, deciding.Folded))
        {
            deciding.Dialog = null;
            deciding.Reread(aside);
            return Heard.Left;
        }

        // A wrong answer to a secret question may well be the right one mistyped.
        deciding.IsSecret = Slot is { IsSecret: true };
        if (Slot is { TakesAnyText: false } slot && Fits(slot) is { } value) return Take(() => Accept(slot, value));
        if (open.Aside is not null) return Take(() => Ask(open));
        if (Slot is null && DialogWords.Has(dialog.Confirm!.Yes, deciding.Folded)) return Take(() => DialogCourse.Finish(deciding, dialog, open));
        if (Slot is null && DialogWords.Has(dialog.Confirm!.No, deciding.Folded))
            return Take(() => DialogCourse.GoOn(deciding, dialog, open with { Values = ImmutableDictionary<string, Value>.Empty }, 0));
        return Heard.Unclear;
    }

    /// <summary>Takes a packet that another rule would answer.</summary>
    public Heard HearRule()
    {
        switch (dialog.OnOtherRule)
        {
            case OtherRule.Ignore: return HearAnyhow();
            case OtherRule.Switch:
                deciding.Dialog = null;
                return Heard.Left;
            default:
                return Take(() =>
                {
                    DialogCourse.Wait(deciding, dialog, open);
                    deciding.Dialog = deciding.Dialog! with { Aside = deciding.Packet };
                    deciding.Answer(new TextReply(DialogWords.Leave));
                    return true;
                });
        }
    }

    /// <summary>Takes a packet that is nobody else's.</summary>
    public Heard HearAnyhow() => Take(() =>
        Slot is not { } slot ? AskAgain(dialog.Confirm!.Retry)
        : slot.TakesAnyText && slot.Type.Read(deciding) is { } value ? Accept(slot, value)
        : Refuse(slot));

    /// <summary>Falls asleep, or ends in its sleep, when its time has come.</summary>
    /// <returns>Whether it had.</returns>
    public bool HearTime()
    {
        if (open.Due is not { } due || due > Now) return false;
        if (open.Sleeps)
        {
            deciding.Dialog = null;
            deciding.Rule = dialog.Holder;
            return true;
        }

        Take(() =>
        {
            deciding.Dialog = open with { Sleeps = true, Aside = null, Due = Now + dialog.Patience.Keep };
            deciding.Evaluation.Into = open.Values;
            dialog.Note(deciding.Trace, dialog.Patience.Actions);
            return RuleAction.RunAll(dialog.Patience.Actions, deciding);
        });
        return true;
    }

    private Heard HearAsleep()
    {
        if (open.Due <= Now)
        {
            // Its time came, though nothing has told it yet.
            deciding.Dialog = deciding.FoundDialog = null;
            return Heard.NotMine;
        }

        if (deciding.Packet is Message && IsSaid(dialog.Patience.Resume)) return Take(() => Ask(open));
        deciding.IsSecret = Slot is { IsSecret: true, TakesAnyText: false } slot && slot.Type.Read(deciding) is not null;
        return Heard.NotMine;
    }

    private Heard Take(Func<bool> act)
    {
        deciding.BeginRule(dialog.Holder, open.Values);
        act();
        deciding.Evaluation.HitLimit |= _hitLimit;
        deciding.NoteLimits();
        return Heard.Taken;
    }

    private bool Ask(OpenDialog with)
    {
        DialogCourse.Ask(deciding, dialog, with);
        return true;
    }

    private bool AskAgain(ReplySource? words)
    {
        if (words is null) return Ask(open);
        DialogCourse.Wait(deciding, dialog, open);
        deciding.Answer(words.Make(deciding));
        return true;
    }

    private bool Accept(Slot slot, Value value) =>
        DialogCourse.GoOn(deciding, dialog, open with { Values = open.Values.SetItem(slot.Name, value) }, open.Slot + 1);

    private bool Refuse(Slot slot)
    {
        var tries = open.Tries + 1;
        if (tries >= slot.Tries) return DialogCourse.End(deciding, dialog, open, dialog.OnFail ?? dialog.OnCancel);
        DialogCourse.Wait(deciding, dialog, open with { Tries = Math.Min(tries, 1000) });
        deciding.Answer(slot.Retry is { } retry ? retry.Make(deciding) : new TextReply(_wasRead ? DialogWords.Refused : slot.Type.Retry));
        return true;
    }

    // An answer of the slot's kind that passes its check.
    private Value? Fits(Slot slot)
    {
        if (slot.Type.Read(deciding) is not { } value) return null;
        _wasRead = true;
        if (slot.Check is not { } check) return value;
        var evaluation = deciding.Evaluation;
        evaluation.Into = open.Values.SetItem(slot.Name, value);
        evaluation.Refill();
        var holds = check.Eval(evaluation).IsTrue;
        _hitLimit |= evaluation.HitLimit;
        evaluation.Into = ImmutableDictionary<string, Value>.Empty;
        return holds ? value : default(Value?);
    }

    private bool IsSaid(string[] words)
    {
        if (!deciding.HasText) return false;
        foreach (var word in words)
            if (deciding.Folded.SequenceEqual(word)) return true;
        return false;
    }
}

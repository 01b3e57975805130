using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>The course of a dialog: from slot to slot, to the confirmation, to its end.</summary>
internal static class DialogCourse
{
    // A dialog whose slots are all skipped is over at once, and may open the next.
    private const int MaxOpened = 8;

    /// <summary>Begins a dialog within the actions of a rule.</summary>
    /// <returns>Whether the next action may run.</returns>
    public static bool Open(Deciding deciding, Dialog dialog)
    {
        if (++deciding.Opened > MaxOpened)
        {
            deciding.Note($"the dialog '{dialog.Name}' was not opened, because {MaxOpened} were opened already by one message.");
            return true;
        }

        var (rule, into) = (deciding.Rule!, deciding.Evaluation.Into);
        deciding.BeginRule(dialog.Holder, ImmutableDictionary<string, Value>.Empty);
        deciding.Trace?.Dialog(dialog.Holder.Info);
        var open = new OpenDialog(dialog.Name, deciding.Dialogs.Hash, deciding.Evaluation.Now.ToUniversalTime());
        if (!GoOn(deciding, dialog, open, 0)) return false;
        deciding.ResumeRule(rule, into);
        return true;
    }

    /// <summary>Asks the first slot from a number on that is not skipped, else for the confirmation, else runs <c>done</c>.</summary>
    /// <returns>Whether the next action may run.</returns>
    public static bool GoOn(Deciding deciding, Dialog dialog, OpenDialog open, int slot)
    {
        var evaluation = deciding.Evaluation;
        evaluation.Into = open.Values;
        for (; slot < dialog.Slots.Length; slot++)
        {
            evaluation.Refill();
            if (dialog.Slots[slot].SkipIf?.Eval(evaluation).IsTrue is not true) break;
        }

        if (slot < dialog.Slots.Length || dialog.Confirm is not null)
        {
            Ask(deciding, dialog, open with { Slot = slot, Tries = 0 });
            return true;
        }

        return Finish(deciding, dialog, open);
    }

    /// <summary>Asks the question that stands, and waits for its answer from now on.</summary>
    public static void Ask(Deciding deciding, Dialog dialog, OpenDialog open)
    {
        Wait(deciding, dialog, open);
        var slot = open.Slot < dialog.Slots.Length ? dialog.Slots[open.Slot] : null;
        var question = (slot?.Ask ?? dialog.Confirm!.Ask).Make(deciding);
        if (slot?.Type is not ChoiceSlot choice) deciding.Answer(question);
        else if (question is TextReply text) deciding.Answer(text with { Content = text.Content + choice.List });
        else
        {
            deciding.Answer(question);
            deciding.Answer(new TextReply(choice.List.TrimStart('\n')));
        }
    }

    /// <summary>Waits for an answer from now on, awake.</summary>
    public static void Wait(Deciding deciding, Dialog dialog, OpenDialog open)
    {
        deciding.Evaluation.Into = open.Values;
        deciding.Dialog = open with { Sleeps = false, Aside = null, Due = deciding.Evaluation.Now.ToUniversalTime() + dialog.Patience.After };
    }

    /// <summary>Ends the dialog with all its answers.</summary>
    /// <returns>Whether the next action may run.</returns>
    public static bool Finish(Deciding deciding, Dialog dialog, OpenDialog open) => End(deciding, dialog, open, dialog.Holder.Actions);

    /// <summary>Ends the dialog and runs actions of it; without any it says that it ended.</summary>
    /// <returns>Whether the next action may run.</returns>
    public static bool End(Deciding deciding, Dialog dialog, OpenDialog open, RuleAction[]? actions)
    {
        deciding.Dialog = null;
        deciding.BeginRule(dialog.Holder, open.Values);
        if (actions is not null)
        {
            dialog.Note(deciding.Trace, actions);
            return RuleAction.RunAll(actions, deciding);
        }

        deciding.Answer(new TextReply(DialogWords.Cancelled));
        return true;
    }
}

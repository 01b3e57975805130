using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <content>What scripts do with dialogs.</content>
public sealed partial class Script
{
    /// <summary>The dialogs in the order of the files; their ids are <c>dialog:NAME</c>, as decisions name them.</summary>
    public ImmutableArray<RuleInfo> Dialogs { get; }

    /// <summary>Whether a dialog asks for anything secret, so that words said in it may be.</summary>
    /// <param name="open">The dialog.</param>
    public bool AsksSecrets(OpenDialog open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return Book.Find(open) is { } dialog && Array.Exists(dialog.Slots, slot => slot.IsSecret);
    }

    /// <summary>Whether any dialog asks for anything secret.</summary>
    public bool HasSecrets => _hasSecrets ??= Book.ByName.Values.Any(dialog => Array.Exists(dialog.Slots, slot => slot.IsSecret));

    private bool? _hasSecrets;

    /// <summary>The answers to secret questions that were given in a dialog so far, as text.</summary>
    /// <param name="open">The dialog.</param>
    public ImmutableArray<string> SecretsOf(OpenDialog open)
    {
        ArgumentNullException.ThrowIfNull(open);
        if (Book.Find(open) is not { } dialog) return [];
        return [.. dialog.Slots.Where(slot => slot.IsSecret && open.Values.ContainsKey(slot.Name)).Select(slot => open.Values[slot.Name].ToText()).OfType<string>()];
    }

    /// <summary>The dialogs, compiled.</summary>
    internal DialogBook Book { get; }

    // A dialog hears a packet before the rules do.
    private CompiledRule? MeetDialog(OpenDialog open, Deciding deciding, ref int tried)
    {
        if (Find(open, deciding) is not { } dialog)
        {
            Collect(deciding);
            return TryRules(deciding, ref tried);
        }

        var turn = new DialogTurn(deciding, dialog, open);
        var heard = turn.Hear();
        if (heard == Heard.Unclear) heard = IsNamed(deciding, ref tried) ? turn.HearRule() : turn.HearAnyhow();
        deciding.Trace?.Heard(dialog.Holder.Info, heard);
        if (heard == Heard.Taken) return dialog.Holder;
        Collect(deciding);
        var first = TryRules(deciding, ref tried);
        if (heard == Heard.NotMine) return first;
        if (first is not null) deciding.Ran.Insert(0, first.Id);
        return dialog.Holder;
    }

    private CompiledRule? MeetDialogDue(Deciding deciding) =>
        deciding.Dialog is { } open && Find(open, deciding) is { } dialog && new DialogTurn(deciding, dialog, open).HearTime() ? dialog.Holder : null;

    private Dialog? Find(OpenDialog open, Deciding deciding)
    {
        if (Book.Find(open) is { } dialog) return dialog;
        deciding.Notes.Add($"dialog '{open.Name}': the rules have it no more, or not the question it stood at, so it ended.");
        deciding.Dialog = deciding.FoundDialog = null;
        return null;
    }

    // Whether a rule that would run for the packet asks for something it says, and not merely for any packet.
    private bool IsNamed(Deciding deciding, ref int tried)
    {
        var named = false;
        _index.Collect(deciding);
        while (!named && deciding.Candidates.Next(out var position))
        {
            tried++;
            var rule = _rules[position];
            deciding.Evaluation.Matches.Clear();
            if (!rule.Condition.Holds(deciding)) continue;
            named = rule.Condition.IsOfWords(deciding);
            if (!rule.Continue) break;
        }

        deciding.Candidates.Clear();
        deciding.Evaluation.Matches.Clear();
        deciding.Evaluation.HitLimit = false;
        return named;
    }
}

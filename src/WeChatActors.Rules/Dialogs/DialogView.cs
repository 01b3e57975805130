using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>An open dialog as people may see it: without what was answered to secret questions.</summary>
/// <param name="Asks">The slot that is asked for; null for the confirmation.</param>
/// <param name="Number">Which question it is, from 1.</param>
/// <param name="Questions">How many there are, the confirmation among them.</param>
/// <param name="Answers">The answers so far in the order of the slots; null for a secret one.</param>
public sealed record DialogView(string? Asks, int Number, int Questions, ImmutableArray<(string Slot, Value? Answer)> Answers)
{
    /// <summary>Whether nobody may read the answer to the question that stands.</summary>
    public bool AsksSecret { get; init; }
}

/// <content>What people may see of dialogs.</content>
public sealed partial class Script
{
    /// <summary>What people may see of an open dialog; null when these rules do not have it.</summary>
    public DialogView? ViewOf(OpenDialog open)
    {
        ArgumentNullException.ThrowIfNull(open);
        if (Book.Find(open) is not { } dialog) return null;
        return new(
            open.Slot < dialog.Slots.Length ? dialog.Slots[open.Slot].Name : null,
            open.Slot + 1,
            dialog.Slots.Length + (dialog.Confirm is null ? 0 : 1),
            [.. dialog.Slots.Where(slot => open.Values.ContainsKey(slot.Name)).Select(slot => (slot.Name, slot.IsSecret ? (Value?)null : open.Values[slot.Name]))])
        {
            AsksSecret = open.Slot < dialog.Slots.Length && dialog.Slots[open.Slot].IsSecret,
        };
    }
}

namespace WeChatActors.Rules;

/// <summary>The dialogs of a script. Immutable.</summary>
internal sealed class DialogBook(string hash, IReadOnlyDictionary<string, Dialog> dialogs)
{
    /// <summary>No dialogs.</summary>
    public static DialogBook Empty { get; } = new("", new Dictionary<string, Dialog>());

    /// <summary>The hash of the script.</summary>
    public string Hash => hash;

    /// <summary>The dialogs by name.</summary>
    public IReadOnlyDictionary<string, Dialog> ByName => dialogs;

    /// <summary>The dialog that is open; null when the script has it no more, or not the question that stands.</summary>
    public Dialog? Find(OpenDialog open) =>
        dialogs.TryGetValue(open.Name, out var dialog) && open.Slot >= 0 && open.Slot < dialog.Slots.Length + (dialog.Confirm is null ? 0 : 1) ? dialog : null;
}

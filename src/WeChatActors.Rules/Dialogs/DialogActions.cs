namespace WeChatActors.Rules;

/// <summary>Opens a dialog in place of the one that is open.</summary>
internal sealed class OpenDialogAction(string name) : RuleAction
{
    public string Name => name;

    // The name was checked when the files were read.
    public override bool Run(Deciding deciding) =>
        !deciding.Dialogs.ByName.TryGetValue(name, out var dialog) || DialogCourse.Open(deciding, dialog);
}

/// <summary>Leaves the dialog that is open.</summary>
internal sealed class EndDialogAction : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        deciding.Dialog = null;
        return true;
    }
}

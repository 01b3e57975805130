namespace WeChatActors.Rules;

/// <summary>One of several dialogs was open, asleep or awake, when the packet came; or none was.</summary>
/// <param name="names">The names.</param>
/// <param name="orNone">Whether it holds without a dialog, too.</param>
internal sealed class DialogCondition(string[] names, bool orNone) : Condition
{
    /// <summary>The word that stands for no dialog.</summary>
    public const string None = "none";

    public IReadOnlyList<string> Names => names;

    public override bool Holds(Deciding deciding) => deciding.FoundDialog is { } open ? Array.IndexOf(names, open.Name) >= 0 : orNone;

    /// <summary>Reads what stands at <c>dialog</c>.</summary>
    public static DialogCondition Read(YamlEntry entry, RuleScope scope)
    {
        var names = new List<string>();
        var orNone = false;
        foreach (var text in scope.Builder.Expand(entry.Value, "'dialog'"))
        {
            if (text.Value == None) orNone = true;
            else if (scope.Builder.Dialogs.Known(text, scope.Findings)) names.Add(text.Value);
        }

        return new([.. names], orNone);
    }
}

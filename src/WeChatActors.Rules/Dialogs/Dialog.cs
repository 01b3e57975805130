namespace WeChatActors.Rules;

/// <summary>What a dialog does when another rule would answer the message.</summary>
internal enum OtherRule
{
    /// <summary>It asks whether the follower wants to leave.</summary>
    Ask,

    /// <summary>It ends, and the rule answers.</summary>
    Switch,

    /// <summary>It takes the message as an answer.</summary>
    Ignore,
}

/// <summary>A dialog ready to run. Immutable.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Holder">Stands for it where rules are named: its id is <c>dialog:NAME</c>, its actions are those of <c>done</c>.</param>
/// <param name="Slots">What it asks for, in order.</param>
/// <param name="Confirm">What it asks at the end; null when it does not.</param>
/// <param name="Patience">What it does when nobody answers.</param>
/// <param name="CancelWords">The words that end it, folded.</param>
/// <param name="OnOtherRule">What it does when another rule would answer.</param>
internal sealed record Dialog(
    string Name, CompiledRule Holder, Slot[] Slots, Confirmation? Confirm, Patience Patience, string[] CancelWords, OtherRule OnOtherRule)
{
    /// <summary>The most slots a dialog may have.</summary>
    public const int MaxSlots = 50;

    /// <summary>The id by which decisions and timers name a dialog.</summary>
    public static string IdOf(string name) => OpenDialog.IdPrefix + name;

    /// <summary>What it does when the follower cancels; null for a plain sentence.</summary>
    public RuleAction[]? OnCancel { get; init; }

    /// <summary>The ways on which its actions run, with the actions themselves; null for one that is not written.</summary>
    public (BranchInfo Info, RuleAction[] Actions)?[] Ways { get; init; } = [];

    /// <summary>Notes that it runs some of its actions.</summary>
    public void Note(DecisionTrace? trace, RuleAction[] actions)
    {
        if (trace is null) return;
        trace.Dialog(Holder.Info);
        foreach (var way in Ways)
            if (way is { } own && ReferenceEquals(own.Actions, actions)) trace.Took(own.Info);
    }

    /// <summary>What it does after the last wrong answer; null for what it does when the follower cancels.</summary>
    public RuleAction[]? OnFail { get; init; }
}

/// <summary>The question after the last slot. Immutable.</summary>
/// <param name="Ask">The question.</param>
/// <param name="Yes">The words that agree, folded.</param>
/// <param name="No">The words that do not, folded.</param>
/// <param name="Retry">What is said to anything else; null for the question.</param>
internal sealed record Confirmation(ReplySource Ask, IReadOnlySet<string> Yes, IReadOnlySet<string> No, ReplySource? Retry);

/// <summary>What a dialog does when nobody answers. Immutable.</summary>
/// <param name="After">How long it waits for an answer before it falls asleep.</param>
/// <param name="Actions">What it does then.</param>
/// <param name="Resume">The words that wake it, folded.</param>
/// <param name="Keep">How long it sleeps before it ends.</param>
internal sealed record Patience(TimeSpan After, RuleAction[] Actions, string[] Resume, TimeSpan Keep)
{
    /// <summary>What holds when the file says nothing.</summary>
    public static readonly TimeSpan UsualAfter = TimeSpan.FromMinutes(30), UsualKeep = TimeSpan.FromDays(1);
}

namespace WeChatActors.Rules;

/// <summary>Something a dialog asks for. Immutable.</summary>
/// <param name="Name">Its name in expressions.</param>
/// <param name="Type">How an answer is read.</param>
/// <param name="Ask">The question.</param>
/// <param name="Check">What must hold of the answer, which has the slot's name in it; null for nothing.</param>
/// <param name="Retry">What is said to a wrong answer; null for a sentence by type.</param>
/// <param name="Tries">After how many wrong answers the dialog gives up; null for never.</param>
/// <param name="SkipIf">When it is not asked for; null for never.</param>
/// <param name="IsSecret">Whether no log may keep the answer.</param>
internal sealed record Slot(
    string Name, SlotType Type, ReplySource Ask, Expression? Check, ReplySource? Retry, int? Tries, Expression? SkipIf, bool IsSecret)
{
    /// <summary>Whether any text answers it, so that a rule for the text has to be looked at first.</summary>
    public bool TakesAnyText => Check is null && Type is TextSlot { Pattern: null };
}

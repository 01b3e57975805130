namespace WeChatActors.Rules;

/// <summary>A way that actions may go: one side of a choice, a fallback, an ending of a dialog. Known by its reference.</summary>
/// <param name="Owner">The rule's id, or <c>dialog:NAME</c>.</param>
/// <param name="What">What it is: <c>'then'</c>, <c>'fallback'</c>, <c>case '大厅'</c>; for a side that is not written, when it is taken.</param>
/// <param name="Place">Where it stands; for a side that is not written, where the choice stands.</param>
public sealed record BranchInfo(string Owner, string What, Place Place);

namespace WeChatActors.Rules;

/// <summary>A rule file as it was read.</summary>
/// <param name="Path">Its path relative to the folder of the first file, with <c>/</c>.</param>
/// <param name="Text">What stood in it.</param>
public sealed record RuleSource(string Path, string Text);

namespace WeChatActors.Rules;

/// <summary>A rule of a script, for people and reports.</summary>
/// <param name="Id">Its id; <c>file:line</c> when the file gives none.</param>
/// <param name="File">The file, relative to the folder of the first one.</param>
/// <param name="Line">The line it begins on, from 1.</param>
public sealed record RuleInfo(string Id, string File, int Line);

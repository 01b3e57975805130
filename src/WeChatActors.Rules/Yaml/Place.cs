namespace WeChatActors.Rules;

/// <summary>A place in a file.</summary>
/// <param name="File">The file as findings name it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public readonly record struct Place(string File, int Line, int Column);

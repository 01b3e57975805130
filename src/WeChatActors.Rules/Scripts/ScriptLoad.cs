using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What became of reading rule files.</summary>
/// <param name="Script">The script; null when any finding is an error, so a running script stays.</param>
/// <param name="Findings">Errors and warnings, by file, line and column.</param>
public sealed record ScriptLoad(Script? Script, ImmutableArray<Finding> Findings)
{
    /// <summary>What only a strict look reports, as warnings by file, line and column: variables that nothing reads, files that nothing shows.</summary>
    public ImmutableArray<Finding> Hints { get; init; } = [];

    /// <summary>The folders that were looked into, as full paths: a change in one of them may change the script. Empty for rules that
    /// came from a text.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>The files that were read, as findings name them, those that are included before those that include them.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}

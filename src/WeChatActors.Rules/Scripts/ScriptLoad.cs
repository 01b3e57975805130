using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What became of reading rule files.</summary>
/// <param name="Script">The script; null when any finding is an error, so a running script stays.</param>
/// <param name="Findings">Errors and warnings, by file, line and column.</param>
public sealed record ScriptLoad(Script? Script, ImmutableArray<Finding> Findings);

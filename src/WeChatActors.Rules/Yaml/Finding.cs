namespace WeChatActors.Rules;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>The file works, but probably not as meant.</summary>
    Warning,

    /// <summary>The file is refused.</summary>
    Error,
}

/// <summary>Something found in a rule or configuration file, with its place.</summary>
/// <param name="Severity">Whether the file is refused for it.</param>
/// <param name="File">The file as the user named it, or as an include resolved it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Message">What was found, what was expected, and the remedy, in one sentence.</param>
public sealed record Finding(Severity Severity, string File, int Line, int Column, string Message)
{
    /// <summary>The name of the check that found it, such as <c>shadowed</c>, by which it is known over versions; null for an error that has none.</summary>
    public string? Id { get; init; }

    /// <summary>The edit of <see cref="File"/> that mends it without a person; null when one has to decide.</summary>
    public TextFix? Fix { get; init; }

    /// <summary><c>file:line:column: message [id]</c>, with <c>warning: </c> before the message of a warning, and without <c>[id]</c> when there is none.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Severity == Severity.Warning ? "warning: " : "")}{Message}{(Id is null ? "" : $" [{Id}]")}";
}

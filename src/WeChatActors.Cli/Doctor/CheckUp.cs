using System.Collections.Immutable;

namespace WeChatActors.Cli;

/// <summary>What came of one check.</summary>
internal enum Verdict
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, and something should be mended.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Wrong,

    /// <summary>Not looked at, because something else is missing.</summary>
    Skipped,
}

/// <summary>One check and what came of it.</summary>
/// <param name="Name">What was checked, in a word or two.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="What">What was found, in one sentence without a full stop at its end. No secret.</param>
internal sealed record CheckUp(string Name, Verdict Verdict, string What)
{
    /// <summary>How to mend it, in one sentence; null when there is nothing to mend.</summary>
    public string? Remedy { get; init; }

    /// <summary>More lines of what was found.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>A check that was not made.</summary>
    public static CheckUp Skip(string name, string why) => new(name, Verdict.Skipped, why);
}

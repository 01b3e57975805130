namespace WeChatActors.Engine;

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>Another writer was first: load again and step again.</summary>
    VersionMoved,

    /// <summary>It could not be written; nothing of it was kept.</summary>
    Failed,
}

/// <summary>How a commit ended, and why it failed.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Why">One sentence with the remedy when it failed; null otherwise.</param>
public readonly record struct CommitResult(CommitOutcome Outcome, string? Why = null)
{
    /// <summary>On disk.</summary>
    public static CommitResult Committed { get; } = new(CommitOutcome.Committed);
}

/// <summary>Whether the store takes writes.</summary>
/// <param name="Ok">Whether it does.</param>
/// <param name="Why">One sentence with the remedy when it does not; null otherwise.</param>
public readonly record struct StoreHealth(bool Ok, string? Why = null);

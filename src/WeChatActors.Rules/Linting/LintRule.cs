namespace WeChatActors.Rules;

/// <summary>A check of rule files: what findings with its id mean.</summary>
/// <param name="Id">Its name, which stays the same over versions: lower-case words with hyphens.</param>
/// <param name="Severity">Whether a file is refused for it.</param>
/// <param name="English">What it finds, one sentence.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Remedy">What to do about it, one sentence.</param>
/// <param name="IsMechanical">Whether some of its findings can be mended without a person.</param>
public sealed record LintRule(string Id, Severity Severity, string English, string Chinese, string Remedy, bool IsMechanical = false)
{
    /// <summary>Whether only a strict look reports it.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether it can be told only when the configuration of the account is known.</summary>
    public bool NeedsAccount { get; init; }
}

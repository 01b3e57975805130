using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Collects what is found while files are read, so that one pass reports every mistake. Not for several threads.</summary>
public sealed class Findings
{
    /// <summary>How many findings are kept; more are only counted.</summary>
    public const int MaxKept = 1000;

    private readonly List<Finding> _kept = [];
    private readonly Dictionary<string, int> _fileOrder = new(StringComparer.Ordinal);
    private int _dropped;

    /// <summary>Whether any error was found, so that the file must be refused.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether further findings are only counted, so that their sentences need no work.</summary>
    public bool IsFull => _kept.Count >= MaxKept;

    /// <summary>Adds an error: the file is refused for it.</summary>
    /// <param name="at">The offending key or value.</param>
    /// <param name="message">What was found, what was expected, in one sentence.</param>
    public void Error(Place at, string message) => Add(new(Severity.Error, at.File, at.Line, at.Column, message));

    /// <inheritdoc cref="Error(Place, string)"/>
    public void Error(YamlNode at, string message)
    {
        ArgumentNullException.ThrowIfNull(at);
        Error(at.Place, message);
    }

    /// <summary>Adds an error of a check that has a name.</summary>
    /// <param name="at">The offending key or value.</param>
    /// <param name="id">The check's name, one of <see cref="LintRules"/>.</param>
    /// <param name="message">What was found, what was expected, in one sentence.</param>
    /// <param name="fix">The edit that mends it; null when a person has to.</param>
    public void Error(YamlNode at, string id, string message, TextFix? fix = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        Add(new(Severity.Error, at.Place.File, at.Line, at.Column, message) { Id = id, Fix = fix });
    }

    /// <summary>Adds a warning: the file works, but probably not as meant.</summary>
    /// <param name="at">The offending key or value.</param>
    /// <param name="id">The check's name, one of <see cref="LintRules"/>.</param>
    /// <param name="message">What was found, what was expected, in one sentence.</param>
    /// <param name="fix">The edit that mends it; null when a person has to.</param>
    public void Warning(Place at, string id, string message, TextFix? fix = null) =>
        Add(new(Severity.Warning, at.File, at.Line, at.Column, message) { Id = id, Fix = fix });

    /// <inheritdoc cref="Warning(Place, string, string, TextFix?)"/>
    public void Warning(YamlNode at, string id, string message, TextFix? fix = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        Warning(at.Place, id, message, fix);
    }

    /// <summary>Adds a finding made elsewhere.</summary>
    public void Add(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        HasErrors |= finding.Severity == Severity.Error;
        _fileOrder.TryAdd(finding.File, _fileOrder.Count);
        if (_kept.Count < MaxKept) _kept.Add(finding);
        else _dropped++;
    }

    /// <summary>All findings: files in the order they were met, then by line and column.</summary>
    public ImmutableArray<Finding> ToImmutable()
    {
        var sorted = _kept
            .Select((finding, order) => (finding, order))
            .OrderBy(f => _fileOrder[f.finding.File]).ThenBy(f => f.finding.Line).ThenBy(f => f.finding.Column).ThenBy(f => f.order)
            .Select(f => f.finding).ToList();
        if (_dropped > 0)
            sorted.Add(sorted[^1] with { Severity = Severity.Warning, Message = $"{_dropped} more findings are not shown.", Id = null, Fix = null });
        return [.. sorted];
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>The comments <c># lint: ignore ID</c> of rule files: warnings that their authors know of.</summary>
internal sealed partial class LintComments
{
    private readonly HashSet<(string File, int Line, string Id)> _ignored = [];

    /// <summary>Reads those of files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="findings">Gets a warning of each id that no check has.</param>
    public static LintComments In(IEnumerable<YamlFile> files, Findings findings)
    {
        var comments = new LintComments();
        foreach (var file in files)
            if (file.Text.Contains("lint:", StringComparison.Ordinal)) comments.Add(file, findings);
        return comments;
    }

    private void Add(YamlFile file, Findings findings)
    {
        var (line, at) = (1, 0);
        foreach (var comment in SourceComment.In(file))
        {
            line += file.Text.AsSpan(at, comment.Index - at).Count('\n');
            at = comment.Index;
            if (Ignoring().Match(comment.Text) is not { Success: true } match) continue;
            foreach (Capture capture in match.Groups["id"].Captures)
            {
                var id = capture.Value;
                if (LintRules.Find(id) is null)
                {
                    string[] known = [.. LintRules.All.Select(rule => rule.Id)];
                    findings.Warning(new Place(file.Name, line, comment.Column + 1 + capture.Index), "unknown-check", $"there is no check '{id}'{(Nearest.Hint(id, known) is { Length: > 0 } hint ? hint : "; a finding ends with the name of its check.")}");
                }

                // On a line of its own it speaks of the next one.
                _ignored.Add((file.Name, comment.IsAlone ? line + 1 : line, id));
            }
        }
    }

    /// <summary>The findings that are left.</summary>
    public ImmutableArray<Finding> Without(Findings findings) =>
        _ignored.Count == 0 ? findings.ToImmutable() : [.. findings.ToImmutable().Where(finding => !Ignores(finding))];

    /// <summary>Whether a finding is a warning that its author knows of.</summary>
    public bool Ignores(Finding finding) =>
        finding is { Severity: Severity.Warning, Id: { } id } && _ignored.Contains((finding.File, finding.Line, id));

    [GeneratedRegex("^#\\s*lint:\\s*ignore(?:[\\s,]+(?<id>[A-Za-z0-9-]+))+\\s*$")]
    private static partial Regex Ignoring();
}

using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Findings as lines for people.</summary>
internal static class FindingLines
{
    /// <summary>One finding: <c>file:line:column: message</c>. What an option says has no place in a file.</summary>
    public static string Line(Finding finding) => finding.File.StartsWith("--", StringComparison.Ordinal) ? finding.Message : finding.ToString();

    public static void Write(TextWriter writer, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) writer.WriteLine(Line(finding));
    }

    /// <summary><c>no errors, 1 warning</c>.</summary>
    public static string Count(ImmutableArray<Finding> findings)
    {
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        return $"{Number(errors, "error")}, {Number(findings.Length - errors, "warning")}";
    }

    /// <summary><c>no rules</c>, <c>1 rule</c>, <c>14 rules</c>.</summary>
    public static string Number(int count, string noun) => count switch
    {
        0 => $"no {noun}s",
        1 => $"1 {noun}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}s"),
    };
}

using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A check's report as JUnit XML: a suite for each file, with a case for reading it and one for each test.</summary>
internal static class ReportJunit
{
    public static XDocument Of(CheckReport report) => new(new XElement("testsuites",
        new XAttribute("tests", report.Tests + report.Files.Length), new XAttribute("failures", report.Failed), new XAttribute("errors", report.Files.Count(file => file.Errors > 0)),
        report.Files.Select(Suite)));

    private static XElement Suite(CheckedFile file)
    {
        var results = file.Rules.SelectMany(rules => rules.Results).ToList();
        return new("testsuite",
            new XAttribute("name", Legal(file.Path)), new XAttribute("tests", results.Count + 1), new XAttribute("failures", file.Failed), new XAttribute("errors", file.Errors > 0 ? 1 : 0),
            new XAttribute("time", file.Rules.Sum(rules => rules.Took.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture)),
            Reading(file), results.Select(result => Case(file, result)));
    }

    private static XElement Reading(CheckedFile file)
    {
        var lines = Legal(string.Join('\n', file.Findings.Select(FindingLines.Line)));
        return new("testcase", new XAttribute("classname", Legal(file.Path)), new XAttribute("name", "the file is without errors"), new XAttribute("file", Legal(file.Path)),
            file.Errors > 0 ? new XElement("error", new XAttribute("message", FindingLines.Count(file.Findings)), lines) : lines.Length > 0 ? new XElement("system-out", lines) : null);
    }

    private static XElement Case(CheckedFile file, RuleTestResult result) => new("testcase",
        new XAttribute("classname", Legal(file.Path)), new XAttribute("name", Legal(result.Test.Name)), new XAttribute("file", Legal(result.Test.Place.File)), new XAttribute("line", result.Test.Place.Line),
        result.Passed ? null : new XElement("failure", new XAttribute("message", Legal($"expected {result.Failures[0].Expected}, got {result.Failures[0].Got}")), Legal(Text(result))));

    private static string Text(RuleTestResult result) => string.Join('\n',
        [.. result.Failures.SelectMany(FailureLines.Of), "the conversation so far:", .. result.Conversation.SelectMany(FailureLines.Of)]);

    private static string Legal(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)).ToArray());
}

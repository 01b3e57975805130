using System.Text.Json.Nodes;

namespace WeChatActors.Rules;

/// <summary>A finding for programs.</summary>
public static class FindingJson
{
    /// <summary>An object with <c>severity</c> (<c>error</c> or <c>warning</c>), <c>id</c> (null for none), <c>file</c>, <c>line</c>, <c>column</c> and <c>message</c>.</summary>
    public static JsonNode Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new JsonObject
        {
            ["severity"] = finding.Severity == Severity.Error ? "error" : "warning",
            ["id"] = finding.Id,
            ["file"] = finding.File,
            ["line"] = finding.Line,
            ["column"] = finding.Column,
            ["message"] = finding.Message,
        };
    }

    /// <summary>A list of them.</summary>
    public static JsonArray Of(IEnumerable<Finding> findings) => [.. findings.Select(Of)];
}

using System.Text.Json.Nodes;

namespace WeChatActors.Cli;

/// <summary>Checks as lines for people, and as JSON.</summary>
internal static class DoctorReport
{
    // The longest verdict and the longest name.
    private const int VerdictWidth = 7, NameWidth = 16;

    /// <summary>Writes a check as soon as it is there.</summary>
    public static void Write(TextWriter writer, CheckUp check)
    {
        writer.WriteLine($"{Word(check.Verdict).PadRight(VerdictWidth)}  {check.Name.PadRight(NameWidth)}  {check.What}");
        var indent = new string(' ', VerdictWidth + 2 + NameWidth + 2);
        foreach (var detail in check.Details) writer.WriteLine($"{indent}{detail}");
        if (check.Remedy is { } remedy) writer.WriteLine($"{indent}-> {remedy}");
    }

    /// <summary>One line about all of them: <c>10 checks: 8 ok, 1 warning, 1 wrong</c>.</summary>
    public static string Summary(IReadOnlyCollection<CheckUp> checks)
    {
        var counts = Enum.GetValues<Verdict>().Select(verdict => (Word: Word(verdict), Count: checks.Count(check => check.Verdict == verdict))).Where(count => count.Count > 0);
        return $"{FindingLines.Number(checks.Count, "check")}: {string.Join(", ", counts.Select(count => $"{count.Count} {count.Word}"))}";
    }

    /// <summary>All of them as one object.</summary>
    public static JsonObject Json(string? account, IReadOnlyCollection<CheckUp> checks) => new()
    {
        ["account"] = account, ["ok"] = checks.All(check => check.Verdict != Verdict.Wrong),
        ["checks"] = new JsonArray([.. checks.Select(check => (JsonNode)new JsonObject
        {
            ["check"] = check.Name, ["verdict"] = Word(check.Verdict), ["what"] = check.What, ["remedy"] = check.Remedy,
            ["details"] = new JsonArray([.. check.Details.Select(detail => (JsonNode)detail)]),
        })]),
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        Verdict.Wrong => "wrong",
        _ => "skipped",
    };
}

namespace WeChatActors.Replay;

/// <summary>Writes a comparison for people: a line that begins with <c>-</c> was expected, one with <c>+</c> came, <c>@</c> begins an example; the last
/// line holds the totals.</summary>
internal static class ComparisonText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ComparisonReport report) => throw new NotSupportedException(output.ToString() + report);
}

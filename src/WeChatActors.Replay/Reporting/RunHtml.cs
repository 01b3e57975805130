namespace WeChatActors.Replay;

/// <summary>A report as one page that needs nothing else.</summary>
internal static class RunHtml
{
    /// <summary>Writes a report.</summary>
    /// <param name="writer">Gets the page.</param>
    /// <param name="report">The run.</param>
    /// <param name="baseline">An earlier run to compare it with; null without.</param>
    /// <param name="comparison">The answers beside the recorded ones; null when they were not compared.</param>
    public static void Write(TextWriter writer, RunReport report, RunReport? baseline, ComparisonReport? comparison)
    {
        writer.Write("<!doctype html>");
    }
}

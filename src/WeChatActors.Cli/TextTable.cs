namespace WeChatActors.Cli;

/// <summary>Rows as columns that stand under each other, two blanks between them.</summary>
internal static class TextTable
{
    /// <summary>Writes rows of equally many cells; the last cell of a row may be of any length.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return;
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => Columns.Of(row[column])))];
        foreach (var row in rows) writer.WriteLine(string.Join("  ", row.Select((cell, column) => Columns.Pad(cell, widths[column]))).TrimEnd());
    }
}

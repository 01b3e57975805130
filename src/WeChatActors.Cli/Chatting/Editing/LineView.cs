using System.Globalization;

namespace WeChatActors.Cli;

/// <summary>The part of a line that a terminal shows on one row, and the column of the cursor in it.</summary>
/// <param name="Visible">The part.</param>
/// <param name="Column">Columns before the cursor.</param>
internal readonly record struct LineView(string Visible, int Column)
{
    /// <summary>Fits a line into a number of columns; a longer one is shown around the cursor.</summary>
    public static LineView Of(string text, int cursor, int columns)
    {
        // The cursor needs a column of its own behind the last character.
        var start = 0;
        var column = Columns.Of(text.AsSpan(0, cursor));
        while (column >= columns && start < cursor)
        {
            var length = StringInfo.GetNextTextElementLength(text, start);
            column -= Columns.OfElement(text.AsSpan(start, length));
            start += length;
        }

        var end = start;
        for (var used = 0; end < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            used += Columns.OfElement(text.AsSpan(end, length));
            if (used >= columns) break;
            end += length;
        }

        return new(text[start..end], Math.Clamp(column, 0, columns - 1));
    }
}

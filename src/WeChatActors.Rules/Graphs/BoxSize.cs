namespace WeChatActors.Rules;

/// <summary>How large boxes are drawn, in pixels, and where their lines stand.</summary>
internal static class BoxSize
{
    /// <summary>The height of a line, and the room above the first and under the last.</summary>
    public const double Line = 19, Pad = 9;

    /// <summary>How wide half a Chinese character is; a Latin letter is about as wide.</summary>
    public const double Unit = 6.9;

    private const double Narrowest = 110, Widest = 340, Stripe = 14;
    private const int MostLines = 16;

    /// <summary>The lines that are shown; the last one says how many are not.</summary>
    public static IReadOnlyList<GraphLine> Shown(GraphBox box) =>
        box.Lines.Length <= MostLines ? box.Lines : [.. box.Lines.Take(MostLines - 1), new GraphLine($"… {box.Lines.Length - MostLines + 1} more lines")];

    public static double Height(GraphBox box) => 2 * Pad + Line * (1 + Shown(box).Count);

    public static double Width(GraphBox box)
    {
        var width = ShortText.Width(box.Title) * 1.08 + (box.Order is null ? 0 : 5);
        foreach (var line in Shown(box)) width = Math.Max(width, ShortText.Width(line.Text) + Indent(line));
        return Math.Clamp(width * Unit + Stripe + Pad, Narrowest, Widest);
    }

    /// <summary>How far a line is set in, in half characters.</summary>
    public static int Indent(GraphLine line) => line.Indent * 2;

    /// <summary>How many half characters have room in a box of a width.</summary>
    public static int Room(double width) => (int)((width - Stripe - Pad) / Unit);

    /// <summary>The middle of a line, from the top of the box; of the title when it is null.</summary>
    public static double Middle(GraphBox box, int? line) => Pad + Line * (line is { } at ? Math.Min(at, Shown(box).Count - 1) + 1.5 : 0.5);
}

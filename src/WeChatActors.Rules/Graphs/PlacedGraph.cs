namespace WeChatActors.Rules;

/// <summary>A picture with a place for everything, in pixels from the upper left corner.</summary>
/// <param name="Width">Of the whole.</param>
/// <param name="Height">Of the whole.</param>
/// <param name="Boxes">The boxes.</param>
/// <param name="Frames">The frames.</param>
/// <param name="Lines">The arrows, piece by piece.</param>
internal sealed record PlacedGraph(double Width, double Height, List<PlacedBox> Boxes, List<PlacedFrame> Frames, List<PlacedLine> Lines)
{
    /// <summary>Where the rules begin that lead nowhere, when others stand above them.</summary>
    public double? AloneAt { get; init; }
}

internal sealed record PlacedBox(GraphBox Box, double X, double Y, double Width, double Height);

internal sealed record PlacedFrame(GraphFrame Frame, double X, double Y, double Width, double Height);

/// <summary>A piece of an arrow.</summary>
/// <param name="Path">As SVG writes paths.</param>
/// <param name="Kind">What the arrow means.</param>
/// <param name="HasHead">Whether it ends in a point.</param>
internal sealed record PlacedLine(string Path, ArrowKind Kind, bool HasHead)
{
    /// <summary>What stands on it.</summary>
    public string? Label { get; init; }

    /// <summary>The middle of the label.</summary>
    public (double X, double Y) LabelAt { get; init; }
}

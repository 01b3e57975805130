namespace WeChatActors.Rules;

/// <summary>Sets out the boxes of one frame: what follows each other in a column, what may happen at any time in a second one beside it, and the end
/// under both, so that arrows leave it freely.</summary>
internal sealed class FrameLayout
{
    private const double Margin = 16, Head = 30, Gap = 26, Lane = 34, Between = 92;

    private readonly Dictionary<string, PlacedBox> _placed = new(StringComparer.Ordinal);
    private readonly GraphBox[] _boxes;

    public FrameLayout(GraphFrame frame, GraphBox[] boxes, IEnumerable<GraphArrow> arrows)
    {
        _boxes = boxes;
        var inner = arrows.ToList();
        GraphBox[] column = [.. boxes.Where(box => box.Kind is not (BoxKind.Aside or BoxKind.Done))];
        GraphBox[] asides = [.. boxes.Where(box => box.Kind == BoxKind.Aside)];
        var lane = inner.Exists(arrow => arrow.Kind != ArrowKind.Next && Array.Exists(column, box => box.Id == arrow.To)) ? Lane : 0;
        var left = Margin + lane;
        var width = column.Length == 0 ? 0 : column.Max(BoxSize.Width);
        var bottom = Stack(column, left, width, frame.Kind == FrameKind.Menu ? 10 : Gap);
        var right = left + width;
        if (asides.Length > 0)
        {
            var wide = asides.Max(BoxSize.Width);
            var x = column.Length == 0 ? left : right + Between;
            bottom = Math.Max(bottom, Stack(asides, x, wide, 14));
            right = x + wide;
        }

        foreach (var done in boxes.Where(box => box.Kind == BoxKind.Done))
        {
            var height = BoxSize.Height(done);
            var wide = Math.Max(BoxSize.Width(done), width);
            _placed.Add(done.Id, new(done, left, bottom + (bottom > Head ? Gap : 0), wide, height));
            bottom = _placed[done.Id].Y + height;
            right = Math.Max(right, left + wide);
        }

        (Width, Height) = (Math.Max(right + Margin, frame.Title.Length * 9 + 2 * Margin), bottom + Margin);
        foreach (var arrow in inner) Lines.Add(Draw(arrow, lane));
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>The boxes, from the frame's corner.</summary>
    public IEnumerable<PlacedBox> Boxes => _boxes.Select(box => _placed[box.Id]);

    public PlacedBox this[string id] => _placed[id];

    /// <summary>The arrows inside, drawn once the frame has its place.</summary>
    public List<Func<double, double, PlacedLine>> Lines { get; } = [];

    private double Stack(GraphBox[] boxes, double x, double width, double gap)
    {
        var y = Head;
        foreach (var box in boxes)
        {
            _placed.Add(box.Id, new(box, x, y, width, BoxSize.Height(box)));
            y += BoxSize.Height(box) + gap;
        }

        return boxes.Length == 0 ? Head : y - gap;
    }

    private Func<double, double, PlacedLine> Draw(GraphArrow arrow, double lane)
    {
        var (from, to) = (_placed[arrow.From], _placed[arrow.To]);
        return (x, y) =>
        {
            if (to.Box.Kind == BoxKind.Aside) return Aside(arrow, from, to, x, y);
            if (to.Y > from.Y) return Down(arrow, from, to, x, y);
            // Back to an earlier one, on the lane at the left.
            var (startY, endY) = (y + from.Y + from.Height / 2, y + to.Y + to.Height / 2);
            var (start, at) = (x + from.X, x + from.X - lane + 12);
            return new(SvgPath.Of($"M{start} {startY}H{at + 8}Q{at} {startY} {at} {startY - 8}V{endY + 8}Q{at} {endY} {at + 8} {endY}H{start}"), arrow.Kind, true)
            {
                Label = arrow.Label, LabelAt = (at, (startY + endY) / 2),
            };
        };
    }

    private static PlacedLine Down(GraphArrow arrow, PlacedBox from, PlacedBox to, double x, double y)
    {
        var at = x + Math.Min(from.X + from.Width / 2, to.X + to.Width / 2);
        return new(SvgPath.Of($"M{at} {y + from.Y + from.Height}V{y + to.Y}"), arrow.Kind, true)
        {
            Label = arrow.Label, LabelAt = (at + 6 + ShortText.Width(arrow.Label ?? "") * BoxSize.Unit / 2, (y + from.Y + from.Height + y + to.Y) / 2),
        };
    }

    private static PlacedLine Aside(GraphArrow arrow, PlacedBox from, PlacedBox to, double x, double y)
    {
        var (startX, startY, endX, endY) = (x + from.X + from.Width, y + from.Y + from.Height / 2, x + to.X, y + to.Y + BoxSize.Middle(to.Box, null));
        var bend = (endX - startX) / 2;
        return new(SvgPath.Of($"M{startX} {startY}C{startX + bend} {startY} {endX - bend} {endY} {endX} {endY}"), arrow.Kind, true)
        {
            Label = arrow.Label, LabelAt = (startX + 6 + ShortText.Width(arrow.Label ?? "") * BoxSize.Unit / 2, startY - 10),
        };
    }
}

namespace WeChatActors.Rules;

/// <summary>Sets a picture out: the menu, rules, what they lead to, from left to right in layers; under them, in columns, the rules that lead nowhere.</summary>
internal static class GraphLayout
{
    private const double Margin = 20, Between = 76, GridGap = 16, PartGap = 24, NoteHeight = 30;

    // The grid is as wide as the rest, but at least this.
    private const double LeastGrid = 1110;

    public static PlacedGraph Of(RuleGraph graph)
    {
        var (nodes, owners) = Nodes(graph);
        var edges = Edges(graph, owners);
        var busy = edges.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet();
        List<LayeredNode> layered = [.. nodes.Where(node => busy.Contains(node) || node.Frame is not null)];
        LeastLayers(layered);
        var layers = Layers.Of(layered, edges);
        var height = Margin;
        foreach (var part in Parts(layers))
        {
            Crossings.Reduce(part);
            height += Alignment.Place(part, height) + PartGap;
        }

        var width = Columns(layers);
        List<LayeredNode> alone = [.. nodes.Where(node => !busy.Contains(node) && node.Frame is null)];
        double? aloneAt = layered.Count > 0 && alone.Count > 0 ? height + NoteHeight / 2 : null;
        (width, height) = Grid(alone, width, height + (aloneAt is null ? 0 : NoteHeight));
        return new(width, height, [.. layered.Concat(alone).SelectMany(Boxes)], [.. layered.Where(node => node.Frame is not null).Select(Frame)], [.. Lines(layered)]) { AloneAt = aloneAt };
    }

    // What no arrow joins stands one under the other, in the order of the rules.
    private static List<List<List<LayeredNode>>> Parts(List<List<LayeredNode>> layers)
    {
        var part = new Dictionary<LayeredNode, int>();
        var count = 0;
        foreach (var root in layers.SelectMany(layer => layer).OrderBy(node => node.FrameOf?.Kind == FrameKind.Menu ? 0 : node.Box?.Box.Order ?? int.MaxValue))
        {
            if (!part.TryAdd(root, count)) continue;
            var next = new Queue<LayeredNode>([root]);
            while (next.TryDequeue(out var node))
                foreach (var other in node.Out.Select(edge => edge.To).Concat(node.In.Select(edge => edge.From)))
                    if (part.TryAdd(other, count)) next.Enqueue(other);
            count++;
        }

        var nodes = layers.Select(layer => layer.ToLookup(node => part[node])).ToList();
        return [.. Enumerable.Range(0, count).Select(number => nodes.ConvertAll(layer => layer[number].ToList()))];
    }

    private static (List<LayeredNode> Nodes, Dictionary<string, LayeredNode> Owners) Nodes(RuleGraph graph)
    {
        var nodes = new List<LayeredNode>();
        var owners = new Dictionary<string, LayeredNode>(StringComparer.Ordinal);
        foreach (var frame in graph.Frames)
        {
            GraphBox[] inside = [.. graph.Boxes.Where(box => box.Frame == frame.Id)];
            var ids = inside.Select(box => box.Id).ToHashSet(StringComparer.Ordinal);
            var layout = new FrameLayout(frame, inside, graph.Arrows.Where(arrow => ids.Contains(arrow.From) && ids.Contains(arrow.To)));
            var node = new LayeredNode { Frame = layout, FrameOf = frame, Width = layout.Width, Height = layout.Height };
            nodes.Add(node);
            foreach (var id in ids) owners.Add(id, node);
        }

        foreach (var box in graph.Boxes)
        {
            if (box.Frame is not null) continue;
            var placed = new PlacedBox(box, 0, 0, BoxSize.Width(box), BoxSize.Height(box));
            var node = new LayeredNode { Box = placed, Width = placed.Width, Height = placed.Height };
            nodes.Add(node);
            owners.Add(box.Id, node);
        }

        return (nodes, owners);
    }

    private static List<LayeredEdge> Edges(RuleGraph graph, Dictionary<string, LayeredNode> owners)
    {
        var boxes = graph.Boxes.ToDictionary(box => box.Id, StringComparer.Ordinal);
        var edges = new List<LayeredEdge>();
        foreach (var arrow in graph.Arrows)
        {
            var (from, to) = (owners[arrow.From], owners[arrow.To]);
            if (from == to) continue;
            var (start, end) = (Inside(from, arrow.From), Inside(to, arrow.To));
            edges.Add(new(
                from, start.Y + BoxSize.Middle(boxes[arrow.From], arrow.Line), to, end.Y + BoxSize.Middle(boxes[arrow.To], null),
                arrow.Kind, from.Width - start.X - start.Width, end.X, false));
        }

        return edges;
    }

    private static PlacedBox Inside(LayeredNode node, string id) => node.Frame is { } frame ? frame[id] : node.Box!;

    private static void LeastLayers(List<LayeredNode> nodes)
    {
        var first = nodes.Exists(node => node.FrameOf?.Kind == FrameKind.Menu) ? 1 : 0;
        foreach (var node in nodes) node.Layer = node.FrameOf?.Kind switch { FrameKind.Menu => 0, FrameKind.Dialog => first + 1, _ => first };
    }

    // Boxes of a layer are equally wide.
    private static double Columns(List<List<LayeredNode>> layers)
    {
        var x = Margin;
        foreach (var layer in layers)
        {
            var (wide, boxes) = (0.0, 0.0);
            foreach (var node in layer)
            {
                wide = Math.Max(wide, node.Width);
                if (node.Box is not null) boxes = Math.Max(boxes, node.Width);
            }

            foreach (var node in layer)
            {
                node.X = x;
                if (node.Box is not null) node.Width = boxes;
                else if (node.IsBend) node.Width = wide;
            }

            x += wide + (layer.Count == 0 ? 0 : Between);
        }

        return x - Between + Margin;
    }

    // The lowest column takes the next rule, so that their order still goes from left to right and down.
    private static (double Width, double Height) Grid(List<LayeredNode> nodes, double width, double top)
    {
        if (nodes.Count == 0) return (width, top);
        var wide = nodes.Max(node => node.Width);
        var columns = Math.Clamp((int)((Math.Max(width, LeastGrid) - 2 * Margin + GridGap) / (wide + GridGap)), 1, nodes.Count);
        var bottoms = Enumerable.Repeat(top, columns).ToArray();
        foreach (var node in nodes)
        {
            var column = Array.IndexOf(bottoms, bottoms.Min());
            (node.X, node.Y, node.Width) = (Margin + column * (wide + GridGap), bottoms[column], wide);
            bottoms[column] += node.Height + GridGap;
        }

        return (Math.Max(width, 2 * Margin + columns * (wide + GridGap) - GridGap), bottoms.Max() - GridGap + Margin);
    }

    private static IEnumerable<PlacedBox> Boxes(LayeredNode node) => node switch
    {
        { Box: { } box } => [box with { X = node.X, Y = node.Y, Width = node.Width }],
        { Frame: { } frame } => frame.Boxes.Select(box => box with { X = node.X + box.X, Y = node.Y + box.Y }),
        _ => [],
    };

    private static PlacedFrame Frame(LayeredNode node) => new(node.FrameOf!, node.X, node.Y, node.Width, node.Height);

    private static IEnumerable<PlacedLine> Lines(List<LayeredNode> nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var line in node.Frame?.Lines ?? []) yield return line(node.X, node.Y);
            if (node is { IsBend: true, Width: > 0 } && node.In.Count > 0)
                yield return new(SvgPath.Of($"M{node.X} {node.Y + node.Height / 2}H{node.X + node.Width}"), node.In[0].Kind, false);
            foreach (var edge in node.Out)
            {
                yield return new(Path(edge), edge.Kind, edge.Back ? !node.IsBend : !edge.To.IsBend);
            }
        }
    }

    // Straight out of a frame and into one, and bent only between the layers, where nothing else stands.
    private static string Path(LayeredEdge edge)
    {
        var (startX, startY) = (edge.From.X + edge.From.Width, edge.From.Y + edge.FromY);
        var (endX, endY) = (edge.To.X, edge.To.Y + edge.ToY);
        var (left, right) = (startX - edge.FromX, endX + edge.ToX);
        var bend = Math.Max(20, (endX - startX) * 0.55);
        return edge.Back
            ? SvgPath.Of($"M{right} {endY}H{endX}C{endX - bend} {endY} {startX + bend} {startY} {startX} {startY}H{left}")
            : SvgPath.Of($"M{left} {startY}H{startX}C{startX + bend} {startY} {endX - bend} {endY} {endX} {endY}H{right}");
    }
}

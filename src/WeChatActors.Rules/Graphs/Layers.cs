namespace WeChatActors.Rules;

/// <summary>A box, a frame, or a bend of a long arrow, in a layer.</summary>
internal sealed class LayeredNode
{
    /// <summary>The box; null for a frame or a bend.</summary>
    public PlacedBox? Box { get; set; }

    /// <summary>The frame with its boxes; null for a box or a bend.</summary>
    public FrameLayout? Frame { get; init; }

    public GraphFrame? FrameOf { get; init; }

    public double Width { get; set; }

    public double Height { get; init; }

    public int Layer { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public List<LayeredEdge> In { get; } = [];

    public List<LayeredEdge> Out { get; } = [];

    public bool IsBend => Box is null && Frame is null;
}

/// <summary>A piece of an arrow between two neighbouring layers, always drawn from left to right.</summary>
/// <param name="From">The left end.</param>
/// <param name="FromY">Where it leaves it, from its top.</param>
/// <param name="To">The right end.</param>
/// <param name="ToY">Where it enters it, from its top.</param>
/// <param name="Kind">What the arrow means.</param>
/// <param name="FromX">How far the left end is set in.</param>
/// <param name="ToX">How far the right end is set in.</param>
/// <param name="Back">Whether the arrow leads from right to left.</param>
internal sealed record LayeredEdge(LayeredNode From, double FromY, LayeredNode To, double ToY, ArrowKind Kind, double FromX, double ToX, bool Back);

/// <summary>Puts nodes into layers, so that arrows lead from left to right, and bends long ones around the nodes between their ends.</summary>
internal static class Layers
{
    private const double BendHeight = 12;

    /// <summary>Gives every node its layer, and breaks edges into pieces that go one layer on.</summary>
    /// <param name="nodes">The nodes with the least layer each may have; bends are added.</param>
    /// <param name="edges">The edges between different nodes.</param>
    /// <returns>The nodes by layer.</returns>
    public static List<List<LayeredNode>> Of(List<LayeredNode> nodes, List<LayeredEdge> edges)
    {
        var forward = Turned(nodes, edges);
        Rank(nodes, forward);
        var bends = new Dictionary<(LayeredNode, double, ArrowKind, bool, int), LayeredNode>();
        foreach (var edge in forward) Break(edge, bends, nodes);
        var layers = new List<List<LayeredNode>>();
        foreach (var node in nodes)
        {
            while (layers.Count <= node.Layer) layers.Add([]);
            layers[node.Layer].Add(node);
        }

        return layers;
    }

    // Edges that close a circle are turned round, so that all lead one way.
    private static List<LayeredEdge> Turned(List<LayeredNode> nodes, List<LayeredEdge> edges)
    {
        var from = edges.ToLookup(edge => edge.From);
        var state = new Dictionary<LayeredNode, bool>();
        var forward = new List<LayeredEdge>();
        foreach (var root in nodes)
        {
            if (!state.TryAdd(root, true)) continue;
            var path = new Stack<(LayeredNode Node, IEnumerator<LayeredEdge> Left)>();
            path.Push((root, from[root].GetEnumerator()));
            while (path.TryPeek(out var top))
            {
                if (!top.Left.MoveNext())
                {
                    state[path.Pop().Node] = false;
                    continue;
                }

                var edge = top.Left.Current;
                var open = false;
                if (state.TryAdd(edge.To, true)) path.Push((edge.To, from[edge.To].GetEnumerator()));
                else open = state[edge.To];
                forward.Add(open ? new(edge.To, edge.ToY, edge.From, edge.FromY, edge.Kind, edge.To.Width - edge.ToX, edge.From.Width - edge.FromX, true) : edge);
            }
        }

        return forward;
    }

    // As far to the left as what comes before allows.
    private static void Rank(List<LayeredNode> nodes, List<LayeredEdge> edges)
    {
        var from = edges.ToLookup(edge => edge.From);
        var open = nodes.ToDictionary(node => node, _ => 0);
        foreach (var edge in edges) open[edge.To]++;
        var ready = new Queue<LayeredNode>(nodes.Where(node => open[node] == 0));
        while (ready.TryDequeue(out var node))
        {
            foreach (var edge in from[node])
            {
                edge.To.Layer = Math.Max(edge.To.Layer, node.Layer + 1);
                if (--open[edge.To] == 0) ready.Enqueue(edge.To);
            }
        }
    }

    // Arrows to one place share their bends, so that many become one line on the way.
    private static void Break(LayeredEdge edge, Dictionary<(LayeredNode, double, ArrowKind, bool, int), LayeredNode> bends, List<LayeredNode> nodes)
    {
        var (at, atY, atX) = (edge.From, edge.FromY, edge.FromX);
        for (var layer = edge.From.Layer + 1; layer < edge.To.Layer; layer++)
        {
            var key = (edge.Back ? edge.From : edge.To, edge.Back ? edge.FromY : edge.ToY, edge.Kind, edge.Back, layer);
            var known = bends.TryGetValue(key, out var bend);
            if (!known)
            {
                bends.Add(key, bend = new() { Height = BendHeight, Layer = layer });
                nodes.Add(bend);
            }

            Join(edge with { From = at, FromY = atY, FromX = atX, To = bend!, ToY = BendHeight / 2, ToX = 0 });
            (at, atY, atX) = (bend!, BendHeight / 2, 0);
        }

        Join(edge with { From = at, FromY = atY, FromX = atX });
    }

    private static void Join(LayeredEdge edge)
    {
        if (edge.From.Out.Contains(edge)) return;
        edge.From.Out.Add(edge);
        edge.To.In.Add(edge);
    }
}

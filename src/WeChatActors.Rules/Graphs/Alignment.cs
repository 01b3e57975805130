namespace WeChatActors.Rules;

/// <summary>Gives the nodes of each layer their heights: in order, apart from each other, and as level with their neighbours as that allows.</summary>
internal static class Alignment
{
    private const int Passes = 8;
    private const double Gap = 16, BendGap = 8;

    /// <summary>Sets them out below a height.</summary>
    /// <returns>How much room they take.</returns>
    public static double Place(List<List<LayeredNode>> layers, double below)
    {
        foreach (var layer in layers)
        {
            var y = 0.0;
            foreach (var node in layer)
            {
                node.Y = y;
                y += node.Height + GapUnder(node);
            }
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var right = pass % 2 == 0;
            for (var i = right ? 1 : layers.Count - 2; i >= 0 && i < layers.Count; i += right ? 1 : -1) Align(layers[i], right, pass >= Passes - 2);
        }

        List<LayeredNode> all = [.. layers.SelectMany(layer => layer)];
        var top = all.Min(node => node.Y);
        foreach (var node in all) node.Y += below - top;
        return all.Max(node => node.Y + node.Height) - below;
    }

    private static double GapUnder(LayeredNode node) => node.IsBend ? BendGap : Gap;

    // Where each wants to be, less the room of those above it, must not fall from one to the next: those that would are put at their mean.
    private static void Align(List<LayeredNode> layer, bool byLeft, bool byBoth)
    {
        var runs = new List<(double Sum, double Weight, int Count)>();
        var above = 0.0;
        foreach (var node in layer)
        {
            var (wish, weight) = Wish(node, byLeft, byBoth);
            runs.Add(((wish - above) * weight, weight, 1));
            above += node.Height + GapUnder(node);
            while (runs.Count > 1 && runs[^2].Sum / runs[^2].Weight > runs[^1].Sum / runs[^1].Weight)
            {
                var joined = (runs[^2].Sum + runs[^1].Sum, runs[^2].Weight + runs[^1].Weight, runs[^2].Count + runs[^1].Count);
                runs.RemoveRange(runs.Count - 2, 2);
                runs.Add(joined);
            }
        }

        var (next, y) = (0, 0.0);
        foreach (var (sum, weight, count) in runs)
        {
            for (var i = 0; i < count; i++, next++)
            {
                layer[next].Y = sum / weight + y;
                y += layer[next].Height + GapUnder(layer[next]);
            }
        }
    }

    private static (double Wish, double Weight) Wish(LayeredNode node, bool byLeft, bool byBoth)
    {
        var (sum, count) = (0.0, 0);
        if (byLeft || byBoth)
            foreach (var edge in node.In) (sum, count) = (sum + edge.From.Y + edge.FromY - edge.ToY, count + 1);
        if (!byLeft || byBoth)
            foreach (var edge in node.Out) (sum, count) = (sum + edge.To.Y + edge.ToY - edge.FromY, count + 1);
        return count == 0 ? (node.Y, 0.1) : (sum / count, node.IsBend ? 2 : 1);
    }
}

namespace WeChatActors.Rules;

/// <summary>Orders the nodes of each layer by the middle of their neighbours, sweeping to and fro, and keeps the order in which the fewest arrows cross.</summary>
internal static class Crossings
{
    private const int Sweeps = 12;

    public static void Reduce(List<List<LayeredNode>> layers)
    {
        var position = new Dictionary<LayeredNode, int>();
        foreach (var layer in layers) Number(layer, position);
        var best = layers.ConvertAll(layer => layer.ToArray());
        var fewest = Count(layers, position);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var right = sweep % 2 == 0;
            for (var i = right ? 1 : layers.Count - 2; i >= 0 && i < layers.Count; i += right ? 1 : -1) Sort(layers[i], position, right);
            if (Count(layers, position) is var count && count < fewest) (fewest, best) = (count, layers.ConvertAll(layer => layer.ToArray()));
        }

        for (var i = 0; i < layers.Count; i++)
        {
            layers[i].Clear();
            layers[i].AddRange(best[i]);
        }
    }

    private static void Number(List<LayeredNode> layer, Dictionary<LayeredNode, int> position)
    {
        for (var i = 0; i < layer.Count; i++) position[layer[i]] = i;
    }

    // A node without neighbours on that side stays where it is among the others; equals keep their order.
    private static void Sort(List<LayeredNode> layer, Dictionary<LayeredNode, int> position, bool byLeft)
    {
        var wanted = layer.ToDictionary(node => node, node =>
        {
            var neighbours = byLeft ? node.In : node.Out;
            if (neighbours.Count == 0) return (double)position[node];
            return neighbours.Average(edge => byLeft ? position[edge.From] + Part(edge.From, edge.FromY) : position[edge.To] + Part(edge.To, edge.ToY));
        });
        var sorted = layer.OrderBy(node => wanted[node]).ToList();
        layer.Clear();
        layer.AddRange(sorted);
        Number(layer, position);
    }

    private static double Part(LayeredNode node, double y) => y / (node.Height + 1) - 0.5;

    /// <summary>How many pieces of arrows cross.</summary>
    private static long Count(List<List<LayeredNode>> layers, Dictionary<LayeredNode, int> position)
    {
        long count = 0;
        foreach (var layer in layers)
        {
            var ends = layer.SelectMany(node => node.Out)
                .OrderBy(edge => position[edge.From]).ThenBy(edge => edge.FromY).ThenBy(edge => position[edge.To]).ThenBy(edge => edge.ToY)
                .Select(edge => (position[edge.To], edge.ToY)).ToArray();
            count += Inversions(ends);
        }

        return count;
    }

    // Pairs in the wrong order: each end counts those before it that lie below it.
    private static long Inversions((int, double)[] ends)
    {
        var ranks = ends.Distinct().Order().Select((end, rank) => (end, rank)).ToDictionary(pair => pair.end, pair => pair.rank);
        var tree = new int[ranks.Count + 1];
        long inversions = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var rank = ranks[ends[i]] + 1;
            var notBelow = 0;
            for (var at = rank; at > 0; at -= at & -at) notBelow += tree[at];
            inversions += i - notBelow;
            for (var at = rank; at < tree.Length; at += at & -at) tree[at]++;
        }

        return inversions;
    }
}

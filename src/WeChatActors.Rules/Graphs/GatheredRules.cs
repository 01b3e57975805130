using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Puts rules of one kind together that lead to the same places, so that a large script still gives a picture.</summary>
internal static class GatheredRules
{
    private const int Samples = 12;

    public static RuleGraph Of(RuleGraph graph, int most)
    {
        var rules = graph.Boxes.Where(box => box.Kind == BoxKind.Rule).ToList();
        if (rules.Count <= most) return graph;
        var kinds = graph.Boxes.ToDictionary(box => box.Id, box => box.Kind, StringComparer.Ordinal);
        var leads = graph.Arrows.ToLookup(arrow => arrow.From, arrow => kinds[arrow.To] == BoxKind.Timer ? "timer" : arrow.To, StringComparer.Ordinal);
        var reached = graph.Arrows.Where(arrow => kinds[arrow.From] == BoxKind.Button).Select(arrow => arrow.To).ToHashSet(StringComparer.Ordinal);
        string Alike(GraphBox rule) => $"{rule.Sort} {reached.Contains(rule.Id)} {string.Join(' ', leads[rule.Id].Distinct().Order(StringComparer.Ordinal))}";
        var groups = rules.GroupBy(Alike, StringComparer.Ordinal).ToList();
        // Where even these are too many, the kind of the condition alone decides.
        if (groups.Count > most) groups = [.. rules.GroupBy(rule => rule.Sort, StringComparer.Ordinal)];
        return Merged(graph, groups, kinds);
    }

    private static RuleGraph Merged(RuleGraph graph, List<IGrouping<string, GraphBox>> groups, Dictionary<string, BoxKind> kinds)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var boxes = ImmutableArray.CreateBuilder<GraphBox>();
        foreach (var group in groups)
        {
            GraphBox[] rules = [.. group];
            if (rules.Length == 1)
            {
                boxes.Add(rules[0]);
                continue;
            }

            var id = $"g{boxes.Count}";
            foreach (var rule in rules) names.Add(rule.Id, id);
            boxes.Add(new(id, BoxKind.Rules, $"{Number(rules.Length)} rules: {rules[0].Sort}", Lines(rules)) { Sort = rules[0].Sort, Place = rules[0].Place });
            MergeTimers(graph, rules, id, kinds, names, boxes);
        }

        boxes.AddRange(graph.Boxes.Where(box => box.Kind != BoxKind.Rule && !names.ContainsKey(box.Id)));
        var arrows = new List<GraphArrow>();
        var seen = new HashSet<GraphArrow>();
        foreach (var arrow in graph.Arrows)
        {
            var moved = arrow with
            {
                From = names.GetValueOrDefault(arrow.From, arrow.From),
                To = names.GetValueOrDefault(arrow.To, arrow.To),
                Line = names.ContainsKey(arrow.From) ? null : arrow.Line,
            };
            if (moved.From != moved.To && seen.Add(moved)) arrows.Add(moved);
        }

        return graph with { Boxes = boxes.DrainToImmutable(), Arrows = [.. arrows] };
    }

    // What gathered rules do later is one box, and with it what comes later still.
    private static void MergeTimers(
        RuleGraph graph, GraphBox[] rules, string id, Dictionary<string, BoxKind> kinds, Dictionary<string, string> names, ImmutableArray<GraphBox>.Builder boxes)
    {
        var timers = new List<GraphBox>();
        var byId = graph.Boxes.ToDictionary(box => box.Id, StringComparer.Ordinal);
        var after = graph.Arrows.Where(arrow => kinds[arrow.To] == BoxKind.Timer).ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        var next = new Queue<string>(rules.Select(rule => rule.Id));
        while (next.TryDequeue(out var at))
        {
            foreach (var timer in after[at])
            {
                if (!names.TryAdd(timer, $"{id}t")) continue;
                timers.Add(byId[timer]);
                next.Enqueue(timer);
            }
        }

        if (timers.Count == 0) return;
        boxes.Add(new($"{id}t", BoxKind.Timer, timers.Count == 1 ? timers[0].Title : $"{Number(timers.Count)} timers", timers.Count == 1 ? timers[0].Lines :
            [.. timers.Take(Samples).Select(timer => new GraphLine(timer.Title)), .. More(timers.Count)]));
    }

    private static ImmutableArray<GraphLine> Lines(GraphBox[] rules) =>
        [.. rules.Take(Samples).Select(rule => new GraphLine(ShortText.Cut($"{rule.Title}: {When(rule)}", 64))), .. More(rules.Length)];

    // The kind of the condition stands above already.
    private static string When(GraphBox rule)
    {
        var first = rule.Lines.FirstOrDefault(line => line.IsCondition).Text ?? "";
        return first.StartsWith(rule.Sort + " ", StringComparison.Ordinal) ? first[(rule.Sort.Length + 1)..] : first;
    }

    private static IEnumerable<GraphLine> More(int count) => count > Samples ? [new($"… and {Number(count - Samples)} more")] : [];

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}

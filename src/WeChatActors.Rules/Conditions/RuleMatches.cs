using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>What the conditions of the rule in hand found in the packet; actions read it as <c>m</c>.</summary>
internal sealed class RuleMatches
{
    /// <summary>The name under which the distance to a place is read.</summary>
    public const string DistanceName = "distance";

    private readonly List<Match> _regexes = [];
    private double? _distance;

    /// <summary>How many regexes matched.</summary>
    public int Count => _regexes.Count;

    /// <summary>Notes the match of a regex.</summary>
    public void Add(Match match) => _regexes.Add(match);

    /// <summary>Notes the distance to a place, in metres.</summary>
    public void AddDistance(double metres) => _distance = metres;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _regexes.Clear();
        _distance = null;
    }

    /// <summary>What was found so far, to come back to.</summary>
    public (int Regexes, double? Distance) Mark => (_regexes.Count, _distance);

    /// <summary>Forgets what was found since a mark: what a branch found that failed is none of the rule's.</summary>
    public void BackTo((int Regexes, double? Distance) mark)
    {
        _regexes.RemoveRange(mark.Regexes, _regexes.Count - mark.Regexes);
        _distance = mark.Distance;
    }

    /// <summary>A group by name or number, of several regexes the first that has it; or the distance in whole metres.</summary>
    public Value Find(Evaluation evaluation, string name)
    {
        foreach (var match in _regexes)
            if (match.Groups.TryGetValue(name, out var group) && group.Success) return evaluation.Made(group.Value);
        return name == DistanceName && _distance is { } metres ? Value.Of((long)Math.Round(metres)) : Value.Null;
    }

    /// <summary>All of it as a map.</summary>
    public Value Whole()
    {
        var entries = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var match in _regexes)
            foreach (var name in match.Groups.Keys)
                if (match.Groups[name].Success) entries.TryAdd(name, match.Groups[name].Value);
        if (_distance is { } metres) entries.TryAdd(DistanceName, Value.Of((long)Math.Round(metres)));
        return Value.Map(entries);
    }
}

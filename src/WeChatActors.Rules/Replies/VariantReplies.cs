using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Gathers the replies that may come out otherwise for the same packet, while files are read.</summary>
internal sealed partial class VariantReplies
{
    private readonly List<(string Owner, ReplySource Reply)> _replies = [];
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    /// <summary>Takes a reply of a rule or dialog.</summary>
    public void Add(string owner, ReplySource reply)
    {
        if (reply is not ReplySource.Fixed) _replies.Add((owner, reply));
    }

    /// <summary>Takes what an action sets a variable of the follower to.</summary>
    public void AddVariable(string name, YamlNode value)
    {
        if (value is YamlScalar scalar && Changes().IsMatch(scalar.Value)) _variables.Add(name);
    }

    /// <summary>The replies, once all variables are known.</summary>
    public ImmutableArray<ReplyVariants> ToImmutable()
    {
        var found = ImmutableArray.CreateBuilder<ReplyVariants>();
        foreach (var (owner, reply) in _replies)
        {
            var isFree = reply is ReplySource.WithFile;
            var variants = reply.Variants(Hole).ToImmutableArray();
            if (isFree || variants.Length > 1) found.Add(new(owner, variants));

            string Hole(string expression)
            {
                if (!IsFree(expression)) return $"{ReplyVariants.Bound}{expression}{ReplyVariants.Bound}";
                isFree = true;
                return ReplyVariants.Free.ToString();
            }
        }

        return found.DrainToImmutable();
    }

    private bool IsFree(string expression)
    {
        if (Changes().IsMatch(expression)) return true;
        if (_variables.Count == 0) return false;
        foreach (Match variable in Variable().Matches(expression))
            if (_variables.Contains(variable.Groups[1].Value)) return true;
        return false;
    }

    // What chance, the clock or the account's quota decides. That a text of the expression is called like one of them only makes it freer.
    [GeneratedRegex(@"\b(?:random|now|today|time_in)\s*\(|\|\s*date\b|\bwindow\b|\bmsg\.(?:time|id)\b|\buser\.(?:turns|since)\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Changes();

    [GeneratedRegex(@"\buser\.(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>The variants among which rules choose by chance, by rule. Not for several threads.</summary>
internal sealed class VariantBook
{
    // A variant with fewer letters of its own fits answers that have nothing to do with it.
    private const int MinLetters = 4, MaxElsewhere = 500;

    private readonly Dictionary<string, List<VariantMatch[]>> _byOwner = new(StringComparer.Ordinal);
    private readonly List<VariantMatch[]> _elsewhere = [];

    /// <summary>Takes the variants of rules.</summary>
    public VariantBook(ImmutableArray<ReplyVariants> variants)
    {
        foreach (var one in variants)
        {
            VariantMatch[] matches = [.. one.Replies.Select(reply => new VariantMatch(reply))];
            if (!_byOwner.TryGetValue(one.Owner, out var own)) _byOwner.Add(one.Owner, own = []);
            own.Add(matches);
            if (_elsewhere.Count < MaxElsewhere && Array.TrueForAll(matches, match => match.Letters >= MinLetters)) _elsewhere.Add(matches);
        }
    }

    /// <summary>Whether chance or time alone may have made one answer of the other: both are variants of the same reply, and what does not depend on either is
    /// the same in both.</summary>
    /// <param name="rule">The rule that answered; null when it is not known.</param>
    /// <param name="expected">The recorded answer.</param>
    /// <param name="actual">The new one.</param>
    /// <param name="areSame">Compares two texts that stand at the same expression.</param>
    public bool MayBothBe(string? rule, ReadAnswer expected, ReadAnswer actual, Func<string, string, bool> areSame)
    {
        if (rule is not null && _byOwner.TryGetValue(rule, out var own) && own.Exists(variants => Fit(variants, expected, actual, areSame))) return true;
        return _elsewhere.Exists(variants => Fit(variants, expected, actual, areSame));
    }

    private static bool Fit(VariantMatch[] variants, ReadAnswer expected, ReadAnswer actual, Func<string, string, bool> areSame)
    {
        foreach (var one in variants)
        {
            if (one.Match(expected) is not { } said) continue;
            foreach (var other in variants)
            {
                if (other.Match(actual) is not { } says) continue;
                if (says.All(pair => !said.TryGetValue(pair.Key, out var before) || areSame(before, pair.Value))) return true;
            }
        }

        return false;
    }
}

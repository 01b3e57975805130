namespace WeChatActors.Rules;

/// <summary>What can make a condition hold.</summary>
[Flags]
internal enum Reach
{
    None = 0,
    Messages = 1,
    Events = 2,

    /// <summary>The window that closes soon.</summary>
    Closing = 4,
    All = Messages | Events | Closing,
}

/// <summary>What must hold before a rule runs. Immutable.</summary>
internal abstract class Condition
{
    /// <summary>How it is written, for people: <c>keyword: 订座, 预约</c>; null for one that the reader puts together.</summary>
    public string? Written { get; private set; }

    /// <summary>Says how it is written.</summary>
    /// <returns>Itself.</returns>
    public Condition As(YamlEntry entry)
    {
        Written = ConditionWords.Of(entry);
        return this;
    }

    /// <summary>Whether it holds for a packet.</summary>
    public abstract bool Holds(Deciding deciding);

    /// <summary>Notes the groups of regexes that a packet matches, for a rule that this condition let run before; what else it asks for may
    /// have changed since.</summary>
    public virtual void Rematch(Deciding deciding)
    {
    }

    /// <summary>Terms of which a packet has at least one whenever this holds; null when there are none to name.</summary>
    public virtual IReadOnlyList<Term>? Terms => null;

    /// <summary>Which packets it can hold for.</summary>
    public virtual Reach Reach => Reach.All;

    /// <summary>Whether it certainly holds only when nothing grants messages: events that open no window.</summary>
    public virtual bool OpensNoWindow => false;

    /// <summary>Whether it holds for every packet.</summary>
    public virtual bool IsCertain => false;

    /// <summary>Whether it holds by what a packet says, by its words, key, scene or place, and not for any packet of a kind. Asked only
    /// when it holds.</summary>
    public virtual bool IsOfWords(Deciding deciding) => false;
}

/// <summary>The catch-all.</summary>
internal sealed class DefaultCondition : Condition
{
    public override bool IsCertain => true;

    public override bool Holds(Deciding deciding) => true;
}

internal sealed class IfCondition(Expression expression) : Condition
{
    public override bool Holds(Deciding deciding)
    {
        deciding.Evaluation.Refill();
        return expression.Eval(deciding.Evaluation).IsTrue;
    }
}

/// <summary>Every part must hold.</summary>
internal sealed class AllCondition(Condition[] parts) : Condition
{
    public IReadOnlyList<Condition> Parts => parts;

    public override bool Holds(Deciding deciding)
    {
        var matches = deciding.Evaluation.Matches;
        var before = matches.Mark;
        foreach (var part in parts)
        {
            if (part.Holds(deciding)) continue;
            matches.BackTo(before);
            return false;
        }

        return true;
    }

    public override void Rematch(Deciding deciding)
    {
        foreach (var part in parts) part.Rematch(deciding);
    }

    public override bool OpensNoWindow => Array.Exists(parts, part => part.OpensNoWindow);

    public override bool IsOfWords(Deciding deciding) => Array.Exists(parts, part => part.IsOfWords(deciding));

    /// <summary>Those of the part that lets the fewest packets through.</summary>
    public override IReadOnlyList<Term>? Terms
    {
        get
        {
            IReadOnlyList<Term>? best = null;
            foreach (var part in parts)
                if (part.Terms is { } terms && (best is null || Weight(terms) < Weight(best))) best = terms;
            return best;
        }
    }

    private static int Weight(IReadOnlyList<Term> terms) => terms.Count == 0 ? 0 : terms.Max(term => (int)term.Kind);

    public override Reach Reach => parts.Aggregate(Reach.All, (reach, part) => reach & part.Reach);

    public override bool IsCertain => Array.TrueForAll(parts, part => part.IsCertain);
}

/// <summary>At least one part must hold; the first that does gives its groups.</summary>
internal sealed class AnyCondition(Condition[] parts) : Condition
{
    public IReadOnlyList<Condition> Parts => parts;

    public override bool Holds(Deciding deciding)
    {
        foreach (var part in parts)
            if (part.Holds(deciding)) return true;
        return false;
    }

    public override void Rematch(Deciding deciding)
    {
        var before = deciding.Evaluation.Matches.Mark;
        foreach (var part in parts)
        {
            part.Rematch(deciding);
            if (deciding.Evaluation.Matches.Mark != before) return;
        }
    }

    public override bool OpensNoWindow => Array.TrueForAll(parts, part => part.OpensNoWindow);

    public override bool IsOfWords(Deciding deciding) => Array.Exists(parts, part => part.Holds(deciding) && part.IsOfWords(deciding));

    public override IReadOnlyList<Term>? Terms
    {
        get
        {
            var all = new List<Term>();
            foreach (var part in parts)
            {
                if (part.Terms is not { } terms) return null;
                all.AddRange(terms);
            }

            return all;
        }
    }

    public override Reach Reach => parts.Aggregate(Reach.None, (reach, part) => reach | part.Reach);

    public override bool IsCertain => Array.Exists(parts, part => part.IsCertain);
}

/// <summary>No part may hold.</summary>
internal sealed class NotCondition(Condition part) : Condition
{
    public Condition Part => part;

    public override bool Holds(Deciding deciding)
    {
        var matches = deciding.Evaluation.Matches;
        var before = matches.Mark;
        var holds = part.Holds(deciding);
        matches.BackTo(before);
        return !holds;
    }
}

namespace WeChatActors.Rules;

/// <summary>The follower has one of several tags.</summary>
internal sealed class TagCondition(string[] tags) : Condition
{
    public override bool Holds(Deciding deciding)
    {
        foreach (var tag in tags)
            if (deciding.Evaluation.Tags.Contains(tag)) return true;
        return false;
    }
}

/// <summary>The window closes in one of several spans; never for a packet.</summary>
internal sealed class ClosingCondition(TimeSpan[] leads) : Condition
{
    public override IReadOnlyList<Term> Terms => [];

    public override Reach Reach => Reach.Closing;

    public override bool Holds(Deciding deciding) => deciding.ClosingLead is { } lead && Array.IndexOf(leads, lead) >= 0;
}

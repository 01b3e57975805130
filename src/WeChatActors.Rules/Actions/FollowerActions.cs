using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Gives or takes tags that the follower does not have or has.</summary>
internal sealed class TagAction(Template[] names, bool add) : RuleAction
{
    /// <summary>The longest name of a tag, in characters. Source: WeChat Official Accounts docs, 用户标签管理.</summary>
    public const int MaxName = 30;

    public override bool Run(Deciding deciding)
    {
        foreach (var template in names)
        {
            var name = template.Render(deciding.Evaluation).Trim();
            if (name.Length is 0 or > MaxName)
            {
                deciding.Note($"a tag's name came out with {name.Length} characters, WeChat takes 1 to {MaxName}; it was left out.");
                continue;
            }

            var tags = deciding.Evaluation.Tags;
            var next = add ? tags.Add(name) : tags.Remove(name);
            if (ReferenceEquals(next, tags)) continue;
            deciding.Evaluation.Tags = next;
            deciding.Steps.Add(new RuleStep.Tag(name, add));
        }

        return true;
    }
}

/// <summary>Sets the operator's remark.</summary>
internal sealed class RemarkAction(Template text) : RuleAction
{
    /// <summary>The longest remark, in bytes of UTF-8. Source: WeChat Official Accounts docs, 设置用户备注名: under 30.</summary>
    public const int MaxBytes = 29;

    public override bool Run(Deciding deciding)
    {
        var remark = text.Render(deciding.Evaluation);
        var length = PassiveReplyLimits.FittingLength(remark, MaxBytes);
        if (length < remark.Length)
            deciding.Note($"the remark was cut from {Encoding.UTF8.GetByteCount(remark)} bytes of UTF-8 to {MaxBytes} or fewer.");
        deciding.Steps.Add(new RuleStep.Remark(remark[..length]));
        return true;
    }
}

/// <summary>Keeps the bot silent while a human speaks.</summary>
internal sealed class PauseAction(RuleStep.Pause pause) : RuleAction
{
    /// <summary>The pause that comes with a hand-over: the platform stops forwarding after 30 minutes by itself.</summary>
    public static RuleStep.Pause ForHuman { get; } = new(TimeSpan.FromMinutes(30), UntilClose: true);

    public override bool Run(Deciding deciding)
    {
        deciding.Steps.Add(pause);
        return true;
    }
}

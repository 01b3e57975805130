using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Pushes a message; does something else when the window has none left.</summary>
internal sealed class SendAction(MessageSource source, Template? staff, ActionBranch? @else) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        if (deciding.Evaluation.Left <= 0)
        {
            if (@else is not null) return @else.Run(deciding);
            deciding.Note("its message was not sent, because the window has nothing left.");
            return true;
        }

        if (source.Make(deciding) is not { } message) return true;
        if (staff?.Render(deciding.Evaluation) is { Length: > 0 } account) message = message with { KfAccount = account };
        deciding.TrySend(message);
        return true;
    }
}

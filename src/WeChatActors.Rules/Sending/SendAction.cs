using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Makes a customer-service message. Immutable.</summary>
/// <param name="kind">Its key in the file.</param>
/// <param name="parts">Its templates, null for what is left out.</param>
/// <param name="make">Builds it from their texts; null when what it needs is empty.</param>
internal sealed class MessageSource(string kind, Template?[] parts, Func<string?[], CustomerMessage?> make)
{
    private readonly CustomerMessage? _same = Array.TrueForAll(parts, part => part is null or { Constant: not null })
        ? make(Array.ConvertAll(parts, part => part?.Constant)) : null;

    /// <summary>The message for a packet; null when it came out empty.</summary>
    public CustomerMessage? Make(Deciding deciding)
    {
        if (_same is not null) return _same;
        var message = make(Array.ConvertAll(parts, part => part?.Render(deciding.Evaluation)));
        if (message is null) deciding.Note($"its message of kind '{kind}' was empty, so nothing is sent.");
        return message;
    }
}

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

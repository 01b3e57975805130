using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Makes a customer-service message. Immutable.</summary>
internal abstract class MessageSource
{
    /// <summary>The message for a packet; null when it came out empty.</summary>
    public abstract CustomerMessage? Make(Deciding deciding);

    /// <summary>A message filled from templates.</summary>
    /// <param name="kind">Its key in the file.</param>
    /// <param name="parts">Its templates, null for what is left out.</param>
    /// <param name="make">Builds it from their texts; null when what it needs is empty.</param>
    internal sealed class Filled(string kind, Template?[] parts, Func<string?[], CustomerMessage?> make) : MessageSource
    {
        private readonly CustomerMessage? _same = Array.TrueForAll(parts, part => part is null or { Constant: not null })
            ? make(Array.ConvertAll(parts, part => part?.Constant)) : null;

        public override CustomerMessage? Make(Deciding deciding)
        {
            if (_same is not null) return _same;
            var message = make(Array.ConvertAll(parts, part => part?.Render(deciding.Evaluation)));
            if (message is null) deciding.Note($"its message of kind '{kind}' was empty, so nothing is sent.");
            return message;
        }
    }

    /// <summary>One of several, by chance.</summary>
    internal sealed class OneOf(MessageSource[] choices, ulong site) : MessageSource
    {
        public override CustomerMessage? Make(Deciding deciding) =>
            choices[Chance.Pick(deciding.Evaluation.Seed, site, choices.Length)].Make(deciding);
    }
}

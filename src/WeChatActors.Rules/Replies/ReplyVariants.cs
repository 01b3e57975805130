using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A reply that may come out otherwise for the same packet: by chance, or because time has passed. Immutable.</summary>
/// <param name="Owner">Whose reply it is: the rule's id, or <c>dialog:NAME</c>.</param>
/// <param name="Replies">What it may say; null for nothing. Their texts hold <see cref="Free"/> where anything may stand, and an expression between
/// two <see cref="Bound"/> where what the follower said or the bot knows stands: the same in every variant.</param>
public sealed record ReplyVariants(string Owner, ImmutableArray<PassiveReply?> Replies)
{
    /// <summary>Stands for any text. It is no character of any text.</summary>
    public const char Free = '\uFDD0';

    /// <summary>Stands around an expression that chance and time do not change. It is no character of any text.</summary>
    public const char Bound = '\uFDD1';
}

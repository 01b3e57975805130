using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One follower of one account: the key of a conversation and of its actor.</summary>
/// <param name="Account">The account's alias in the configuration.</param>
/// <param name="OpenId">The follower.</param>
public readonly record struct ConversationId(string Account, OpenId OpenId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Account}/{OpenId}";
}

namespace WeChatActors.Protocol;

/// <summary>What WeChat does with a passive reply to a packet.</summary>
public enum ReplyAbility
{
    /// <summary>A reply is shown to the user.</summary>
    Allowed,

    /// <summary>Replies are undocumented, pointless or ignored: answer <c>success</c>.</summary>
    None,

    /// <summary>Only a reply of the old hardware platform is understood.</summary>
    Device,
}

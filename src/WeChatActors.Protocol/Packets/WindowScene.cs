namespace WeChatActors.Protocol;

/// <summary>Which customer-service window a packet opens. Source: WeChat Official Accounts docs, 客服消息下发规则.</summary>
public enum WindowScene
{
    /// <summary>None.</summary>
    None,

    /// <summary>The user sent a message: the long window.</summary>
    UserMessage,

    /// <summary>The user tapped a menu button of type click or scancode, or an entry of a menu message.</summary>
    MenuClick,

    /// <summary>The user followed the account.</summary>
    Follow,

    /// <summary>The user scanned a QR code with a scene.</summary>
    Scan,

    /// <summary>The user paid. No packet shows it: the payment callback of another system does.</summary>
    Payment,
}

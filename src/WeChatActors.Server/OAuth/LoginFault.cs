namespace WeChatActors.Server;

/// <summary>Why a login does not go on.</summary>
internal enum LoginFault
{
    /// <summary>There is no such page.</summary>
    NoPage,

    /// <summary>A page is only read: GET without a body.</summary>
    Method,

    /// <summary>The address to return to is missing or not allowed.</summary>
    Return,

    /// <summary>The scope is none that exists.</summary>
    Scope,

    /// <summary>State or code have not the form that WeChat gives them.</summary>
    Malformed,

    /// <summary>This browser has not begun the login, or began it too long ago.</summary>
    NotBegunHere,

    /// <summary>The person said no.</summary>
    Declined,

    /// <summary>WeChat does not know the code any more: used, too old, or never given.</summary>
    CodeSpent,

    /// <summary>WeChat refuses the account.</summary>
    Refused,

    /// <summary>WeChat gave no answer that can be used.</summary>
    NoAnswer,

    /// <summary>Too many logins at once, or what was learned could not be kept.</summary>
    Unavailable,
}

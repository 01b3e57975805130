namespace WeChatActors.Engine;

/// <summary>What the token centre keeps for an account.</summary>
public enum TokenKind
{
    /// <summary>The access_token of the server API.</summary>
    AccessToken,

    /// <summary>The ticket that signs web pages for the JS-SDK.</summary>
    JsapiTicket,

    /// <summary>The ticket that signs cards.</summary>
    WxCardTicket,
}

/// <summary>Names one token or ticket.</summary>
/// <param name="Account">The account's alias.</param>
/// <param name="Kind">Which of its tokens.</param>
public readonly record struct TokenId(string Account, TokenKind Kind)
{
    /// <summary>WeChat's word for the kind: <c>access_token</c>, <c>jsapi_ticket</c>, <c>wx_card_ticket</c>.</summary>
    public string Name => Kind switch
    {
        TokenKind.AccessToken => "access_token",
        TokenKind.JsapiTicket => "jsapi_ticket",
        _ => "wx_card_ticket",
    };

    /// <summary>The token of an account by WeChat's word for its kind; null for another word.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="name">A <see cref="Name"/>.</param>
    public static TokenId? Of(string account, string name) => name switch
    {
        "access_token" => new(account, TokenKind.AccessToken),
        "jsapi_ticket" => new(account, TokenKind.JsapiTicket),
        "wx_card_ticket" => new(account, TokenKind.WxCardTicket),
        _ => null,
    };

    /// <summary>Alias and kind.</summary>
    public override string ToString() => $"{Name} of {Account}";
}

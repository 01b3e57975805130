namespace WeChatActors.Protocol;

/// <summary>Why a query string cannot be used.</summary>
public enum QueryFault
{
    /// <summary>It can be used.</summary>
    None,

    /// <summary>A parameter of the callback came twice: two readers could choose differently.</summary>
    Repeated,

    /// <summary>A percent sign without two hex digits, or bytes that are no UTF-8.</summary>
    Undecodable,

    /// <summary>It is longer than <see cref="CallbackQuery.MaxLength"/>.</summary>
    TooLong,
}

/// <summary>The query string of a callback. Source: WeChat Official Accounts docs, 消息推送配置.</summary>
/// <param name="Signature">Signature over token, timestamp and nonce; empty when absent.</param>
/// <param name="Timestamp">Seconds since 1970 UTC in decimal; empty when absent.</param>
/// <param name="Nonce">Random string; empty when absent.</param>
/// <param name="OpenId">The user; not signed, so only a hint. Null when absent.</param>
/// <param name="EncryptType"><c>aes</c>, <c>raw</c> or null when absent.</param>
/// <param name="MsgSignature">Signature that also covers Encrypt; null when absent.</param>
/// <param name="EchoStr">What URL verification must echo; null in a push.</param>
/// <param name="Fault">None, or why the query string cannot be used; then all else is empty.</param>
public readonly record struct CallbackQuery(
    string Signature, string Timestamp, string Nonce, string? OpenId = null, string? EncryptType = null,
    string? MsgSignature = null, string? EchoStr = null, QueryFault Fault = QueryFault.None)
{
    /// <summary>The longest query string that is read, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Reads a query string. Percent signs are decoded once, <c>+</c> stays a plus (base64 has it), unknown parameters are ignored.</summary>
    /// <param name="queryString">With or without the leading question mark.</param>
    /// <param name="query">The parameters; with the fault in it when there is one.</param>
    /// <returns>None, or why it cannot be used.</returns>
    public static QueryFault TryParse(ReadOnlySpan<char> queryString, out CallbackQuery query) => throw new NotImplementedException();
}

using System.Runtime.CompilerServices;

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
    public static QueryFault TryParse(ReadOnlySpan<char> queryString, out CallbackQuery query)
    {
        var fault = queryString.Length > MaxLength ? QueryFault.TooLong : QueryFault.None;
        var values = new Parameters();
        if (queryString.StartsWith("?")) queryString = queryString[1..];
        while (fault == QueryFault.None && queryString.Length > 0)
        {
            var end = queryString.IndexOf('&');
            var pair = end < 0 ? queryString : queryString[..end];
            queryString = end < 0 ? default : queryString[(end + 1)..];
            fault = ReadPair(pair, ref values);
        }
        query = fault == QueryFault.None
            ? new CallbackQuery(
                values[0] ?? "", values[1] ?? "", values[2] ?? "", NullIfEmpty(values[3]), NullIfEmpty(values[4]), NullIfEmpty(values[5]), values[6])
            : new CallbackQuery("", "", "", Fault: fault);
        return fault;
    }

    private static QueryFault ReadPair(ReadOnlySpan<char> pair, ref Parameters values)
    {
        var equals = pair.IndexOf('=');
        // Names are decoded too: an escaped name must not slip a second value past the check for repetition.
        if (!PercentDecoding.TryDecode(equals < 0 ? pair : pair[..equals], out var name)) return QueryFault.Undecodable;
        var parameter = name switch
        {
            "signature" => 0,
            "timestamp" => 1,
            "nonce" => 2,
            "openid" => 3,
            "encrypt_type" => 4,
            "msg_signature" => 5,
            "echostr" => 6,
            _ => -1,
        };
        if (parameter < 0) return QueryFault.None;
        if (values[parameter] is not null) return QueryFault.Repeated;
        if (!PercentDecoding.TryDecode(equals < 0 ? default : pair[(equals + 1)..], out var value)) return QueryFault.Undecodable;
        values[parameter] = value;
        return QueryFault.None;
    }

    private static string? NullIfEmpty(string? value) => value is "" ? null : value;

    [InlineArray(7)]
    private struct Parameters
    {
        private string? _first;
    }
}

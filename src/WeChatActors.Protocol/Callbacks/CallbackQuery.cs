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
/// <remarks>It holds on to the text it was read from and knows where the values stand in it: reading one allocates nothing, and asking for a
/// value as a string makes that string.</remarks>
public readonly record struct CallbackQuery
{
    /// <summary>The longest query string that is read, in characters.</summary>
    public const int MaxLength = 4096;

    private readonly string? _text;
    private readonly Parts _parts;

    /// <summary>A query string of its values.</summary>
    /// <param name="signature">Signature over token, timestamp and nonce; empty when absent.</param>
    /// <param name="timestamp">Seconds since 1970 UTC in decimal; empty when absent.</param>
    /// <param name="nonce">Random string; empty when absent.</param>
    /// <param name="openId">The user; null when absent.</param>
    /// <param name="encryptType"><c>aes</c>, <c>raw</c> or null when absent.</param>
    /// <param name="msgSignature">Signature that also covers Encrypt; null when absent.</param>
    /// <param name="echoStr">What URL verification must echo; null in a push.</param>
    public CallbackQuery(
        string signature, string timestamp, string nonce, string? openId = null, string? encryptType = null, string? msgSignature = null, string? echoStr = null)
    {
        ReadOnlySpan<string?> values = [signature, timestamp, nonce, openId, encryptType, msgSignature, echoStr];
        _text = string.Concat(values);
        var start = 0;
        for (var i = 0; i < Parts.Count; start += _parts[i++].Length) _parts[i] = new Part(checked((ushort)start), checked((ushort)(values[i]?.Length ?? 0)));
    }

    private CallbackQuery(string text, in Parts parts) => (_text, _parts) = (text, parts);

    private CallbackQuery(QueryFault fault) => Fault = fault;

    /// <summary>None, or why the query string cannot be used; then all else is empty.</summary>
    public QueryFault Fault { get; }

    /// <summary>Signature over token, timestamp and nonce; empty when absent.</summary>
    public string Signature => Of(Parameter.Signature).ToString();

    /// <summary>Seconds since 1970 UTC in decimal; empty when absent.</summary>
    public string Timestamp => Of(Parameter.Timestamp).ToString();

    /// <summary>Random string; empty when absent.</summary>
    public string Nonce => Of(Parameter.Nonce).ToString();

    /// <summary>The user; not signed, so only a hint. Null when absent or empty.</summary>
    public string? OpenId => TextOf(Parameter.OpenId);

    /// <summary><c>aes</c>, <c>raw</c> or null when absent or empty.</summary>
    public string? EncryptType => TextOf(Parameter.EncryptType);

    /// <summary>Whether it says that the body holds an envelope: <c>encrypt_type=aes</c>.</summary>
    public bool IsEncrypted => Of(Parameter.EncryptType) is "aes";

    /// <summary>Signature that also covers Encrypt; null when absent or empty.</summary>
    public string? MsgSignature => TextOf(Parameter.MsgSignature);

    /// <summary>What URL verification must echo; null in a push.</summary>
    public string? EchoStr => TextOf(Parameter.EchoStr);

    /// <summary>Reads a query string. Percent signs are decoded once, <c>+</c> stays a plus (base64 has it), unknown parameters are ignored.</summary>
    /// <param name="queryString">With or without the leading question mark; null is an empty one.</param>
    /// <param name="query">The parameters; with the fault in it when there is one.</param>
    /// <returns>None, or why it cannot be used.</returns>
    public static QueryFault TryParse(string? queryString, out CallbackQuery query)
    {
        var text = queryString ?? "";
        var fault = text.Length > MaxLength ? QueryFault.TooLong : QueryFault.None;
        var parts = new Parts();
        var seen = 0;
        // Decoded values are put behind the text, where they do not count as a part of it.
        var (at, length) = (text.StartsWith('?') ? 1 : 0, text.Length);
        while (fault == QueryFault.None && at < length)
        {
            var end = text.IndexOf('&', at, length - at);
            if (end < 0) end = length;
            fault = ReadPair(ref text, at, end, ref parts, ref seen);
            at = end + 1;
        }
        query = fault == QueryFault.None ? new CallbackQuery(text, parts) : new CallbackQuery(fault);
        return fault;
    }

    /// <summary>A value without a string of its own; empty when absent.</summary>
    internal ReadOnlySpan<char> Of(Parameter parameter) => _text.AsSpan(_parts[(int)parameter].Start, _parts[(int)parameter].Length);

    /// <summary>Whether two have the same values, or the same fault.</summary>
    public bool Equals(CallbackQuery other)
    {
        for (var i = 0; i < Parts.Count; i++)
            if (!Of((Parameter)i).SequenceEqual(other.Of((Parameter)i))) return false;
        return Fault == other.Fault;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(string.GetHashCode(Of(Parameter.Signature)), string.GetHashCode(Of(Parameter.Nonce)), Fault);

    private string? TextOf(Parameter parameter) => Of(parameter) is { IsEmpty: false } text ? text.ToString() : null;

    private static QueryFault ReadPair(ref string text, int start, int end, ref Parts parts, ref int seen)
    {
        var pair = text.AsSpan(start, end - start);
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        // Names are decoded too: an escaped name must not slip a second value past the check for repetition.
        if (name.Contains('%'))
        {
            if (!PercentDecoding.TryDecode(name, out var decoded)) return QueryFault.Undecodable;
            name = decoded;
        }
        Parameter? known = name switch
        {
            "signature" => Parameter.Signature,
            "timestamp" => Parameter.Timestamp,
            "nonce" => Parameter.Nonce,
            "openid" => Parameter.OpenId,
            "encrypt_type" => Parameter.EncryptType,
            "msg_signature" => Parameter.MsgSignature,
            "echostr" => Parameter.EchoStr,
            _ => null,
        };
        if (known is not { } parameter) return QueryFault.None;
        if ((seen & (1 << (int)parameter)) != 0) return QueryFault.Repeated;
        seen |= 1 << (int)parameter;
        var valueAt = equals < 0 ? end : start + equals + 1;
        var value = text.AsSpan(valueAt, end - valueAt);
        if (value.Contains('%'))
        {
            if (!PercentDecoding.TryDecode(value, out var decoded)) return QueryFault.Undecodable;
            valueAt = text.Length;
            value = decoded;
            text += decoded;
        }
        parts[(int)parameter] = new Part((ushort)valueAt, (ushort)value.Length);
        return QueryFault.None;
    }

    /// <summary>The parameters, in the order of their parts.</summary>
    internal enum Parameter
    {
        Signature,
        Timestamp,
        Nonce,
        OpenId,
        EncryptType,
        MsgSignature,
        EchoStr,
    }

    // Text and decoded values together have at most twice the longest length.
    private readonly record struct Part(ushort Start, ushort Length);

    [InlineArray(Count)]
    private struct Parts
    {
        public const int Count = 7;

        private Part _first;
    }
}

namespace WeChatActors.Protocol;

/// <summary>The signatures of the callback's query string: SHA-1 over ordinally sorted, joined strings, as lower-case hex.</summary>
/// <remarks><c>signature</c> does not cover the body. Source: WeChat Official Accounts docs, 消息推送配置 and 消息加解密说明.</remarks>
public static class CallbackSignature
{
    /// <summary>Gives <c>signature</c>, 40 lower-case hex digits.</summary>
    public static string Compute(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce) =>
        throw new NotImplementedException();

    /// <summary>Gives <c>msg_signature</c>, 40 lower-case hex digits.</summary>
    public static string Compute(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt) =>
        throw new NotImplementedException();

    /// <summary>Whether <c>signature</c> fits, compared in constant time; false when any of them is empty.</summary>
    public static bool Verify(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> signature) =>
        throw new NotImplementedException();

    /// <summary>Whether <c>msg_signature</c> fits, compared in constant time; false when any of them is empty.</summary>
    public static bool Verify(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt, ReadOnlySpan<char> msgSignature) =>
        throw new NotImplementedException();
}

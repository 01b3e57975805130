using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>The signature with which a web page adds or chooses cards: SHA-1 over the ordinally sorted, joined values, without their names.</summary>
/// <remarks>Source: WeChat Official Accounts docs, JS-SDK 说明文档, appendix 4.</remarks>
public static class CardSignature
{
    /// <summary>Gives <c>signature</c> of a card's cardExt.</summary>
    /// <param name="values">The wx_card ticket, timestamp and nonce, and those of card id, code and OpenID that the page passes. An empty
    /// one changes nothing.</param>
    /// <returns>40 lower-case hex digits.</returns>
    public static string Compute(params ReadOnlySpan<string> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
#pragma warning disable CA5350 // WeChat's protocol prescribes SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
#pragma warning restore CA5350
    }
}

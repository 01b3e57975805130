using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>The signature with which a web page shows that it may use the JS-SDK.</summary>
/// <remarks>Source: WeChat Official Accounts docs, JS-SDK 说明文档, appendix 1.</remarks>
public static class JsSdkSignature
{
    /// <summary>Gives <c>signature</c> of wx.config.</summary>
    /// <param name="ticket">The jsapi_ticket.</param>
    /// <param name="nonce">The nonce, <c>nonceStr</c> of wx.config.</param>
    /// <param name="timestamp">Seconds since 1970 UTC, as the page will say them.</param>
    /// <param name="url">The page's address as the browser has it, see <see cref="PageUrl"/>; nothing of it is escaped or unescaped.</param>
    /// <returns>40 lower-case hex digits.</returns>
    public static string Compute(string ticket, string nonce, string timestamp, string url)
    {
        var text = $"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}";
#pragma warning disable CA5350 // WeChat's protocol prescribes SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    /// <summary>The part of an address that is signed: all before the first <c>#</c>.</summary>
    public static string PageUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IndexOf('#') is >= 0 and var end ? url[..end] : url;
    }
}

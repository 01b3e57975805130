using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>Links to answers as a server made them at another time, so that no test waits for one to lapse.</summary>
internal static class OldLink
{
    private const int Mark = 16;

    /// <summary>The same link with another end.</summary>
    /// <param name="link">A link.</param>
    /// <param name="appId">The account's AppID.</param>
    /// <param name="secret">Its AppSecret.</param>
    /// <param name="end">Until when it is good.</param>
    public static string Of(string link, string appId, string secret, DateTimeOffset end)
    {
        var start = link.LastIndexOf('/') + 1;
        var bytes = Base64Url.DecodeFromChars(link.AsSpan(start));
        var alias = Encoding.ASCII.GetString(bytes, 2, bytes[1]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2 + bytes[1]), (uint)end.ToUnixTimeSeconds());
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, Encoding.UTF8.GetBytes(appId), Encoding.UTF8.GetBytes($"wechatactors answer links of {alias}, version 1"));
        HMACSHA256.HashData(key, bytes.AsSpan(0, bytes.Length - Mark)).AsSpan(0, Mark).CopyTo(bytes.AsSpan(bytes.Length - Mark));
        return link[..start] + Base64Url.EncodeToString(bytes);
    }
}

using System.Buffers;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>The words that go with an errcode.</summary>
internal static class PlatformErrmsg
{
    // Tokens and tickets are longer, an AppSecret is as long; an OpenID has 28 and a rid 26.
    private const int CredentialLength = 32;

    private static readonly SearchValues<char> OfCredential = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-");
    private static readonly SearchValues<char> OfRid = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Makes them fit to be shown: short, on one line, and without those credentials and anything else that is as long as one.</summary>
    /// <param name="errmsg">As it came.</param>
    /// <param name="credentials">Values that went with the request.</param>
    public static string Clean(string errmsg, params ReadOnlySpan<string> credentials) =>
        errmsg is "" or "ok" ? errmsg : PlatformWords.Quote(Mask(errmsg), credentials);

    /// <summary>The id by which the platform remembers a call; null when its words name none.</summary>
    /// <param name="errmsg">Its words, such as <c>invalid credential rid: 6543e1aa-0d2b6f4c-1f4b2c3d</c>.</param>
    public static string? FindRid(string errmsg)
    {
        var at = errmsg.LastIndexOf("rid: ", StringComparison.Ordinal);
        if (at < 0) return null;
        var id = errmsg.AsSpan(at + 5);
        var length = id.IndexOfAnyExcept(OfRid);
        if (length >= 0) id = id[..length];
        return id.Length is >= 8 and < CredentialLength ? id.ToString() : null;
    }

    // Tokens of users and tickets that this call knew nothing of.
    private static string Mask(string errmsg)
    {
        // More than this is never shown, also when all of it are short words.
        var text = errmsg.AsSpan(0, Math.Min(errmsg.Length, 64 * PlatformWords.Most));
        var masked = new StringBuilder(Math.Min(text.Length, 2 * PlatformWords.Most));
        while (!text.IsEmpty && masked.Length <= PlatformWords.Most)
        {
            var run = text.IndexOfAnyExcept(OfCredential) is >= 0 and var length ? length : text.Length;
            if (run >= CredentialLength) masked.Append("(secret)");
            else masked.Append(text[..run]);
            text = text[run..];
            var between = text.IndexOfAny(OfCredential) is >= 0 and var next ? next : text.Length;
            masked.Append(text[..between]);
            text = text[between..];
        }
        return masked.ToString();
    }
}

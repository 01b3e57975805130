using System.Buffers;

namespace WeChatActors.Engine;

/// <summary>Makes the platform's words fit to be shown: short, on one line and without credentials.</summary>
internal static class PlatformWords
{
    /// <summary>More of an errmsg is not quoted, in characters.</summary>
    public const int MaxLength = 200;

    // Tokens and tickets are longer, an AppSecret is as long; an OpenID has 28 and a rid 26.
    private const int CredentialLength = 32;

    private static readonly SearchValues<char> OfRid = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Cuts, cleans and masks.</summary>
    /// <param name="errmsg">As it came.</param>
    public static string Clean(string errmsg)
    {
        if (errmsg is "" or "ok") return errmsg;
        var text = errmsg.AsSpan();
        Span<char> clean = stackalloc char[MaxLength];
        var length = 0;
        for (var i = 0; i < text.Length && length < MaxLength; i++)
        {
            var run = RunOfCredential(text[i..]);
            if (run >= CredentialLength)
            {
                "(…)".AsSpan(0, Math.Min(3, MaxLength - length)).CopyTo(clean[length..]);
                (length, i) = (Math.Min(MaxLength, length + 3), i + run - 1);
                continue;
            }
            // What is too short for a credential is taken as a whole, so that no part of it is looked at as one of its own.
            for (var end = i + Math.Max(1, run); i < end && length < MaxLength; i++) clean[length++] = Shown(text[i]);
            i--;
        }
        if (length > 0 && char.IsHighSurrogate(clean[length - 1])) length--;
        return clean[..length].Trim().ToString();
    }

    /// <summary>The id by which the platform remembers a call; null when its words name none.</summary>
    /// <param name="errmsg">Its words, such as <c>invalid credential rid: 6543e1aa-0d2b6f4c-1f4b2c3d</c>.</param>
    public static string? FindRid(string errmsg)
    {
        var at = errmsg.LastIndexOf("rid: ", StringComparison.Ordinal);
        if (at < 0) return null;
        var id = errmsg.AsSpan(at + 5);
        var length = id.IndexOfAnyExcept(OfRid);
        if (length >= 0) id = id[..length];
        return id.Length is >= 8 and < 64 ? id.ToString() : null;
    }

    private static int RunOfCredential(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_')) length++;
        return length;
    }

    private static char Shown(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c;
}

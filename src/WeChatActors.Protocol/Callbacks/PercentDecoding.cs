using System.Text;
using System.Text.Unicode;

namespace WeChatActors.Protocol;

/// <summary>Decodes percent signs once and nothing else: a plus stays a plus.</summary>
public static class PercentDecoding
{
    /// <summary>Decodes a name or value of a query string.</summary>
    /// <param name="text">As it stands between <c>&amp;</c> and <c>=</c>.</param>
    /// <param name="decoded">The text.</param>
    /// <returns>False when a percent sign is not followed by two hex digits, or the bytes are no UTF-8.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, out string decoded)
    {
        if (!text.Contains('%'))
        {
            decoded = text.ToString();
            return true;
        }
        decoded = "";
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        while (text.Length > 0)
        {
            var run = text.IndexOf('%');
            var plain = run < 0 ? text : text[..run];
            length += Encoding.UTF8.GetBytes(plain, bytes.AsSpan(length));
            if (run < 0) break;
            if (text.Length < run + 3 || !char.IsAsciiHexDigit(text[run + 1]) || !char.IsAsciiHexDigit(text[run + 2])) return false;
            bytes[length++] = Convert.FromHexString(text.Slice(run + 1, 2))[0];
            text = text[(run + 3)..];
        }
        if (!Utf8.IsValid(bytes.AsSpan(0, length))) return false;
        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}

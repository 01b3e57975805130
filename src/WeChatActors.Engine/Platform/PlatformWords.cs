using System.Text;

namespace WeChatActors.Engine;

/// <summary>The platform's own words inside a sentence of ours.</summary>
internal static class PlatformWords
{
    /// <summary>More than this is cut: a rid and what stands before it fit.</summary>
    public const int Most = 200;

    // Shorter ones are no credentials; they would make holes in any text.
    private const int ShortestSecret = 8;

    /// <summary>The beginning of a text on one line, without the credentials that went with the request.</summary>
    /// <param name="text">What the platform said.</param>
    /// <param name="credentials">Values that must not be seen.</param>
    public static string Quote(string text, params ReadOnlySpan<string> credentials)
    {
        foreach (var credential in credentials)
            if (credential.Length >= ShortestSecret) text = text.Replace(credential, "(secret)", StringComparison.OrdinalIgnoreCase);
        var quoted = new StringBuilder(Math.Min(text.Length, Most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length + rune.Utf16SequenceLength > Most) return quoted.Append("...").ToString();
            // Direction marks and their like turn a line of a log around.
            var plain = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (
                System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            quoted.Append(plain ? rune.ToString() : " ");
        }
        return quoted.ToString();
    }
}

using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>Takes credentials out of what people are shown of a call.</summary>
internal static partial class Masking
{
    /// <summary>Stands where a credential was.</summary>
    public const string Mask = "***";

    private static readonly string[] Names = ["secret", "access_token", "refresh_token", "code", "appsecret", "password"];

    /// <summary>A query string without credentials, decoded for people.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> query) =>
        string.Join('&', query.Select(pair => $"{pair.Key}={(Names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) ? Mask : pair.Value)}"));

    /// <summary>A text, JSON or a form, whole or in pieces, without credentials.</summary>
    /// <param name="text">What came or went.</param>
    /// <param name="known">Credentials known by their value, which are found wherever they stand and however their name is written.</param>
    public static string Text(string text, IEnumerable<string> known)
    {
        text = JsonMember().Replace(text, "$1" + Mask);
        text = FormField().Replace(text, "$1" + Mask);
        foreach (var value in known)
            if (value.Length >= 6) text = text.Replace(value, Mask, StringComparison.Ordinal);
        return text;
    }

    // Strings are masked to their end, also one that the text breaks off in.
    [GeneratedRegex("""("(?:secret|appsecret|access_token|refresh_token|code|password)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*""", RegexOptions.IgnoreCase)]
    private static partial Regex JsonMember();

    [GeneratedRegex("""\b((?:secret|appsecret|access_token|refresh_token|code|password)=)[^&\s"<#]*""", RegexOptions.IgnoreCase)]
    private static partial Regex FormField();
}

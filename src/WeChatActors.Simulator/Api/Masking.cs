using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>Takes credentials out of what people are shown of a call.</summary>
internal static partial class Masking
{
    /// <summary>Stands where a credential was.</summary>
    public const string Mask = "***";

    private const string Words = "secret|appsecret|access_token|refresh_token|code|password";

    private static readonly string[] Names = Words.Split('|');

    /// <summary>The credentials that a query names.</summary>
    public static IEnumerable<string> Values(IEnumerable<KeyValuePair<string, string>> query) => query.Where(IsCredential).Select(pair => pair.Value);

    /// <summary>A query string without credentials, decoded for people.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> query) =>
        string.Join('&', query.Select(pair => $"{pair.Key}={(IsCredential(pair) ? Mask : pair.Value)}"));

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

    private static bool IsCredential(KeyValuePair<string, string> pair) => Names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase);

    // Strings are masked to their end, also one that the text breaks off in.
    [GeneratedRegex("(\"(?:" + Words + """)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*""", RegexOptions.IgnoreCase)]
    private static partial Regex JsonMember();

    [GeneratedRegex(@"\b((?:" + Words + """)=)[^&\s"<#]*""", RegexOptions.IgnoreCase)]
    private static partial Regex FormField();
}

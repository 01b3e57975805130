using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Reads telephone numbers of the mainland: mobile ones as 11 digits, others as area code and number, <c>010-12345678</c>.</summary>
internal static partial class PhoneNumber
{
    /// <summary>The number in folded words, which may stand around it without digits of their own; null when there is none or more than one.</summary>
    public static string? Read(string text)
    {
        if (text.Length > 100 || Around().Match(text) is not { Success: true } found) return null;
        var written = found.Groups["number"].Value;
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        var isAbroad = written.StartsWith('+') || digits.StartsWith("0086", StringComparison.Ordinal);
        if (digits.StartsWith("0086", StringComparison.Ordinal)) digits = digits[4..];
        else if (digits.StartsWith("86", StringComparison.Ordinal) && (isAbroad || digits.Length == 13)) digits = digits[2..];
        else if (isAbroad) return null;
        if (Mobile().IsMatch(digits)) return digits;
        // Behind the country's number the area code has lost its 0.
        if (isAbroad && !digits.StartsWith('0')) digits = "0" + digits;
        return Landline().Match(digits) is { Success: true } line ? $"{line.Groups["area"].Value}-{line.Groups["number"].Value}" : null;
    }

    [GeneratedRegex(@"^[^0-9+]*(?<number>\+?[0-9()][0-9\s()\-–—.·]*[0-9])[^0-9+]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Around();

    [GeneratedRegex("^1[3-9][0-9]{9}$")]
    private static partial Regex Mobile();

    [GeneratedRegex("^(?<area>010|02[0-9]|0[3-9][0-9]{2})(?<number>[2-9][0-9]{6,7})$")]
    private static partial Regex Landline();
}

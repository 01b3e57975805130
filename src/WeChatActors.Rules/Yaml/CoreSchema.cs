using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>What a plain scalar means in the core schema of YAML 1.2, and whether YAML 1.1 would have read it otherwise.</summary>
internal static partial class CoreSchema
{
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    public static bool? AsBool(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    public static long? AsInt(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && text.Length <= 17 ? hex : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static decimal? AsNumber(string text)
    {
        if (AsInt(text) is { } whole) return whole;
        return Number().IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A plain scalar as a value: nothing, a truth value, a number, or text.</summary>
    public static Value AsValue(string text) =>
        IsNull(text) ? Value.Null
        : AsBool(text) is { } truth ? Value.Of(truth)
        : AsNumber(text) is { } number ? Value.Of(number)
        : Value.Of(text);

    /// <summary>What YAML 1.1 would make of a plain scalar that is text or another number here; null when nothing else.</summary>
    public static string? InYaml11(string text)
    {
        if (text.Length is 0 or > 40) return null;
        switch (text)
        {
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON": return "true";
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF": return "false";
        }

        if (!char.IsAsciiDigit(text[^1])) return null;
        return Sixty().IsMatch(text) ? "a number of base 60"
            : Octal().IsMatch(text) ? "an octal number"
            : Binary().IsMatch(text) ? "a binary number"
            : Grouped().IsMatch(text) ? "a number"
            : Day().IsMatch(text) ? "a timestamp"
            : null;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^[-+]?[0-9]{1,9}(:[0-5]?[0-9])+$")]
    private static partial Regex Sixty();

    [GeneratedRegex("^[-+]?0[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex("^[-+]?0b[01]+$")]
    private static partial Regex Binary();

    [GeneratedRegex("^[-+]?[0-9]+(_[0-9]+)+$")]
    private static partial Regex Grouped();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")]
    private static partial Regex Day();
}

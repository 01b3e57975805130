using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Writes paths of SVG.</summary>
internal static class SvgPath
{
    /// <summary>The text with its numbers to a tenth, whatever the machine's language.</summary>
    public static string Of(FormattableString path) =>
        string.Format(CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(number => number is double value ? Math.Round(value, 1) : number)]);
}

using System.Text;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Fills <c>${NAME}</c> and <c>${NAME:-default}</c> in texts of the configuration.</summary>
/// <param name="read">Gives a variable's value, or null when it is not set.</param>
/// <param name="findings">Gets an error for each variable that is missing and for each broken reference.</param>
public sealed class EnvironmentReferences(Func<string, string?> read, Findings findings)
{
    /// <summary>The text with its references filled; null when one could not be.</summary>
    public string? Fill(YamlScalar scalar) => Fill(scalar, read);

    /// <summary>Reports broken references and reads no variable.</summary>
    /// <returns>The text; null when it holds references.</returns>
    public string? Check(YamlScalar scalar) => Fill(scalar, _ => "") is { } text && text == scalar.Value ? text : null;

    private string? Fill(YamlScalar scalar, Func<string, string?> read)
    {
        var text = scalar.Value;
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var filled = new StringBuilder();
        var complete = true;
        for (var at = 0; at < text.Length;)
        {
            var begin = text.IndexOf("${", at, StringComparison.Ordinal);
            if (begin < 0)
            {
                filled.Append(text, at, text.Length - at);
                break;
            }
            filled.Append(text, at, begin - at);
            var end = text.IndexOf('}', begin);
            if (end < 0)
            {
                findings.Error(scalar.PlaceOf(begin), "'${' has no '}': write ${NAME} or ${NAME:-default}.");
                return null;
            }
            complete &= Append(filled, text[(begin + 2)..end], scalar.PlaceOf(begin), read);
            at = end + 1;
        }
        return complete ? filled.ToString() : null;
    }

    private bool Append(StringBuilder filled, string reference, Place place, Func<string, string?> read)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            // The default stays hidden: it may stand in for a secret.
            findings.Error(place, $"'${{{name}{(split < 0 ? "" : ":-...")}}}' names no environment variable: write ${{NAME}} or ${{NAME:-default}}.");
            return false;
        }
        var value = read(name);
        if (string.IsNullOrEmpty(value) && split >= 0) value = reference[(split + 2)..];
        if (value is null)
        {
            findings.Error(place, $"the environment variable {name} is not set: set it, or write ${{{name}:-default}}.");
            return false;
        }
        filled.Append(value);
        return true;
    }
}

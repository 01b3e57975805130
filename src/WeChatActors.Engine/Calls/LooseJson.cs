using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Reads the JSON of others, in which a <c>\uXXXX</c> may be half of a surrogate pair, which the framework refuses.</summary>
internal static class LooseJson
{
    private const char Replacement = '\uFFFD';

    /// <summary>Reads a document as a value; halves of pairs are replaced by U+FFFD.</summary>
    /// <returns>False when it is no JSON.</returns>
    public static bool TryRead(string json, out Value value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(json);
            try
            {
                value = Value.FromJson(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                using var repaired = JsonDocument.Parse(Repaired(json));
                value = Value.FromJson(repaired.RootElement);
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The text of a string as it stands, also with halves of pairs: the other half may come with the next one.</summary>
    public static string Text(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescaped(text.GetRawText().AsSpan()[1..^1]);
        }
    }

    private static string Unescaped(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }
            var escape = raw[++i];
            if (escape == 'u')
            {
                text.Append(Unit(raw[(i + 1)..]));
                i += 4;
            }
            else
            {
                text.Append(escape switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var itself => itself });
            }
        }
        return text.ToString();
    }

    private static string Repaired(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            text.Append(json[i]);
            if (json[i] != '\\') continue;
            var escape = json[++i];
            if (escape == 'u')
            {
                var unit = Unit(json.AsSpan(i + 1));
                var rest = json.AsSpan(i + 5);
                if (char.IsHighSurrogate(unit) && rest.StartsWith("\\u") && char.IsLowSurrogate(Unit(rest[2..])))
                {
                    text.Append(json, i, 11);
                    i += 10;
                    continue;
                }
                if (char.IsSurrogate(unit))
                {
                    text.Append(CultureInfo.InvariantCulture, $"u{(int)Replacement:X4}");
                    i += 4;
                    continue;
                }
            }
            text.Append(escape);
        }
        return text.ToString();
    }

    private static char Unit(ReadOnlySpan<char> digits) => (char)int.Parse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

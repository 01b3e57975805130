using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Finds secrets of other systems that stand in rule files. No finding shows one.</summary>
internal static partial class SecretTexts
{
    private const string Remedy = "which everybody who reads the file learns, and every copy of it; call a service of your own that adds it";

    /// <summary>Warns of each.</summary>
    /// <param name="maps">All maps of rules and dialogs.</param>
    /// <param name="findings">Gets the warnings.</param>
    public static void Check(IEnumerable<YamlMap> maps, Findings findings)
    {
        foreach (var map in maps)
        {
            if (map.Find("http")?.Value is not YamlMap call) continue;
            if (call.Find("headers")?.Value is YamlMap headers)
                foreach (var (name, value) in headers.Entries)
                    if (value is YamlScalar text && IsSecretName().IsMatch(name.Value) && IsLiteral(text.Value))
                        findings.Warning(value, "literal-secret", $"the header '{name.Value}' has a secret in it, {Remedy}.");
                    else if (value is YamlScalar other && IsKnownKey().IsMatch(other.Value))
                        findings.Warning(value, "literal-secret", $"the header '{name.Value}' looks like a secret, {Remedy}.");
            foreach (var method in (string[])["get", "post", "put", "delete"])
                if (call.Find(method)?.Value is YamlScalar address && IsSecretInAddress().IsMatch(address.Value))
                    findings.Warning(address, "literal-secret", $"the address has a secret in it, {Remedy}.");
        }
    }

    // What an expression fills in stands elsewhere, and a few letters are a placeholder.
    private static bool IsLiteral(string text) => !text.Contains("{{", StringComparison.Ordinal) && text.Trim().Length >= 8;

    [GeneratedRegex("authori[sz]ation|token|secret|password|api-?key|access-?key|^cookie$", RegexOptions.IgnoreCase)]
    private static partial Regex IsSecretName();

    [GeneratedRegex("\\b(?:sk|pk|ghp|glpat|xox[a-z])[-_][A-Za-z0-9_-]{16,}|\\bAKIA[A-Z0-9]{16}\\b|\\bBearer +[A-Za-z0-9._~+/-]{16,}")]
    private static partial Regex IsKnownKey();

    [GeneratedRegex("://[^/?#@{]+:[^/?#@{]+@|[?&](?:access_token|api_?key|appkey|secret|token|password)=[^&#{]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex IsSecretInAddress();
}

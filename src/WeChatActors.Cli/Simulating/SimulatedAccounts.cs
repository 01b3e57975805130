using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary>Reads the accounts of a configuration for a simulator that runs beside the server. All else of the file may be wrong.</summary>
internal static class SimulatedAccounts
{
    private const string DefaultPublic = "http://127.0.0.1:8080";

    /// <summary>The accounts, with their callbacks at the file's public listener; null when anything needed is wrong.</summary>
    /// <param name="conf">The configuration.</param>
    /// <param name="environment">Fills its references.</param>
    /// <param name="findings">Gets what is wrong; shows no secret.</param>
    public static ImmutableArray<AccountSetup>? Read(string conf, Func<string, string?> environment, Findings findings)
    {
        if (YamlFile.Load(conf, conf, findings)?.Root is not { } root) return null;
        if ((root as YamlMap)?.Find("accounts")?.Value is not YamlMap { Entries.IsEmpty: false } accounts)
        {
            findings.Error(root, "there are no accounts here, expected a configuration with 'accounts'.");
            return null;
        }
        var references = new EnvironmentReferences(environment, findings);
        var listener = Listener(root, references, findings);
        ImmutableArray<AccountSetup?> setups = [.. accounts.Entries.Select(entry => listener is null ? null : Setup(entry, listener, references, findings))];
        if (findings.HasErrors || setups.Contains(null)) return null;
        return setups!;
    }

    private static Uri? Listener(YamlNode root, EnvironmentReferences references, Findings findings)
    {
        if (Entry((root as YamlMap)?.Find("listen")?.Value, "public") is not { } scalar) return new Uri(DefaultPublic);
        return references.Fill(scalar) is { } text ? ListenerAddress.Read(text, scalar.Place, "'public'", findings) : null;
    }

    private static AccountSetup? Setup(YamlEntry entry, Uri listener, EnvironmentReferences references, Findings findings)
    {
        if (Text(entry, "app_id", references, findings) is not { } appId || Text(entry, "token", references, findings) is not { } token) return null;
        var security = Security(entry, findings);
        var key = Key(entry, references, findings);
        if (security != SecurityMode.Plaintext && key is null)
        {
            if (!findings.HasErrors) findings.Error(entry.Key, $"the account '{entry.Key.Value}' asks for encryption, so 'aes_keys' must list its EncodingAESKey.");
            return null;
        }
        var canPush = Entry(entry.Value, "can_push")?.Value != "false";
        return new AccountSetup
        {
            Alias = entry.Key.Value, AppId = appId, AppSecret = InventedSecrets.Of(appId).AppSecret,
            OriginalId = Entry(entry.Value, "original_id") is { } original && references.Fill(original) is { Length: > 0 } given ? given : AccountSetups.OriginalId(appId),
            Kind = canPush ? AccountKind.Service : AccountKind.Unverified,
            Callback = AccountSetups.Callback(listener, entry.Key.Value), Token = token, Security = security,
            AesKey = security == SecurityMode.Plaintext ? null : key,
        };
    }

    private static string? Text(YamlEntry account, string key, EnvironmentReferences references, Findings findings)
    {
        if (Entry(account.Value, key) is { } scalar) return references.Fill(scalar);
        findings.Error(account.Key, $"the account '{account.Key.Value}' needs the key '{key}'.");
        return null;
    }

    private static SecurityMode Security(YamlEntry account, Findings findings)
    {
        if (Entry(account.Value, "security") is not { } scalar) return SecurityMode.Plaintext;
        if (CredentialOptions.Securities.TryGetValue(scalar.Value, out var mode)) return mode;
        findings.Error(scalar, $"{scalar.Described} stands at 'security', expected one of: {string.Join(", ", CredentialOptions.Securities.Keys)}.");
        return SecurityMode.Plaintext;
    }

    // The first key encrypts.
    private static string? Key(YamlEntry account, EnvironmentReferences references, Findings findings)
    {
        if ((account.Value as YamlMap)?.Find("aes_keys")?.Value is not YamlList { Items: [YamlScalar { IsNull: false } first, ..] }) return null;
        if (references.Fill(first) is not { } text) return null;
        if (EncodingAesKey.TryParse(text, out _, out var error)) return text;
        findings.Error(first, $"an entry of 'aes_keys' is no EncodingAESKey: {error}");
        return null;
    }

    private static YamlScalar? Entry(YamlNode? map, string key) => (map as YamlMap)?.Find(key)?.Value as YamlScalar is { IsNull: false } scalar ? scalar : null;
}

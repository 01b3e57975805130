using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads one account of the configuration and compiles its rules.</summary>
internal sealed class AccountReader(ConfigurationFields read, string folder)
{
    private static readonly string[] Keys =
        ["app_id", "app_secret", "token", "token_mode", "security", "aes_keys", "original_id", "can_push", "api", "oauth", "ledger", "answers", "time_zone", "rules"];

    /// <summary>Where relative paths start.</summary>
    public string Folder => folder;

    /// <summary>The rules of the accounts read so far.</summary>
    public List<AccountRules> Rules { get; } = [];

    /// <summary>The login pages of the accounts read so far, by alias.</summary>
    public Dictionary<string, LoginOptions> Logins { get; } = new(StringComparer.Ordinal);

    /// <summary>How the accounts read so far show late answers, by alias.</summary>
    public Dictionary<string, AnswerOptions> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The account, or null when any finding of it is an error.</summary>
    public Account? Read(YamlEntry entry)
    {
        CheckAlias(entry.Key);
        if (YamlFields.Read(entry.Value, read.Findings, "an account", Keys) is not { } fields) return null;
        var appId = read.RequireText(fields, "app_id");
        if (appId is not null && !OpenId.IsValid(appId))
            read.Findings.Error(fields.Find("app_id")!, "'app_id' must be 1 to 64 letters and digits, as the console shows it.");
        var token = fields.Require("token") is { } tokenNode ? read.Secret(tokenNode, "'token'") : null;
        if (token is { Length: 0 or > 128 })
            read.Findings.Error(fields.Find("token")!, "'token' must be 1 to 128 characters, the same as in the console.");
        var (mode, keys) = ReadSecurity(fields);
        var originalId = read.Text(fields, "original_id");
        var zone = ReadTimeZone(fields);
        var script = ReadRules(entry.Key.Value, fields);
        var canPush = fields.Bool("can_push", true);
        var platform = ReadPlatform(appId ?? "", fields);
        var ledger = new LedgerReader(read).Read(fields);
        Answers[entry.Key.Value] = new AnswerReader(read).Read(fields);
        if (new LoginReader(read).Read(fields, platform is not null || fields.Find("app_secret") is not null) is { } login) Logins[entry.Key.Value] = login;
        if (read.Develop && appId is not null) (token, keys) = Invent(appId);
        return appId is null || token is null || zone is null || script is null
            ? null
            : new Account(entry.Key.Value, new AccountSecurity(appId, token, mode, keys, originalId), zone, script) { CanPush = canPush, Ledger = ledger, Platform = platform };
    }

    private static (string Token, ImmutableArray<EncodingAesKey> Keys) Invent(string appId)
    {
        var invented = InventedSecrets.Of(appId);
        return EncodingAesKey.TryParse(invented.AesKey, out var key, out var error) ? (invented.Token, [key]) : throw new InvalidOperationException(error);
    }

    private void CheckAlias(YamlScalar alias)
    {
        if (alias.Value.Length is 0 or > 32 || !alias.Value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
            read.Findings.Error(alias, $"{alias.Described} names an account, expected 1 to 32 of a-z, 0-9, - and _: it becomes part of URLs.");
    }

    private (SecurityMode Mode, ImmutableArray<EncodingAesKey> Keys) ReadSecurity(YamlFields fields)
    {
        var mode = fields.Word("security", "plaintext", "compatible", "safe") switch
        {
            "compatible" => SecurityMode.Compatible,
            "safe" => SecurityMode.Safe,
            _ => SecurityMode.Plaintext,
        };
        var keys = ImmutableArray.CreateBuilder<EncodingAesKey>();
        switch (fields.Find("aes_keys"))
        {
            case null:
                break;
            case YamlList list:
                foreach (var item in list.Items)
                    if (read.Secret(item, "'aes_keys'") is { } text)
                    {
                        // The sentence must not show the value: it is a secret even when it is wrong.
                        if (EncodingAesKey.TryParse(text, out var key, out var error)) keys.Add(key);
                        else read.Findings.Error(item, $"an entry of 'aes_keys' is no EncodingAESKey: {error}");
                    }
                break;
            case var other:
                read.Findings.Error(other, $"{(other is YamlScalar ? "a single value" : other.Described)} stands at 'aes_keys', expected a list of EncodingAESKeys, the newest first.");
                break;
        }
        if (mode != SecurityMode.Plaintext && fields.Find("aes_keys") is null or YamlList { Items.Length: 0 })
            read.Findings.Error(fields.Find("security")!, "'security' asks for encryption, so 'aes_keys' must list the EncodingAESKey from the console.");
        return (mode, keys.DrainToImmutable());
    }

    private TimeZoneInfo? ReadTimeZone(YamlFields fields)
    {
        var name = read.Text(fields, "time_zone") ?? "Asia/Shanghai";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        read.Findings.Error(fields.Find("time_zone") ?? fields.Map, $"'{name}' is not a time zone of this machine, expected one such as Asia/Shanghai (package tzdata holds them).");
        return null;
    }

    private Script? ReadRules(string alias, YamlFields fields)
    {
        if (read.RequireText(fields, "rules") is not { } path) return null;
        // Findings name the file as short as it can be named from where the command runs.
        var full = Path.GetFullPath(path, folder);
        var shown = Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        if (shown.StartsWith("..", StringComparison.Ordinal)) shown = full;
        if (!File.Exists(full))
        {
            read.Findings.Error(fields.Find("rules")!, $"the rule file {shown} does not exist: name one, relative to this file.");
            return null;
        }
        var load = ScriptFile.Load(shown);
        Rules.Add(new AccountRules(alias, shown, load));
        foreach (var finding in load.Findings) read.Findings.Add(finding);
        return load.Script;
    }

    /// <summary>What it takes to call the platform; null without <c>app_secret</c>. In development an invented secret, for a platform
    /// whose address is filled in when it runs.</summary>
    private PlatformAccess? ReadPlatform(string appId, YamlFields fields)
    {
        var mode = fields.Word("token_mode", "stable", "classic") == "classic" ? TokenMode.Classic : TokenMode.Stable;
        var secret = fields.Find("app_secret") is { } node ? read.Secret(node, "'app_secret'") : null;
        if (secret is { Length: 0 } && !read.Develop)
            read.Findings.Error(fields.Find("app_secret")!, "'app_secret' is empty: give the AppSecret of the console, or leave the key out for an account that only answers.");
        var hosts = PlatformHosts.WeChat;
        if ((read.Develop ? read.Unfilled(fields, "api") : read.Text(fields, "api")) is { } api)
        {
            if (Uri.TryCreate(api, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" })
                hosts = PlatformHosts.Of(address);
            else
                read.Findings.Error(fields.Find("api")!, $"'{api}' stands at 'api', expected an address without a path, such as https://api.weixin.qq.com.");
        }
        if (fields.Find("app_secret") is null && !read.Develop)
            foreach (var key in (ReadOnlySpan<string>)["token_mode", "api"])
                if (fields.Find(key) is { } unused)
                    read.Findings.Warning(unused, "idle-setting", $"'{key}' has no effect without 'app_secret': give the AppSecret of the console, or the account only answers.");
        if (read.Develop) return new PlatformAccess(appId, new AppSecret(InventedSecrets.Of(appId).AppSecret), hosts, mode);
        return secret is { Length: > 0 } ? new PlatformAccess(appId, new AppSecret(secret), hosts, mode) : null;
    }
}

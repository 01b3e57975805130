using System.Collections.Immutable;
using System.Net;
using WeChatActors.Actors;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>wechatactors.yaml</c> and the rule files it names, and reports every mistake of all of them at once.</summary>
public static class ConfigurationFile
{
    private static readonly string[] Keys = ["listen", "store", "accounts", "callbacks", "conversations", "tokens", "platform", "outbox", "proxy", "calls", "models", "capture"];

    /// <summary>Whether a document looks like a configuration rather than a rule file: the two have no key in common.</summary>
    public static bool LooksLikeOne(YamlNode? root) =>
        root is YamlMap map && map.Find("rules") is null && Keys.Any(key => map.Find(key) is not null);

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file; findings name it like this. Relative paths in it start at its folder.</param>
    /// <param name="overrides">What the command line says instead.</param>
    /// <param name="environment">Gives an environment variable's value, or null when it is not set.</param>
    /// <returns>The configuration, or what is wrong with it. Never throws for anything a file holds, or for a missing one.</returns>
    public static ConfigurationLoad Load(string path, ConfigurationOverrides overrides, Func<string, string?> environment)
    {
        var findings = new Findings();
        var file = YamlFile.Load(path, path, findings);
        var read = new ConfigurationFields(findings, new EnvironmentReferences(environment, findings), overrides.Develop);
        var accounts = new AccountReader(read, Path.GetDirectoryName(Path.GetFullPath(path))!);
        var configuration = file?.Root is { } root ? Read(root, overrides, read, accounts) : null;
        return new(findings.HasErrors ? null : configuration, findings.ToImmutable()) { Rules = [.. accounts.Rules] };
    }

    private static ServerConfiguration? Read(YamlNode root, ConfigurationOverrides overrides, ConfigurationFields read, AccountReader reader)
    {
        var findings = read.Findings;
        if (YamlFields.Read(root, findings, "the configuration", Keys) is not { } fields) return null;
        var listen = fields.Find("listen") is { } node ? YamlFields.Read(node, findings, "'listen'", "public", "public_url", "admin", "admin_keys") : null;
        if (overrides.Develop) listen = null;
        var keys = ReadAdminKeys(listen, fields, read);
        var open = ReadListener(read, listen, "public", overrides.Public, "http://127.0.0.1:8080");
        var admin = ReadListener(read, listen, "admin", overrides.Admin, "http://127.0.0.1:8081");
        if (admin is not null && keys.IsEmpty && !IsLoopback(admin)) RefuseOpenAdmin(listen?.Find("admin") ?? root, overrides, findings);
        var publicUrl = ReadPublicUrl(read, listen);
        var store = ReadStore(read, fields, reader.Folder, overrides);
        var accounts = ReadAccounts(reader, fields, findings);
        if (!overrides.Develop && listen?.Find("public_url") is null) WarnOfUnreachableLogins(fields, findings);
        var callbacks = ReadCallbacks(read, fields);
        // The simulated clock may be moved while a packet is on its way, and WeChat repeats it with the query it began with.
        if (overrides.Develop) callbacks = callbacks with { TimestampTolerance = TimeSpan.MaxValue };
        var conversations = ReadConversations(read, fields);
        var tokens = ReadTokens(read, fields);
        var platform = ProxyReader.ReadCalls(read, fields);
        var outbox = OutboxReader.Read(read, fields);
        var proxy = ProxyReader.Read(read, fields);
        var calls = CallReader.Read(read, fields);
        var models = CallReader.ReadModels(read, fields);
        var capture = new CaptureOptionsReader(read, reader.Folder, Aliases(fields)).Read(fields);
        RuleCalls.Check(reader.Rules, calls, models, findings);
        if (open is null || admin is null || store is null) return null;
        return new ServerConfiguration
        {
            Public = open, PublicUrl = publicUrl, Admin = admin, AdminKeys = keys, StorePath = store, Accounts = accounts,
            Callbacks = callbacks, Conversations = conversations, Tokens = tokens, Platform = platform, Outbox = outbox, Proxy = proxy,
            Calls = calls, Models = models, Capture = capture,
            Rules = reader.Rules.ToImmutableDictionary(rules => rules.Account, StringComparer.Ordinal),
            Answers = reader.Answers.ToImmutableDictionary(StringComparer.Ordinal),
            Logins = reader.Logins.ToImmutableDictionary(StringComparer.Ordinal), BrowsersReachListener = overrides.Develop,
        };
    }

    private static void RefuseOpenAdmin(YamlNode at, ConfigurationOverrides overrides, Findings findings)
    {
        if (overrides.Develop)
            findings.Error(new Place("--admin", 1, 1), $"'{overrides.Admin}' stands at --admin, but no key guards it in development: expected an address of this machine alone, such as http://127.0.0.1:8081.");
        else
            findings.Error(at, "'admin' can be reached from other machines, so 'admin_keys' must list at least one key.");
    }

    private static Uri? ReadListener(ConfigurationFields read, YamlFields? listen, string key, string? instead, string @default)
    {
        if (instead is not null) return ListenerAddress.OfOption(instead, $"--{key}", read.Findings);
        if (listen?.Find(key) is not { } node) return new Uri(@default);
        return read.Text(node, $"'{key}'") is { } text ? ListenerAddress.Read(text, node.Place, $"'{key}'", read.Findings) : null;
    }

    private static Uri? ReadPublicUrl(ConfigurationFields read, YamlFields? listen)
    {
        if (listen is null || read.Text(listen, "public_url") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" })
            return address;
        read.Findings.Error(listen.Find("public_url")!, $"'{text}' stands at 'public_url', expected the address that WeChat and browsers use, such as https://wx.example.com.");
        return null;
    }

    private static ImmutableArray<AdminKey> ReadAdminKeys(YamlFields? listen, YamlFields fields, ConfigurationFields read) =>
        listen?.Find("admin_keys") is { } node
            ? new AdminKeyReader(read, Aliases(fields)).Read(node)
            : [];

    private static string[] Aliases(YamlFields fields) => fields.Find("accounts") is YamlMap accounts ? [.. accounts.Entries.Select(entry => entry.Key.Value)] : [];

    private static string? ReadStore(ConfigurationFields read, YamlFields fields, string folder, ConfigurationOverrides overrides)
    {
        const string Kind = "sqlite:";
        var data = overrides.Data;
        if (overrides.Develop) return Path.GetFullPath(Path.Combine(data ?? folder, "wechatactors.db"));
        // What follows the scheme may be a connection string with a password, so no finding shows it.
        var text = fields.Find("store") is { } node ? read.Secret(node, "'store'") : "sqlite:data/wechatactors.db";
        if (text is null) return null;
        if (!text.StartsWith(Kind, StringComparison.Ordinal) || text.Length == Kind.Length)
        {
            var scheme = text[..Math.Max(text.IndexOf(':', StringComparison.Ordinal), 0)];
            read.Findings.Error(
                fields.Find("store")!, $"{(scheme.Length > 0 && scheme.All(char.IsAsciiLetter) ? $"'{scheme}:'" : "no kind of store")} stands at 'store', expected sqlite:FILE.");
            return null;
        }
        var file = text[Kind.Length..];
        return data is null ? Path.GetFullPath(file, folder) : Path.GetFullPath(Path.Combine(data, Path.GetFileName(file)));
    }

    private static ImmutableArray<Account> ReadAccounts(AccountReader reader, YamlFields fields, Findings findings)
    {
        if (fields.Require("accounts") is not { } node) return [];
        if (node is not YamlMap map || map.Entries.IsEmpty)
        {
            findings.Error(node, $"{(node is YamlMap ? "an empty map" : node.Described)} stands at 'accounts', expected a map from an alias to an account.");
            return [];
        }
        return [.. map.Entries.Select(reader.Read).OfType<Account>()];
    }

    private static void WarnOfUnreachableLogins(YamlFields fields, Findings findings)
    {
        if (fields.Find("accounts") is not YamlMap accounts) return;
        foreach (var entry in accounts.Entries)
            if (entry.Value is YamlMap account && account.Find("oauth") is { } oauth)
                findings.Warning(oauth.Key, "idle-setting", "the login pages are off: 'oauth' needs 'listen: public_url', the address under which browsers reach the public listener.");
    }

    private static CallbackOptions ReadCallbacks(ConfigurationFields read, YamlFields fields)
    {
        var options = new CallbackOptions();
        if (fields.Find("callbacks") is not { } node) return options;
        var callbacks = YamlFields.Read(node, read.Findings, "'callbacks'", "reply_deadline", "budget", "timestamp_tolerance");
        return options with
        {
            ReplyDeadline = read.Duration(callbacks, "reply_deadline", TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4.8), options.ReplyDeadline),
            Budget = read.Duration(callbacks, "budget", TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(4.7), options.Budget),
            TimestampTolerance = read.Duration(callbacks, "timestamp_tolerance", TimeSpan.FromMinutes(1), AnsweredPackets.Usual, options.TimestampTolerance),
        };
    }

    private static ActorOptions ReadConversations(ConfigurationFields read, YamlFields fields)
    {
        var options = new ActorOptions();
        if (fields.Find("conversations") is not { } node) return options;
        if (YamlFields.Read(node, read.Findings, "'conversations'", "passivate_after", "max_resident", "mailbox") is not { } conversations) return options;
        return options with
        {
            IdleWindow = read.Duration(conversations, "passivate_after", TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), options.IdleWindow),
            MaxResident = conversations.Whole("max_resident", 100, 100_000_000, options.MaxResident),
            MailboxCapacity = conversations.Whole("mailbox", 1, 65_536, options.MailboxCapacity),
        };
    }

    private static TokenOptions ReadTokens(ConfigurationFields read, YamlFields fields)
    {
        var options = new TokenOptions();
        if (fields.Find("tokens") is not { } node) return options;
        if (YamlFields.Read(node, read.Findings, "'tokens'", "refresh_margin", "between_forced", "classic_per_day", "forced_per_day", "request_limit") is not { } tokens) return options;
        return options with
        {
            RefreshMargin = read.Duration(tokens, "refresh_margin", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), options.RefreshMargin),
            BetweenForced = read.Duration(tokens, "between_forced", TimeSpan.Zero, TimeSpan.FromMinutes(10), options.BetweenForced),
            ClassicPerDay = tokens.Whole("classic_per_day", 1, 100_000, options.ClassicPerDay),
            ForcedPerDay = tokens.Whole("forced_per_day", 0, 1_000, options.ForcedPerDay),
            RequestLimit = read.Duration(tokens, "request_limit", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), options.RequestLimit),
        };
    }

    private static bool IsLoopback(Uri address) =>
        address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}

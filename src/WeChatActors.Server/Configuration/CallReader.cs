using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads the sections <c>calls</c> and <c>models</c> of the configuration: what rules may call.</summary>
internal static class CallReader
{
    /// <summary>The options; the defaults for what is absent or wrong.</summary>
    public static CallOptions Read(ConfigurationFields read, YamlFields fields)
    {
        var options = new CallOptions();
        if (fields.Find("calls") is not { } node) return options;
        if (YamlFields.Read(node, read.Findings, "'calls'", "allow_hosts", "allow_private", "timeout", "max_bytes", "per_host") is not { } calls) return options;
        var hosts = ReadHosts(read, calls, "allow_hosts", CheckHost);
        return options with
        {
            AllowHosts = hosts,
            AllowPrivate = ReadHosts(read, calls, "allow_private", (findings, item, host) => CheckPrivate(findings, item, host, hosts)),
            Timeout = read.Duration(calls, "timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), options.Timeout),
            MaxBytes = calls.Whole("max_bytes", 1024, 64 * 1024 * 1024, options.MaxBytes),
            PerHost = calls.Whole("per_host", 1, 100_000, options.PerHost),
        };
    }

    /// <summary>The models by name; without those that are wrong.</summary>
    public static ImmutableDictionary<string, ModelOptions> ReadModels(ConfigurationFields read, YamlFields fields)
    {
        var models = ImmutableDictionary.CreateBuilder<string, ModelOptions>(StringComparer.Ordinal);
        if (fields.Find("models") is not { } node) return models.ToImmutable();
        if (node is not YamlMap map)
        {
            read.Findings.Error(node, $"{node.Described} stands at 'models', expected a map from a name to a model.");
            return models.ToImmutable();
        }
        foreach (var entry in map.Entries)
            if (ReadModel(read, entry) is { } model) models[model.Name] = model;
        return models.ToImmutable();
    }

    private static ModelOptions? ReadModel(ConfigurationFields read, YamlEntry entry)
    {
        var name = entry.Key.Value;
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            read.Findings.Error(entry.Key, $"{entry.Key.Described} names a model, expected 1 to 64 of A-Z, a-z, 0-9, -, _ and the dot: metrics and logs show it.");
        if (YamlFields.Read(entry.Value, read.Findings, "a model", "url", "key", "model", "timeout", "stall", "max_tokens", "temperature") is not { } fields) return null;
        var url = ReadUrl(read, fields);
        var model = fields.Require("model") is null ? null : read.Text(fields, "model");
        if (model is { Length: 0 }) read.Findings.Error(fields.Find("model")!, "'model' is empty, expected the name that the server knows the model by.");
        var key = fields.Find("key") is { } node ? read.CalledSecret(node, "'key'") : null;
        if (key is not null && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            read.Findings.Error(fields.Find("key")!, "'key' has a character that no key has: expected letters, digits and signs of ASCII without blanks.");
        var timeout = read.Duration(fields, "timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(60));
        var stall = read.Duration(fields, "stall", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));
        int? tokens = fields.Find("max_tokens") is null ? null : fields.Whole("max_tokens", 1, 1_000_000, 1);
        var temperature = ReadTemperature(read, fields);
        return url is null || model is null
            ? null
            : new ModelOptions(name, url, model)
            {
                Key = string.IsNullOrEmpty(key) ? null : new ModelKey(key), Timeout = timeout, Stall = stall, MaxTokens = tokens, Temperature = temperature,
            };
    }

    // An address may hold a key, so no finding shows it.
    private static Uri? ReadUrl(ConfigurationFields read, YamlFields fields)
    {
        if (fields.Require("url") is not { } node || read.CalledSecret(node, "'url'") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Fragment: "" }) return url;
        read.Findings.Error(node, "what stands at 'url' is no address of a chat API, expected one without user and fragment, such as https://llm.example/v1.");
        return null;
    }

    private static decimal? ReadTemperature(ConfigurationFields read, YamlFields fields)
    {
        if (fields.Find("temperature") is not { } node) return null;
        if (node is YamlScalar { IsPlain: true } scalar && decimal.TryParse(scalar.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 2) return number;
        read.Findings.Error(node, $"{node.Described} stands at 'temperature', expected a number from 0 to 2, such as 0.7.");
        return null;
    }

    private static ImmutableArray<AllowedHost> ReadHosts(ConfigurationFields read, YamlFields calls, string key, Action<Findings, YamlNode, AllowedHost> check)
    {
        if (calls.Find(key) is not { } node) return [];
        var hosts = ImmutableArray.CreateBuilder<AllowedHost>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (read.Text(item, $"'{key}'") is not { } text) continue;
            if (AllowedHost.Read(text) is not { } host)
            {
                read.Findings.Error(item, key == "allow_hosts"
                    ? $"'{text}' stands at 'allow_hosts', expected a host such as shop.example, shop.example:8443, *.shop.example or 127.0.0.1:9000."
                    : $"'{text}' stands at 'allow_private', expected a name such as shop.internal or *.shop.internal.");
                continue;
            }
            check(read.Findings, item, host);
            hosts.Add(host);
        }
        return hosts.DrainToImmutable();
    }

    private static void CheckHost(Findings findings, YamlNode item, AllowedHost host)
    {
        if (host.Address is { } address && AddressKinds.Of(address) == AddressKind.Never)
            findings.Warning(item, "unusual-host", $"'{host}' is no address of a server as a rule (link-local, multicast or reserved), but rules may call it now: take it out unless it is meant.");
    }

    private static void CheckPrivate(Findings findings, YamlNode item, AllowedHost host, ImmutableArray<AllowedHost> hosts)
    {
        if (host.Address is not null)
            findings.Error(item, $"'{host}' is an address: name it at 'allow_hosts', which allows it, for 'allow_private' is for names that lead to private addresses.");
        else if (host.Port is not null)
            findings.Error(item, $"'{host}' stands at 'allow_private' with a port: ports belong to 'allow_hosts', expected '{(host.Below ? "*." : "")}{host.Name}'.");
        else if (!hosts.Any(allowed => allowed.Name == host.Name || host.MatchesName(allowed.Name) || (allowed.Below && allowed.MatchesName(host.Name))))
            findings.Warning(item, "idle-setting", $"'{host}' has no effect: no host of 'allow_hosts' is meant by it; name it there too.");
    }
}

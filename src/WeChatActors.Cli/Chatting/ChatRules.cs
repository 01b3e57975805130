using System.Collections.Immutable;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>Where the rules of a chat come from, and the account they answer for.</summary>
/// <param name="path">The rule file.</param>
/// <param name="account">The account.</param>
/// <param name="canPush">Whether it may push.</param>
internal sealed class ChatRules(string path, AccountView account, bool canPush)
{
    /// <summary>The zone of an account that names none.</summary>
    private const string DefaultZone = "Asia/Shanghai";

    private ImmutableDictionary<string, RuleInfo> _rules = ImmutableDictionary<string, RuleInfo>.Empty;

    public string Path => path;

    public AccountView Account => account;

    public bool CanPush => canPush;

    /// <summary>Reads the rule file.</summary>
    public ScriptLoad Load()
    {
        var load = ScriptFile.Load(path);
        if (load.Script is { } script) _rules = script.Rules.Concat(script.Dialogs).ToImmutableDictionary(rule => rule.Id, StringComparer.Ordinal);
        return load;
    }

    /// <summary><c>rule greet · conf/rules/demo.yaml:12</c>; the place alone for a rule without an id.</summary>
    public string Describe(string id)
    {
        const string Dialog = "dialog:";
        // Earlier rules may have had it.
        if (!_rules.TryGetValue(id, out var rule)) return id;
        var place = $"{System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", rule.File)}:{rule.Line}";
        if (id.StartsWith(Dialog, StringComparison.Ordinal)) return $"dialog {id[Dialog.Length..]} · {place}";
        return id.Contains(':', StringComparison.Ordinal) ? $"rule {place}" : $"rule {id} · {place}";
    }

    /// <summary>A rule file by itself.</summary>
    public static ChatRules OfFile(string path) => new(path, new("chat", "wx0000000000000000", Zone(DefaultZone) ?? China), canPush: true);

    // For a machine without time zone data.
    private static TimeZoneInfo China => TimeZoneInfo.CreateCustomTimeZone(DefaultZone, TimeSpan.FromHours(8), null, null);

    /// <summary>The rules of an account of a configuration. All else of the configuration may be wrong: nothing is served.</summary>
    /// <param name="conf">The configuration.</param>
    /// <param name="alias">The account; null for the first.</param>
    /// <param name="environment">Fills its references.</param>
    /// <param name="findings">Gets what is wrong.</param>
    /// <returns>Null when anything needed is wrong.</returns>
    public static ChatRules? OfAccount(string conf, string? alias, Func<string, string?> environment, Findings findings)
    {
        if (YamlFile.Load(conf, conf, findings)?.Root is not { } root) return null;
        if ((root as YamlMap)?.Find("accounts")?.Value is not YamlMap { Entries.IsEmpty: false } accounts)
        {
            findings.Error(root, "there are no accounts here, expected a configuration with 'accounts'; a rule file is given without --conf.");
            return null;
        }

        var entry = alias is null ? accounts.Entries[0] : accounts.Find(alias);
        if (entry is null)
        {
            string[] known = [.. accounts.Entries.Select(account => account.Key.Value)];
            var hint = Nearest.Hint(alias!, known);
            findings.Error(accounts, $"there is no account '{alias}'{(hint.Length > 0 ? hint : ",")} expected one of: {string.Join(", ", known)}.");
            return null;
        }

        var references = new EnvironmentReferences(environment, findings);
        if (Text(entry, "rules", references) is not { } rules)
        {
            if (!findings.HasErrors) findings.Error(entry.Key, $"the account '{entry.Key.Value}' names no rule file, expected 'rules'.");
            return null;
        }

        var zone = Text(entry, "time_zone", references) ?? DefaultZone;
        if (Zone(zone) is not { } found)
        {
            findings.Error(entry.Key, $"'{zone}' is not a time zone of this machine, expected one such as {DefaultZone}.");
            return null;
        }

        return new(Shown(rules, conf), new(entry.Key.Value, Text(entry, "app_id", references) ?? "", found), Text(entry, "can_push", references) is not "false");
    }

    private static string? Text(YamlEntry account, string key, EnvironmentReferences references) =>
        (account.Value as YamlMap)?.Find(key)?.Value is YamlScalar { IsNull: false } scalar ? references.Fill(scalar) : null;

    private static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    // As short as it can be named from the working folder.
    private static string Shown(string rules, string conf)
    {
        var full = System.IO.Path.GetFullPath(rules, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(conf))!);
        var shown = System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        return shown.StartsWith("..", StringComparison.Ordinal) ? full : shown;
    }
}

using System.Collections.Immutable;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>A file that was checked.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Findings">All that was found in it and in the files it names.</param>
internal sealed record CheckedFile(string Path, ImmutableArray<Finding> Findings)
{
    /// <summary>The rules in it, or in the files it names; empty when it has errors.</summary>
    public ImmutableArray<CheckedRules> Rules { get; init; } = [];

    /// <summary>What only a strict look reports.</summary>
    public ImmutableArray<Finding> Hints { get; init; } = [];

    /// <summary>How many accounts it has; null for a rule file.</summary>
    public int? Accounts { get; init; }

    /// <summary>All files that were read for it, as full paths.</summary>
    public ImmutableArray<string> Read { get; init; } = [];

    /// <summary>The folders in which a change may matter, as full paths.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public int Warnings => Findings.Length - Errors;

    public int Failed => Rules.Sum(rules => rules.Failed);

    /// <summary>One line about it.</summary>
    public string Summary
    {
        get
        {
            var holds = new List<string>();
            if (Errors == 0)
            {
                if (Accounts is { } accounts) holds.Add(FindingLines.Number(accounts, "account"));
                holds.Add(FindingLines.Number(Rules.Sum(rules => rules.Script.Rules.Length), "rule"));
            }
            holds.Add(FindingLines.Count(Findings));
            var tests = Rules.Sum(rules => rules.Results.Length);
            if (tests > 0) holds.Add(Failed == 0 ? $"{FindingLines.Number(tests, "test")} passed" : $"{Failed} of {FindingLines.Number(tests, "test")} failed");
            return $"{Path}: {string.Join(", ", holds)}";
        }
    }

    /// <summary>Checks a configuration or a rule file, whichever it is.</summary>
    public static CheckedFile Check(string path, CheckOrder asked, Surroundings around) =>
        // What is wrong with the YAML itself is reported by the reading that follows.
        ConfigurationFile.LooksLikeOne(YamlFile.Load(path, path, new Findings())?.Root)
            ? OfConfiguration(path, ConfigurationFile.Load(path, new(), around.Environment), asked, around)
            : OfRules(path, path, ChatRules.OfFile(path), asked, around);

    /// <summary>Checks the rules of one account.</summary>
    /// <param name="conf">The configuration.</param>
    /// <param name="rules">The account's rules.</param>
    /// <param name="asked">What is to be done.</param>
    /// <param name="around">The clock.</param>
    public static CheckedFile OfAccount(string conf, ChatRules rules, CheckOrder asked, Surroundings around)
    {
        var file = OfRules(rules.Path, rules.Path, rules, asked, around);
        return file with { Read = file.Read.Add(System.IO.Path.GetFullPath(conf)), Folders = file.Folders.Add(FolderOf(conf)) };
    }

    private static CheckedFile OfRules(string path, string shown, ChatRules rules, CheckOrder asked, Surroundings around)
    {
        var load = ScriptFile.Load(path);
        return new(shown, load.Findings)
        {
            Rules = load.Script is { } script ? [CheckedRules.Of(path, script, rules.Account, rules.CanPush, asked, around.Time)] : [],
            Hints = load.Hints,
            Read = [.. load.Files.Prepend(path).Select(System.IO.Path.GetFullPath)],
            Folders = load.Folders.Add(FolderOf(path)),
        };
    }

    private static CheckedFile OfConfiguration(string path, ConfigurationLoad load, CheckOrder asked, Surroundings around) => new(path, load.Findings)
    {
        Accounts = load.Configuration?.Accounts.Length,
        Rules = load.Configuration is { } configuration
            ? [.. configuration.Accounts.Select(account => CheckedRules.Of(
                load.Rules.First(rules => rules.Account == account.Alias).Path, account.Script, account.View, account.CanPush, asked, around.Time))]
            : [],
        Hints = [.. load.Rules.SelectMany(rules => rules.Load.Hints).Distinct()],
        Read = [System.IO.Path.GetFullPath(path), .. load.Rules.SelectMany(rules => rules.Load.Files.Prepend(rules.Path)).Select(System.IO.Path.GetFullPath)],
        Folders = [FolderOf(path), .. load.Rules.SelectMany(rules => rules.Load.Folders)],
    };

    private static string FolderOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
}

using System.Collections.Immutable;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>A file that was checked.</summary>
/// <param name="Findings">All that was found in it and in the files it names.</param>
/// <param name="Summary">One line about it.</param>
internal sealed record CheckedFile(ImmutableArray<Finding> Findings, string Summary)
{
    /// <summary>Reads a configuration or a rule file, whichever it is.</summary>
    public static CheckedFile Read(string path, Func<string, string?> environment)
    {
        // What is wrong with the YAML itself is reported by the reading that follows.
        if (!ConfigurationFile.LooksLikeOne(YamlFile.Load(path, path, new Findings())?.Root))
        {
            var rules = ScriptFile.Load(path);
            return new(rules.Findings, Summarise(path, rules.Findings, rules.Script is { } script ? [FindingLines.Number(script.Rules.Length, "rule")] : []));
        }

        var load = ConfigurationFile.Load(path, new(), environment);
        return new(load.Findings, Summarise(path, load.Findings, load.Configuration is { } configuration
            ?
            [
                FindingLines.Number(configuration.Accounts.Length, "account"),
                FindingLines.Number(configuration.Accounts.Sum(account => account.Script.Rules.Length), "rule"),
            ]
            : []));
    }

    private static string Summarise(string path, ImmutableArray<Finding> findings, string[] holds) =>
        $"{path}: {string.Join(", ", [.. holds, FindingLines.Count(findings)])}";
}

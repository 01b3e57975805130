using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>What became of reading a configuration file and the rule files it names.</summary>
/// <param name="Configuration">The configuration; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings of all files, by file, line and column.</param>
public sealed record ConfigurationLoad(ServerConfiguration? Configuration, ImmutableArray<Finding> Findings)
{
    /// <summary>The rule files that could be found, whatever became of each. Their findings are among <see cref="Findings"/> too.</summary>
    public ImmutableArray<AccountRules> Rules { get; init; } = [];
}

/// <summary>The rules of one account.</summary>
/// <param name="Account">Its alias.</param>
/// <param name="Path">The rule file, as findings name it.</param>
/// <param name="Load">What became of reading it.</param>
public sealed record AccountRules(string Account, string Path, ScriptLoad Load);

using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>What became of reading a configuration file and the rule files it names.</summary>
/// <param name="Configuration">The configuration; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings of all files, by file, line and column.</param>
public sealed record ConfigurationLoad(ServerConfiguration? Configuration, ImmutableArray<Finding> Findings);

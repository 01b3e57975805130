using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What one expression may name, and where its mistakes go. Offsets count in the text that holds the expression.</summary>
internal abstract class ExpressionScope
{
    /// <summary>The constants of the files.</summary>
    public abstract ImmutableDictionary<string, Value> Vars { get; }

    /// <summary>Their names in ordinal order, for hints.</summary>
    public virtual IReadOnlyList<string> VarNames => [.. Vars.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether anybody hears warnings; when nobody does, their sentences are left empty.</summary>
    public virtual bool IsHeard => true;

    public abstract void Error(int offset, string message);

    /// <summary>Warns at a character of the text.</summary>
    public abstract void Warning(int offset, string id, string message);

    /// <summary>Notes that a variable of the follower is read, for the check that something sets it.</summary>
    public abstract void ReadsVariable(int offset, string name);

    /// <summary>Notes that the follower's variables are read without saying which.</summary>
    public virtual void ReadsAnyVariable()
    {
    }

    /// <summary>Notes that a regex group is read, for the check that the rule has it.</summary>
    public abstract void ReadsGroup(int offset, string name);

    /// <summary>Whether an action of the rule names a result so.</summary>
    public virtual bool IsResult(string name) => false;

    /// <summary>Notes that a result is read, for the check that something looks at how the call ended.</summary>
    /// <param name="name">The result's name.</param>
    /// <param name="looks">Whether the expression goes by how the call ended, or may do so.</param>
    public virtual void ReadsResult(string name, bool looks)
    {
    }

    /// <summary>The names that results have here, for hints.</summary>
    public virtual IEnumerable<string> Results => [];

    /// <summary>Tells a place in the files from all others, for chance.</summary>
    public abstract ulong Site(int offset);
}

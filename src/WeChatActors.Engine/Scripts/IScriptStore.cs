using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Keeps rules by their hash, for conversations that go on with those they began with. Any thread.</summary>
public interface IScriptStore
{
    /// <summary>Keeps a script, or notes that it is in force still. Those that were not for a long time are forgotten.</summary>
    /// <param name="script">The script.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    ValueTask KeepScript(Script script, DateTimeOffset now);

    /// <summary>The files of a script; empty when it is not kept.</summary>
    /// <param name="hash">Its hash.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    ValueTask<ImmutableArray<RuleSource>> ScriptSources(string hash);
}

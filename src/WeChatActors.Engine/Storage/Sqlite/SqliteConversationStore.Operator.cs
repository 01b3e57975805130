using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What operators ask.</summary>
public sealed partial class SqliteConversationStore : IEngineStore
{
    /// <inheritdoc/>
    public ValueTask<ImmutableArray<OutboxRow>> Rows(ConversationId id, OutboxState? state, long? before, int limit) =>
        new(Read(reader => SqliteOperator.Rows(reader.Connection, id, state, before, limit)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredAccountEvent>> AccountEvents(string account, string? kind, long? before, int limit) =>
        new(Read(reader => SqliteOperator.AccountEvents(reader.Connection, account, kind, before, limit)));

    /// <inheritdoc/>
    public ValueTask KeepScript(Script script, DateTimeOffset now) => WriteOrThrow(new ScriptWrite(script, now));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<RuleSource>> ScriptSources(string hash) => new(Read(reader => ScriptWrite.Read(reader.Connection, hash)));
}

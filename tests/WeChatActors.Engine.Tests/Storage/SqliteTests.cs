using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>A database in a folder of its own, and what tests say to it.</summary>
public abstract class SqliteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Script _script = Given.Script();

    private protected string Path => _folder.File();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SqliteConversationStore Open(TimeProvider? time = null) => SqliteConversationStore.Open(_folder.File(), time ?? TimeProvider.System);

    private protected async Task<Conversation> Say(SqliteConversationStore store, ConversationId id, Conversation state, string text, long msgId)
    {
        var (result, next) = await Commit(store, id, state, text, msgId);
        Assert.Equal(CommitResult.Committed, result);
        return next;
    }

    private protected async Task<(CommitResult Result, Conversation Next)> Commit(SqliteConversationStore store, ConversationId id, Conversation state, string text, long msgId)
    {
        var step = Conversation.Step(state, Given.Delivery(Given.Text(text, msgId, id.OpenId.Value)), Given.Context(_script, Given.Noon, 0));
        var turn = step.Effects.OfType<Effect.Commit>().Single().Turn;
        return (await store.Commit(id, turn, step.Next, !step.Next.SameStateAs(state)), step.Next);
    }

    /// <summary>Commits a line that no packet caused, with what it writes beside it.</summary>
    private protected static async Task<Conversation> Write(
        IConversationStore store, ConversationId id, Conversation state, TurnWrites writes, Func<Conversation, Conversation>? change = null, DateTimeOffset? at = null)
    {
        var now = at ?? Given.Noon;
        var turn = new Turn(state.Version + 1, now, new ConversationInput.Continue(now), [], null, []) { Writes = writes };
        var next = (change?.Invoke(state) ?? state) with { Version = turn.Seq, OtherLines = state.OtherLines + 1 };
        Assert.Equal(CommitResult.Committed, await store.Commit(id, turn, next, stateChanged: true));
        return next;
    }

    /// <summary>What a line owes: texts, in their order.</summary>
    private protected static TurnWrites Owe(ConversationId id, long seq, params string[] texts) =>
        new() { Owed = [.. texts.Select((text, i) => Entry(id, (seq * 100) + i, text))] };

    private protected static OutboxEntry Entry(ConversationId id, long entry, string text) => new(
        id, entry, Given.Noon, new OutboxItem.Message(new TextPush(text)),
        new Reservation(WindowScene.UserMessage, Given.Noon + VirtualTime.OneTick, Given.Noon + TimeSpan.FromHours(47)), Given.Noon + TimeSpan.FromHours(47), entry / 100);

    private protected string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How SQLite goes about a query.</summary>
    private protected string Plan(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read()) plan.Add(rows.GetString(3));
        return string.Join('\n', plan);
    }

    private protected static void AssertSame(Conversation expected, Conversation actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Since, actual.Since);
        Assert.Equal(expected.Subscribed, actual.Subscribed);
        Assert.Equal(expected.Profile, actual.Profile);
        Assert.Equal(expected.Variables.OrderBy(v => v.Key), actual.Variables.OrderBy(v => v.Key));
        Assert.Equal(expected.Answered.ToArray(), actual.Answered.ToArray());
    }
}

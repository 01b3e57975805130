using Microsoft.Data.Sqlite;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>A database in a folder of its own, and what tests say to it.</summary>
public abstract class SqliteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Script _script = Given.Script();

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

    private protected string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private protected static void AssertSame(Conversation expected, Conversation actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Since, actual.Since);
        Assert.Equal(expected.Subscribed, actual.Subscribed);
        Assert.Equal(expected.Profile, actual.Profile);
        Assert.Equal(expected.Variables.OrderBy(v => v.Key), actual.Variables.OrderBy(v => v.Key));
        Assert.Equal(expected.Answered.AsSpan().ToArray(), actual.Answered.AsSpan().ToArray());
    }
}

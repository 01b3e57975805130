using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Writes rows of the outbox. Used by the committing thread only, inside its transaction.</summary>
/// <remarks>Of every conversation the first row that is waiting or sending is marked, so that those that can be sent are found without
/// looking at those behind them.</remarks>
internal sealed class OutboxWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>Which rows are not settled, as the indexes say it.</summary>
    public const string Unsettled = "state IN ('waiting', 'sending')";

    private const string OneRow = "account = ? AND open_id = ? AND id = ?";

    private readonly SqliteStatement _owe = new(connection, $"""
        INSERT INTO outbox (account, open_id, id, at, item, grant_scene, grant_at, grant_until, expires_at, answers, key, state, state_at, not_before, first)
        VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,'waiting',?4,?4,
          NOT EXISTS (SELECT 1 FROM outbox WHERE account = ?1 AND open_id = ?2 AND {Unsettled}))
        ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement _settle = new(connection, $"""
        UPDATE outbox SET state = ?, state_at = ?, errcode = ?, why = ?, msg_id = ?, first = 0, holder = NULL, lease_until = NULL
        WHERE {OneRow} AND {Unsettled}
        """);

    private readonly SqliteStatement _markFirst = new(connection, $"""
        UPDATE outbox SET first = 1 WHERE first = 0
        AND position = (SELECT position FROM outbox WHERE account = ? AND open_id = ? AND {Unsettled} ORDER BY id LIMIT 1)
        """);

    private readonly SqliteStatement _deliver = new(connection, "UPDATE outbox SET delivery = ? WHERE account = ? AND open_id = ? AND msg_id = ?");

    private readonly SqliteStatement _claim = new(connection, $"""
        UPDATE outbox SET state = 'sending', state_at = ?, holder = ?, lease_until = ?, attempts = attempts + 1 WHERE {OneRow} AND state = 'waiting' AND first = 1
        """);

    private readonly SqliteStatement _putOff = new(connection, $"""
        UPDATE outbox SET state = 'waiting', not_before = ?, why = ?, holder = NULL, lease_until = NULL WHERE {OneRow}
        """);

    private readonly SqliteStatement _standing = new(connection, $"SELECT holder, lease_until FROM outbox WHERE {OneRow} AND {Unsettled}");

    private readonly SqliteStatement _trim = new(connection, """
        DELETE FROM outbox WHERE position IN (
          SELECT position FROM outbox WHERE state NOT IN ('waiting', 'sending') AND state_at < ? ORDER BY state_at LIMIT ?)
        """);

    private readonly SqliteStatement _erase = new(connection, "DELETE FROM outbox WHERE account = ? AND open_id = ?");

    /// <summary>Adds a row. When its idempotency key has a row already, that one stays alone: nothing is sent twice.</summary>
    public void Owe(OutboxEntry entry, ReadOnlySpan<byte> item)
    {
        var at = Milliseconds.Down(entry.At);
        _owe.Bind(1, entry.To.Account).Bind(2, entry.To.OpenId.Value).Bind(3, entry.Id).Bind(4, at).BindText(5, item);
        if (entry.Grant.Scene == WindowScene.None)
            _owe.BindNull(6).BindNull(7).BindNull(8);
        else
            _owe.Bind(6, SceneWords.Word(entry.Grant.Scene)).Bind(7, OutboxColumns.WriteTick(entry.Grant.At)).Bind(8, OutboxColumns.WriteTick(entry.Grant.Until));
        _owe.Bind(9, Milliseconds.Down(entry.ExpiresAt)).BindOptional(10, entry.Answers).BindOptional(11, entry.Key).Run();
    }

    /// <summary>Ends a row, unless it has ended before.</summary>
    public void Settle(ConversationId to, long entry, OutboxOutcome outcome)
    {
        _settle.Bind(1, OutboxJson.Word(outcome.State)).Bind(2, Milliseconds.Down(outcome.At)).Bind(3, outcome.Errcode).BindOptional(4, outcome.Why)
            .BindOptional(5, outcome.MsgId);
        if (BindRow(_settle, 6, to, entry).Change() > 0) _markFirst.Bind(1, to.Account).Bind(2, to.OpenId.Value).Run();
    }

    /// <summary>Notes what the platform reported of a notice.</summary>
    public void Deliver(ConversationId to, string msgId, string delivery) =>
        _deliver.Bind(1, delivery).Bind(2, to.Account).Bind(3, to.OpenId.Value).Bind(4, msgId).Run();

    /// <summary>Marks a waiting row as being sent; false when it is not waiting, or not the first of its conversation.</summary>
    public bool Claim(ConversationId to, long entry, string node, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        _claim.Bind(1, Milliseconds.Down(now)).Bind(2, node).Bind(3, Milliseconds.Up(leaseUntil));
        return BindRow(_claim, 4, to, entry).Change() > 0;
    }

    /// <summary>Makes a row wait that is not settled, unless somebody is sending it.</summary>
    /// <param name="to">Whose.</param>
    /// <param name="entry">Which.</param>
    /// <param name="isLeft">Whether a process gives the row up, by the process and the end of its lease in milliseconds.</param>
    /// <param name="notBefore">It is not tried before, UTC.</param>
    /// <param name="why">One sentence.</param>
    public void PutOff(ConversationId to, long entry, Func<string, long, bool> isLeft, DateTimeOffset notBefore, string why)
    {
        var found = BindRow(_standing, 1, to, entry).Step();
        var (holder, lease) = found ? (_standing.OptionalText(0), _standing.OptionalLong(1) ?? 0) : default;
        _standing.Reset();
        if (!found || (holder is not null && !isLeft(holder, lease))) return;
        _putOff.Bind(1, Milliseconds.Up(notBefore)).Bind(2, why);
        BindRow(_putOff, 3, to, entry).Run();
    }

    /// <summary>Removes rows that ended before a time; how many of at most so many.</summary>
    public int Trim(DateTimeOffset endedBefore, int limit) => _trim.Bind(1, Milliseconds.Down(endedBefore)).Bind(2, limit).Change();

    /// <summary>Removes every row of a conversation.</summary>
    public void Erase(ConversationId to) => _erase.Bind(1, to.Account).Bind(2, to.OpenId.Value).Run();

    public void Dispose()
    {
        SqliteStatement[] all = [_owe, _settle, _markFirst, _deliver, _claim, _putOff, _standing, _trim, _erase];
        foreach (var statement in all) statement.Dispose();
    }

    private static SqliteStatement BindRow(SqliteStatement statement, int from, ConversationId to, long entry) =>
        statement.Bind(from, to.Account).Bind(from + 1, to.OpenId.Value).Bind(from + 2, entry);
}

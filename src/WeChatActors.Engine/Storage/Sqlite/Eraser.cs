using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Takes what is known of a person out of the log. Used by the committing thread only, inside its transaction.</summary>
/// <remarks>Lines whose packets may yet be delivered again stay without their contents, so that they are still recognised; the chain is cut
/// behind them. What is older goes: the first lines in the same transaction, the others of a long conversation in portions afterwards, also
/// after a crash, and nobody can come to them any more.</remarks>
internal sealed class Eraser(SqliteConnection connection) : IDisposable
{
    /// <summary>Lines that go in one transaction: a few milliseconds of work.</summary>
    private const int Portion = 500;

    private readonly SqliteStatement _line = new(connection, "SELECT previous, at, packet FROM turn WHERE id = ?");

    private readonly SqliteStatement _blank = new(connection, """
        UPDATE turn SET turn = '{"type":"erased"}', state = NULL, ledger = NULL, closes_at = NULL, sends_left = NULL WHERE id = ?
        """);

    private readonly SqliteStatement _number = new(connection, "SELECT previous, seq FROM turn WHERE id = ?");
    private readonly SqliteStatement _forget = new(connection, "UPDATE turn SET state = NULL WHERE id = ? AND state IS NOT NULL");
    private readonly SqliteStatement _cut = new(connection, "UPDATE turn SET previous = 0 WHERE id = ?");
    private readonly SqliteStatement _delete = new(connection, "DELETE FROM turn WHERE id = ?");
    private readonly SqliteStatement _next = new(connection, "SELECT turn FROM erasure LIMIT 1");
    private readonly SqliteStatement _later = new(connection, "INSERT OR IGNORE INTO erasure VALUES (?)");
    private readonly SqliteStatement _done = new(connection, "DELETE FROM erasure WHERE turn = ?");

    // By its text: these tables know no followers, and hold few rows.
    private readonly SqliteStatement _setAside = new(connection, "DELETE FROM set_aside WHERE account = ?1 AND instr(body, CAST(?2 AS BLOB)) > 0");
    private readonly SqliteStatement _poison = new(connection, "DELETE FROM poison WHERE account = ?1 AND (instr(body, CAST(?2 AS BLOB)) > 0 OR instr(detail, ?2) > 0)");

    /// <summary>Has what is deleted from now on overwritten, so that it cannot be read out of the file's free pages either.</summary>
    public void Overwrite(bool on)
    {
        // The pragma acts when it is prepared.
        using var pragma = new SqliteStatement(connection, on ? "PRAGMA secure_delete = 1" : "PRAGMA secure_delete = 0");
        pragma.Run();
    }

    /// <summary>Erases what stands before a line of a conversation.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="line">Id of the line that erases.</param>
    /// <param name="previous">Id of the line before it; 0 for none.</param>
    /// <param name="at">When it was decided, milliseconds.</param>
    public void Erase(ConversationId id, long line, long previous, long at)
    {
        var (last, turn, recognised) = (line, previous, 0);
        var now = Milliseconds.Time(at);
        while (turn > 0 && Find(turn) is var (before, time, key) && !AnsweredPackets.IsForgotten(Milliseconds.Time(time), now, recognised + 1))
        {
            _blank.Bind(1, turn).Run();
            if (ConversationInput.CanComeAgain(key)) recognised++;
            (last, turn) = (turn, before);
        }
        if (turn > 0) _cut.Bind(1, last).Run();
        if (Delete(turn) is var rest and > 0) _later.Bind(1, rest).Run();
        _setAside.Bind(1, id.Account).Bind(2, id.OpenId.Value).Run();
        _poison.Bind(1, id.Account).Bind(2, id.OpenId.Value).Run();
    }

    /// <summary>Takes the states out of lines of a conversation, which nobody needs once a later line has one.</summary>
    /// <param name="turn">Id of the last of these lines; 0 for none.</param>
    /// <param name="from">Number of the first of them in its conversation.</param>
    /// <remarks>In one transaction, however many they are: each was a packet of that person, so none costs more than once.</remarks>
    public void Forget(long turn, long from)
    {
        while (turn > 0)
        {
            _number.Bind(1, turn);
            var (before, seq) = _number.Step() ? (_number.Long(0), _number.Long(1)) : (0, 0);
            _number.Reset();
            if (seq < from) return;
            _forget.Bind(1, turn).Run();
            turn = before;
        }
    }

    /// <summary>Goes on with the lines that are left of earlier erasures; false when none are.</summary>
    public bool GoOn()
    {
        var turn = _next.Step() ? _next.Long(0) : 0;
        _next.Reset();
        if (turn == 0) return false;
        Overwrite(true);
        var rest = Delete(turn);
        _done.Bind(1, turn).Run();
        if (rest > 0) _later.Bind(1, rest).Run();
        Overwrite(false);
        return true;
    }

    public void Dispose()
    {
        SqliteStatement[] all = [_line, _blank, _number, _forget, _cut, _delete, _next, _later, _done, _setAside, _poison];
        foreach (var statement in all) statement.Dispose();
    }

    /// <summary>Deletes a portion of the chain that ends with a line; the line that is next, 0 for none.</summary>
    private long Delete(long turn)
    {
        for (var i = 0; turn > 0 && i < Portion; i++)
        {
            var before = Find(turn)?.Previous ?? 0;
            _delete.Bind(1, turn).Run();
            turn = before;
        }
        return turn;
    }

    private (long Previous, long At, string Key)? Find(long turn)
    {
        _line.Bind(1, turn);
        (long, long, string)? found = _line.Step() ? (_line.Long(0), _line.Long(1), _line.Text(2)) : null;
        _line.Reset();
        return found;
    }
}

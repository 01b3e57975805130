using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The tables, and the steps that bring an older database to them.</summary>
/// <remarks>The turn log is the truth: it is only appended to, and each turn points at its predecessor in the conversation and at
/// the turn that holds the state in force after it. Conversation rows are a checkpoint of the log, written in batches, because
/// writes to random keys are what costs; <c>checkpoint.turn</c> says up to which turn they are complete. A token's row is also the right
/// to ask the platform for the next one, which one process has at a time.</remarks>
internal static class SqliteSchema
{
    /// <summary>Marks a file as ours, "WCAc" in ASCII, so that another program's database is never taken for one.</summary>
    private const int ApplicationId = 0x57434163;

    /// <summary>Step N brings a database of version N to N + 1.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE turn (
          id INTEGER PRIMARY KEY,
          account TEXT NOT NULL,
          open_id TEXT NOT NULL,
          seq INTEGER NOT NULL,          -- number in its conversation, from 1
          previous INTEGER NOT NULL,     -- id of the turn before in this conversation, 0 for none
          state_turn INTEGER NOT NULL,   -- id of the turn that holds the state after this one
          at INTEGER NOT NULL,           -- milliseconds since 1970 UTC
          packet TEXT NOT NULL,          -- delivery key
          turn TEXT NOT NULL,            -- JSON: what came and what was decided
          state TEXT,                    -- JSON: the conversation's state; null when this turn did not change it
          deliveries INTEGER NOT NULL DEFAULT 1
        );
        CREATE TABLE conversation (
          account TEXT NOT NULL,
          open_id TEXT NOT NULL,
          version INTEGER NOT NULL,
          last_turn INTEGER NOT NULL,
          state_turn INTEGER NOT NULL,
          last_turn_at INTEGER NOT NULL,
          state TEXT NOT NULL,
          PRIMARY KEY (account, open_id)
        ) WITHOUT ROWID;
        CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), turn INTEGER NOT NULL);
        INSERT INTO checkpoint VALUES (1, 0);
        CREATE TABLE set_aside (
          id INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE poison (
          id INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, body BLOB NOT NULL);
        """,
        """
        CREATE TABLE token (
          account TEXT NOT NULL,         -- alias
          app_id TEXT NOT NULL,          -- whose tokens they are: an alias that gets another AppID begins anew
          kind TEXT NOT NULL,            -- access_token, jsapi_ticket or wx_card_ticket
          version INTEGER NOT NULL,      -- counts the AppID's tokens of the kind, never goes back; 0 before the first
          value TEXT,                    -- the credential itself; null before the first
          obtained_at INTEGER,           -- when it was asked for, milliseconds since 1970 UTC, as all times here
          expires_at INTEGER,            -- when the platform's word for it ends
          day TEXT NOT NULL,             -- day in China that the counts belong to, as 2026-03-02
          calls INTEGER NOT NULL,        -- requests to the platform for it on that day
          forced INTEGER NOT NULL,       -- forced ones among them
          forced_at INTEGER,             -- when the last forced one was made; null for never
          holder TEXT,                   -- who alone may ask the platform for the next one; null for nobody
          held_until INTEGER,            -- when that right lapses by itself
          PRIMARY KEY (account, app_id, kind)
        ) WITHOUT ROWID;
        CREATE TABLE token_audit (
          id INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          account TEXT NOT NULL,
          kind TEXT NOT NULL,
          why TEXT NOT NULL,             -- first, ahead, expired, reported, asked, ...
          asked_by TEXT NOT NULL,
          result TEXT NOT NULL,          -- ok, or what went wrong
          detail TEXT,
          version INTEGER,               -- the version it led to; null for none
          took INTEGER                   -- milliseconds that the request took; null when none was made
        );
        CREATE TABLE api_calls (
          account TEXT NOT NULL,
          day TEXT NOT NULL,             -- day in China
          path TEXT NOT NULL,
          calls INTEGER NOT NULL,
          PRIMARY KEY (account, day, path)
        ) WITHOUT ROWID;
        """,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Opens a connection to a database, creating the file and its folder or migrating an older one.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be used. One sentence says why, and the remedy. Nothing was overwritten.</exception>
    public static SqliteConnection Open(string path)
    {
        SqliteFile.Prepare(path);
        var connection = new SqliteConnection(ConnectionString(path));
        try
        {
            connection.Open();
            Migrate(connection, path);
            Execute(connection, "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0");
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFailure.Unavailable(error, path);
        }
        catch (StoreUnavailableException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>How a connection to the file is opened.</summary>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString();

    /// <summary>Creates or migrates the tables, each step in a transaction of its own.</summary>
    /// <exception cref="StoreUnavailableException">The file belongs to a newer version or to another program. Nothing was changed.</exception>
    private static void Migrate(SqliteConnection connection, string path)
    {
        var found = FoundVersion(connection, path);
        if (found > Version)
            throw new StoreUnavailableException(
                $"{path} was written by a newer WeChatActors (schema {found}, this one knows {Version}): start that version, or name another file under 'store'. Nothing was changed.");
        // A reader must never wait for a writer, nor a writer for readers.
        Execute(connection, "PRAGMA journal_mode = WAL");
        for (var version = found; version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            // Another process may have opened the same file and been first.
            if (FoundVersion(connection, path) != version) continue;
            Execute(connection, Steps[version], transaction);
            if (version == 0)
                Execute(connection, $"CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version VALUES (0); PRAGMA application_id = {ApplicationId}", transaction);
            Execute(connection, $"UPDATE schema_version SET version = {version + 1}", transaction);
            transaction.Commit();
        }
    }

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int FoundVersion(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0) return 0;
        if (Scalar(connection, "PRAGMA application_id") != ApplicationId)
            throw new StoreUnavailableException(
                $"{path} is a SQLite database of another program: name another file under 'store'. Nothing was changed.");
        return (int)Scalar(connection, "SELECT version FROM schema_version");
    }
}

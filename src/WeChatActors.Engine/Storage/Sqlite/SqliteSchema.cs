using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The tables, and the steps that bring an older database to them.</summary>
/// <remarks>The turn log is the truth: it is only appended to, and each turn points at its predecessor in the conversation and at
/// the turn that holds the state in force after it. Conversation rows are a checkpoint of the log, written in batches, because
/// writes to random keys are what costs; <c>checkpoint.turn</c> says up to which turn they are complete. A token's row is also the right
/// to ask the platform for the next one, which one process has at a time. Rows of the outbox and timers are written with the turns that
/// decide them. All times are milliseconds since 1970 UTC: those before which nothing happens are rounded up, all others down.</remarks>
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
        """
        ALTER TABLE turn ADD COLUMN ledger TEXT;         -- JSON: what may be pushed after this turn, by scene; null for nothing
        ALTER TABLE turn ADD COLUMN closes_at INTEGER;   -- when the last of it ends; null when nothing may be pushed
        ALTER TABLE turn ADD COLUMN sends_left INTEGER;  -- how many messages that makes at the time of the turn; null for none
        ALTER TABLE conversation ADD COLUMN closes_at INTEGER;
        ALTER TABLE conversation ADD COLUMN sends_left INTEGER;
        CREATE INDEX conversation_window ON conversation (account, closes_at, open_id, sends_left) WHERE closes_at IS NOT NULL;
        CREATE TABLE outbox (
          position INTEGER PRIMARY KEY,  -- in the order of writing
          account TEXT NOT NULL,
          open_id TEXT NOT NULL,
          id INTEGER NOT NULL,           -- number in its conversation: the turn's times 100 and its place there
          at INTEGER NOT NULL,           -- when it was decided
          item TEXT NOT NULL,            -- JSON: what is sent
          grant_scene TEXT,              -- which grant of the ledger pays for it; null for none
          grant_at TEXT,                 -- to the tick, because it tells one grant from the next
          grant_until TEXT,
          expires_at INTEGER NOT NULL,
          answers INTEGER,               -- the turn whose answer it carries
          key TEXT,                      -- idempotency key of whoever asked for it from outside
          state TEXT NOT NULL,           -- waiting, sending, sent, refused, expired or unknown
          state_at INTEGER NOT NULL,     -- since when
          first INTEGER NOT NULL,        -- 1 for the first of its conversation that is waiting or sending
          errcode INTEGER NOT NULL DEFAULT 0,
          why TEXT,
          msg_id TEXT,                   -- the platform's id of a notice
          delivery TEXT,                 -- what the platform reported of it later
          attempts INTEGER NOT NULL DEFAULT 0,
          not_before INTEGER NOT NULL,
          holder TEXT,                   -- the process that sends it
          lease_until INTEGER,
          UNIQUE (account, open_id, id)
        );
        CREATE UNIQUE INDEX outbox_key ON outbox (account, open_id, key) WHERE key IS NOT NULL;
        CREATE INDEX outbox_due ON outbox (account, state, not_before) WHERE first = 1;
        CREATE INDEX outbox_owed ON outbox (account, open_id, id, state) WHERE state IN ('waiting', 'sending');
        CREATE INDEX outbox_ended ON outbox (state_at) WHERE state NOT IN ('waiting', 'sending');
        CREATE INDEX outbox_notice ON outbox (account, msg_id) WHERE msg_id IS NOT NULL;
        CREATE INDEX outbox_account ON outbox (account);
        CREATE INDEX outbox_state ON outbox (account, state);
        CREATE TABLE timer (
          account TEXT NOT NULL,
          open_id TEXT NOT NULL,
          name TEXT NOT NULL,
          due INTEGER NOT NULL,
          node TEXT,                     -- the process that does the work; null for a timer that anybody may fire
          PRIMARY KEY (account, open_id, name)
        ) WITHOUT ROWID;
        CREATE INDEX timer_due ON timer (due);
        CREATE INDEX timer_node ON timer (node) WHERE node IS NOT NULL;
        CREATE TABLE media (
          account TEXT NOT NULL,
          path TEXT NOT NULL,            -- the local file, as rules name it
          kind TEXT NOT NULL,
          hash TEXT NOT NULL,            -- SHA-256 of its bytes
          media_id TEXT NOT NULL,
          at INTEGER NOT NULL,           -- when it was uploaded
          PRIMARY KEY (account, path, kind)
        ) WITHOUT ROWID;
        CREATE TABLE erasure (turn INTEGER PRIMARY KEY); -- the line that goes next, and with it those before it in its conversation
        """,
        """
        CREATE TABLE script (
          hash TEXT PRIMARY KEY,
          files TEXT NOT NULL,           -- JSON: path and text of each rule file, the first one first
          at INTEGER NOT NULL            -- when it was last known to be in force
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

using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>Databases as earlier versions made them, with conversations in each: the tables are written down here and never change.</summary>
internal static class OlderDatabase
{
    private const string First = """
        CREATE TABLE turn (
          id INTEGER PRIMARY KEY,
          account TEXT NOT NULL,
          open_id TEXT NOT NULL,
          seq INTEGER NOT NULL,
          previous INTEGER NOT NULL,
          state_turn INTEGER NOT NULL,
          at INTEGER NOT NULL,
          packet TEXT NOT NULL,
          turn TEXT NOT NULL,
          state TEXT,
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
        CREATE TABLE schema_version (version INTEGER NOT NULL);
        INSERT INTO schema_version VALUES (1);
        PRAGMA application_id = 1464025443;
        PRAGMA journal_mode = WAL;
        INSERT INTO turn (id, account, open_id, seq, previous, state_turn, at, packet, turn, state, deliveries) VALUES
          (1, 'demo', 'oAnn', 1, 0, 1, 1772452800000, 'msg:oAnn:1',
           '{"type":"text","text":"keep tea","msg_id":"1","rule":"keep","reply":{"type":"text","text":"kept tea"},"elapsed_ms":0.4}',
           '{"subscribed":true,"since":"2026-03-02T12:00:00+00:00","user":{"kept":"tea"}}', 2),
          (2, 'demo', 'oBob', 1, 0, 2, 1772452801000, 'msg:oBob:1',
           '{"type":"text","text":"keep milk","msg_id":"1","rule":"keep","reply":{"type":"text","text":"kept milk"},"elapsed_ms":0.4}',
           '{"subscribed":true,"since":"2026-03-02T12:00:01+00:00","user":{"kept":"milk"}}', 1),
          (3, 'demo', 'oAnn', 2, 1, 1, 1772452802000, 'msg:oAnn:2',
           '{"type":"text","text":"same","msg_id":"2","rule":"same","reply":{"type":"text","text":"原样"},"elapsed_ms":0.4}', NULL, 1);
        INSERT INTO conversation VALUES ('demo', 'oBob', 1, 2, 2, 1772452801000, '{"subscribed":true,"since":"2026-03-02T12:00:01+00:00","user":{"kept":"milk"}}');
        UPDATE checkpoint SET turn = 2;
        INSERT INTO conversation VALUES ('demo', 'oAnn', 1, 1, 1, 1772452800000, '{"subscribed":true,"since":"2026-03-02T12:00:00+00:00","user":{"kept":"tea"}}');
        """;

    private const string Second = """
        CREATE TABLE token (
          account TEXT NOT NULL,
          app_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          version INTEGER NOT NULL,
          value TEXT,
          obtained_at INTEGER,
          expires_at INTEGER,
          day TEXT NOT NULL,
          calls INTEGER NOT NULL,
          forced INTEGER NOT NULL,
          forced_at INTEGER,
          holder TEXT,
          held_until INTEGER,
          PRIMARY KEY (account, app_id, kind)
        ) WITHOUT ROWID;
        CREATE TABLE token_audit (
          id INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          account TEXT NOT NULL,
          kind TEXT NOT NULL,
          why TEXT NOT NULL,
          asked_by TEXT NOT NULL,
          result TEXT NOT NULL,
          detail TEXT,
          version INTEGER,
          took INTEGER
        );
        CREATE TABLE api_calls (
          account TEXT NOT NULL,
          day TEXT NOT NULL,
          path TEXT NOT NULL,
          calls INTEGER NOT NULL,
          PRIMARY KEY (account, day, path)
        ) WITHOUT ROWID;
        UPDATE schema_version SET version = 2;
        """;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="version">1 or 2.</param>
    public static void Create(string path, int version)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        SqliteSchema.Execute(connection, First);
        if (version == 2) SqliteSchema.Execute(connection, Second);
    }
}

using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WeChatActors.Engine;

/// <summary>A prepared statement for the few queries that run per packet, where a command object and its parameters would cost
/// more than the query. Not thread-safe, as its connection.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The text does not compile.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return text.Length * 3 <= bytes.Length
            ? BindText(index, bytes[..Encoding.UTF8.GetBytes(text, bytes)])
            : BindText(index, Encoding.UTF8.GetBytes(text));
    }

    public SqliteStatement BindOptional(int index, long? value) => value is { } known ? Bind(index, known) : BindNull(index);

    public SqliteStatement BindOptional(int index, string? text) => text is not null ? Bind(index, text) : BindNull(index);

    public SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // Bytes that are none have no address, which SQLite would take for NULL.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, index, "") : raw.sqlite3_bind_text(_statement, index, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Steps to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        raw.sqlite3_reset(_statement);
        Check(code);
        return false;
    }

    /// <summary>Runs a statement that gives no rows, ready to be bound again.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Runs a statement that gives no rows and says how many rows it changed.</summary>
    public int Change()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a statement that takes a lock, such as BEGIN IMMEDIATE, trying again while another connection has it.</summary>
    /// <remarks>The shipped SQLite sleeps whole seconds while it waits by itself, so the connection's <c>busy_timeout</c> must be 0 here.</remarks>
    /// <exception cref="SqliteException">The lock was not to be had within <paramref name="patience"/>, or something else failed.</exception>
    public void RunLocking(TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp(); // the real clock: the other connection knows no other
        int code;
        while (((code = raw.sqlite3_step(_statement)) & 0xff) == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(begun) < patience)
        {
            Reset();
            Thread.Sleep(1);
        }
        Reset();
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(code);
    }

    // The code of the failure was already reported by Step; reset only repeats it.
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    public long? OptionalLong(int column) => IsNull(column) ? null : Long(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }
}

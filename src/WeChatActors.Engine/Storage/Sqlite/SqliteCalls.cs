using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Runs what is rarely asked of a database: one call at a time on another thread than the caller's, in bounded time, each on a
/// connection of its own.</summary>
/// <remarks>A connection that stays open would go on with a file that was moved away or replaced, and tell nobody. Opening costs a
/// fraction of a millisecond, and those who call here are about to ask the platform or to answer a person.</remarks>
/// <param name="path">The file. It is never created here.</param>
/// <param name="patience">How long a call waits for other calls and for the locks of other connections, both together.</param>
/// <param name="hang">How much longer the disk may take.</param>
internal sealed class SqliteCalls(string path, TimeSpan patience, TimeSpan hang) : IDisposable
{
    /// <summary>Left for locks to a call that has waited long for others.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    private readonly string _connectionString =
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _closed;

    /// <summary>Runs a call. What its transaction has not committed is rolled back.</summary>
    /// <exception cref="StoreUnavailableException">It failed, or takes too long; then it may yet happen.</exception>
    public async ValueTask<T> Run<T>(Func<SqliteConnection, T> call)
    {
        // The real clock: SQLite and the disk know no other.
        var asked = Stopwatch.GetTimestamp();
        if (_closed) throw Closed();
        if (!await _gate.WaitAsync(patience).ConfigureAwait(false)) throw Stuck();
        var running = Task.Run(() =>
        {
            try
            {
                if (_closed) throw Closed();
                var left = patience - Stopwatch.GetElapsedTime(asked);
                return RunHere(call, left > Least ? left : Least);
            }
            finally
            {
                _gate.Release();
            }
        });
        try
        {
            return await running.WaitAsync(patience + hang).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Stuck();
        }
    }

    /// <summary>Refuses calls from now on. One that runs goes on to its end.</summary>
    public void Dispose() => _closed = true;

    private T RunHere<T>(Func<SqliteConnection, T> call, TimeSpan busy)
    {
        using var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)busy.TotalMilliseconds);
            using (var durable = new SqliteStatement(connection, "PRAGMA synchronous = FULL")) durable.Run();
            return call(connection);
        }
        catch (SqliteException error)
        {
            throw SqliteFailure.Unavailable(error, path);
        }
        catch (Exception error) when (error is not OutOfMemoryException and not StoreUnavailableException)
        {
            // A bug of ours, or a value that somebody wrote by hand; whoever asks for a token must hear of it as of any other failure.
            throw new StoreUnavailableException($"Reading or writing {path} failed unexpectedly: {error.GetType().Name}: {error.Message}", error);
        }
    }

    private StoreUnavailableException Closed() => new($"{path} is closed: the server is stopping.");

    private StoreUnavailableException Stuck() =>
        new($"Reading or writing {path} takes too long: look for a disk that hangs or a program that keeps the file locked (fuser {path} names it).");
}

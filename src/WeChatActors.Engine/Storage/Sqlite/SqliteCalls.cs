using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

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
    /// <summary>Left to a call that has waited long for others.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(5);

    private readonly string _connectionString =
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _closed;
    private long _lockedAt; // written and read by whoever has passed the gate

    /// <summary>Runs a call, and again when it met a lock. What its transaction has not committed is rolled back.</summary>
    /// <param name="call">Is given a connection, and how long it may wait for a lock.</param>
    /// <exception cref="StoreUnavailableException">It failed, or takes too long; then it may yet happen.</exception>
    public async ValueTask<T> Run<T>(Func<SqliteConnection, TimeSpan, T> call)
    {
        // The real clock: SQLite and the disk know no other.
        var asked = Stopwatch.GetTimestamp();
        if (_closed) throw Closed();
        if (!await _gate.WaitAsync(patience + hang).ConfigureAwait(false)) throw Stuck();
        var running = Task.Run(() =>
        {
            try
            {
                if (_closed) throw Closed();
                if (_lockedAt > asked) throw Locked(); // the call before has waited for it long enough
                return RunHere(call, Left(asked, patience));
            }
            finally
            {
                _gate.Release();
            }
        });
        try
        {
            return await running.WaitAsync(Left(asked, patience + hang)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Stuck();
        }
    }

    /// <summary>Refuses calls from now on. One that runs goes on to its end.</summary>
    public void Dispose() => _closed = true;

    private T RunHere<T>(Func<SqliteConnection, TimeSpan, T> call, TimeSpan left)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return RunOnce(call, left - Stopwatch.GetElapsedTime(begun));
            }
            catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(begun) < left)
            {
                // Mostly another connection that is the last to close the file and tidies up.
                Thread.Sleep(BetweenTries);
            }
            catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_BUSY)
            {
                _lockedAt = Stopwatch.GetTimestamp();
                throw Locked();
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
    }

    private T RunOnce<T>(Func<SqliteConnection, TimeSpan, T> call, TimeSpan left)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using (var durable = new SqliteStatement(connection, "PRAGMA synchronous = FULL")) durable.Run();
        return call(connection, left);
    }

    private static TimeSpan Left(long asked, TimeSpan span)
    {
        var left = span - Stopwatch.GetElapsedTime(asked);
        return left > Least ? left : Least;
    }

    private StoreUnavailableException Locked() => SqliteFailure.Unavailable(new SqliteException("locked", raw.SQLITE_BUSY), path);

    private StoreUnavailableException Closed() => new($"{path} is closed: the server is stopping.");

    private StoreUnavailableException Stuck() =>
        new($"Reading or writing {path} takes too long: look for a disk that hangs or a program that keeps the file locked (fuser {path} names it).");
}

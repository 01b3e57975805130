using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WeChatActors.Engine;

/// <summary>What went wrong with a database file, in one sentence with the remedy.</summary>
internal static class SqliteFailure
{
    public static string Explain(SqliteException failure, string path) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"The disk that holds {path} is full: free some space; packets are not acknowledged until then.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{path} is locked by another program: close that program (fuser {path} names it) and try again.",
        raw.SQLITE_NOTADB => $"{path} is not a SQLite database: restore a backup or name another file under 'store'. Nothing was changed.",
        raw.SQLITE_CORRUPT => $"{path} is damaged: restore a backup, or save what can be read with 'sqlite3 {path} .recover'. Nothing was changed.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{path} cannot be opened: let this user read and write the file and its folder.",
        raw.SQLITE_READONLY => $"{path} is read-only: let this user write the file and its folder.",
        raw.SQLITE_IOERR => $"Reading or writing {path} failed: check the disk and its free space (SQLite code {failure.SqliteExtendedErrorCode}).",
        _ => $"{path}: {failure.Message} (SQLite code {failure.SqliteExtendedErrorCode}).",
    };

    public static StoreUnavailableException Unavailable(SqliteException failure, string path) => new(Explain(failure, path), failure);
}

namespace WeChatActors.Engine;

/// <summary>The database's file on the disk.</summary>
internal static class SqliteFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes the file and its folder when they are missing. The file holds credentials, so a new one is its owner's alone, as the
    /// <c>-wal</c> and <c>-shm</c> files that SQLite makes after its pattern.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be created.</exception>
    public static void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {folder} of the database cannot be created: {error.Message} Make it writable for this user, or name another with --data.", error);
        }
        if (!OperatingSystem.IsWindows() && !File.Exists(path)) CreatePrivate(path);
    }

    /// <summary>Whether other users than the owner may read the file, or what SQLite keeps beside it. False where files have no modes.</summary>
    public static bool OthersMayRead(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            if (File.Exists(file) && (File.GetUnixFileMode(file) & OthersRead) != 0) return true;
        return false;
    }

    // Under a name of its own first: were it opened here in its place, closing it would take away the locks that another thread of this
    // process has got on it through SQLite meanwhile, as is the way of POSIX locks.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void CreatePrivate(string path)
    {
        var empty = $"{path}.{Guid.NewGuid():N}";
        try
        {
            new FileStream(empty, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owner }).Dispose();
            File.Move(empty, path, overwrite: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another was first, or the folder takes no files, which SQLite is about to say in its own words.
            File.Delete(empty);
        }
    }
}

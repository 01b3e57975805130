using System.Runtime.Versioning;

namespace WeChatActors.Engine;

/// <summary>The name of a process that shares a database, and a small file beside it that is locked while the process lives. The kernel takes
/// the lock away with the process, however it ends, so that another one knows at once.</summary>
internal sealed class NodeLock : IDisposable
{
    private readonly string _prefix;
    private readonly string _file;
    private readonly FileStream _locked;

    private NodeLock(string prefix, string name, FileStream locked) => (_prefix, Name, _file, _locked) = (prefix, name, prefix + name, locked);

    /// <summary>12 hex digits that no other process gets.</summary>
    public string Name { get; }

    /// <summary>Takes a name beside a database, and clears away the files of processes that have ended.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be made.</exception>
    public static NodeLock Take(string database)
    {
        var prefix = database + ".node-";
        try
        {
            RemoveDead(database, prefix);
            while (true)
            {
                var name = Guid.NewGuid().ToString("N")[..12];
                if (TryTake(prefix + name) is { } locked) return new(prefix, name, locked);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"A file beside {database} cannot be made: {error.Message} Let this user write the folder.", error);
        }
    }

    /// <summary>Whether the process of a name lives.</summary>
    public bool IsAlive(string name) => name == Name || IsLocked(_prefix + name);

    /// <summary>Gives the name up.</summary>
    public void Dispose()
    {
        TryDelete(_file);
        _locked.Dispose();
    }

    // Somebody who clears away may see the file in the moment before it is locked, and take it for one that was left: then it is gone, and
    // another name must do.
    private static FileStream? TryTake(string file)
    {
        FileStream locked;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) SetPrivate(options);
            locked = new FileStream(file, options);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
        if (File.Exists(file)) return locked;
        locked.Dispose();
        return null;
    }

    [UnsupportedOSPlatform("windows")]
    private static void SetPrivate(FileStreamOptions options) => options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static void RemoveDead(string database, string prefix)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(database))!;
        foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(prefix) + "*"))
            RemoveDead(file);
    }

    // Deleted under its lock: whoever made it and has not locked it yet finds that out when he does.
    private static void RemoveDead(string file)
    {
        try
        {
            using var dead = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or another one has cleared it away.
        }
    }

    // A shared lock, so that several who ask do not take each other for the owner, whose lock is exclusive.
    private static bool IsLocked(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Locked, or not to be known: what another may still do must not be done twice.
            return true;
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays for the next one who clears away.
        }
    }
}

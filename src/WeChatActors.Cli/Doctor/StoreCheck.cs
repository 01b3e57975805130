using System.Globalization;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>Whether the database can be used, by this user and by nobody else.</summary>
internal static class StoreCheck
{
    public const string Name = "store";

    private const long Mebi = 1024 * 1024;
    private const long LittleSpace = 1024 * Mebi, NoSpace = 100 * Mebi;

    /// <summary>Looks at it; a database that is missing is made.</summary>
    /// <param name="path">The file.</param>
    public static async Task<CheckUp> Run(string path)
    {
        try
        {
            var there = File.Exists(path);
            await using var store = SqliteTokenStore.Open(path, []);
            await store.CheckWritable();
            var space = FreeSpace(path);
            var what = string.Create(CultureInfo.InvariantCulture, $"{path} {(there ? "takes writes" : "was made and takes writes")}, {space / Mebi:N0} MiB are free");
            if (space < NoSpace) return new(Name, Verdict.Wrong, what) { Remedy = "Make room on the disk: packets that cannot be kept are not answered." };
            if (store.OthersMayRead)
                return new(Name, Verdict.Warning, $"{path} can be read by other users of this machine, and it holds tokens and conversations") { Remedy = $"chmod 600 {path}*" };
            return space < LittleSpace
                ? new(Name, Verdict.Warning, what) { Remedy = "Make room on the disk: nothing is ever deleted from the log of turns." }
                : new(Name, Verdict.Ok, what);
        }
        catch (StoreUnavailableException problem)
        {
            return new(Name, Verdict.Wrong, problem.Message.TrimEnd('.')) { Remedy = "Run this as the user the server runs as." };
        }
    }

    private static long FreeSpace(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // The file system that holds the folder: the mount with the longest path above it.
        var mount = DriveInfo.GetDrives().Where(drive => Holds(drive.Name, folder)).MaxBy(drive => drive.Name.Length);
        return mount is { IsReady: true } ? mount.AvailableFreeSpace : long.MaxValue;
    }

    private static bool Holds(string mount, string folder)
    {
        var root = Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar;
        return (folder + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal);
    }
}

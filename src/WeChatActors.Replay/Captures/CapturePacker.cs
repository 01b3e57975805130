using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace WeChatActors.Replay;

/// <summary>Compresses files that are whole, one after the other on a thread of its own that yields to everybody else, and removes those that are too many.</summary>
internal sealed class CapturePacker : IAsyncDisposable
{
    private readonly CaptureSettings _settings;
    private readonly Action<string> _failed;
    private readonly BlockingCollection<string> _whole = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CapturePacker(CaptureSettings settings, Action<string> failed)
    {
        (_settings, _failed) = (settings, failed);
        new Thread(Run) { IsBackground = true, Name = "captures" }.Start();
    }

    /// <summary>Takes a file that is whole.</summary>
    public void Pack(string file) => _whole.Add(file);

    /// <summary>Finishes what processes left that were killed, or had no room to do so.</summary>
    /// <param name="settings">Whose files.</param>
    /// <param name="failed">Hears of files that stay unfinished.</param>
    /// <returns>Files that are whole and not compressed.</returns>
    public static List<string> Finish(CaptureSettings settings, Action<string> failed)
    {
        var whole = new List<string>();
        foreach (var (path, _, suffix) in Files(settings.Name))
        {
            if (suffix == CaptureName.Lines && settings.Name.Packing.Length > 0) whole.Add(path);
            if (suffix != CaptureName.Open) continue;
            try
            {
                if (Segment.Finish(path) is { } finished) whole.Add(finished);
            }
            catch (UnauthorizedAccessException error)
            {
                failed($"{path} stays as it is: it may not be finished by this user ({error.Message}).");
            }
            catch (IOException error)
            {
                failed($"{path} stays as it is, and can be read: it cannot be finished ({DiskFault.Describe(error)}).");
            }
        }
        return whole;
    }

    /// <summary>Waits until everything is compressed.</summary>
    public async ValueTask DisposeAsync()
    {
        _whole.CompleteAdding();
        await _ended.Task;
        _whole.Dispose();
    }

    private void Run()
    {
        // Answers come first: what is left of the processors is enough for this. On Linux a thread has a niceness of its own, and its children too.
        if (OperatingSystem.IsLinux()) _ = setpriority(0, 0, 19);
        foreach (var file in _whole.GetConsumingEnumerable())
        {
            try
            {
                Compress(file);
                Prune();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or CaptureException)
            {
                _failed($"{file} stays as it is: it cannot be compressed ({DiskFault.Describe(error)}).");
            }
        }
        _ended.SetResult();
    }

    private void Compress(string file)
    {
        var packing = _settings.Name.Packing;
        if (packing.Length == 0 || !File.Exists(file)) return;
        var part = file + packing + ".part";
        using (var claim = Claim(part))
        {
            // Whoever else finishes the same file holds it, or has finished.
            if (claim is null) return;
            if (!File.Exists(file))
            {
                File.Delete(part);
                return;
            }
            try
            {
                claim.SetLength(0);
                if (packing == ".gz") Gzip(file, claim);
                else Zst(file, claim);
                // The last bytes need room too, before anybody reads it in the place of the file.
                claim.Flush();
                File.Move(part, file + packing, overwrite: true);
            }
            catch
            {
                File.Delete(part);
                throw;
            }
        }
        File.Delete(file);
    }

    private static FileStream? Claim(string part)
    {
        try
        {
            return new FileStream(part, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None });
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Gzip(string file, FileStream to)
    {
        using var from = new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan });
        using var gzip = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        from.CopyTo(gzip, 256 * 1024);
    }

    private static void Zst(string file, FileStream to)
    {
        using var process = Zstd.Start(["-q", "-3", "-c", "--", file]);
        try
        {
            process.StandardOutput.BaseStream.CopyTo(to);
        }
        catch
        {
            // It would wait for ever for somebody who reads on.
            process.Kill();
            throw;
        }
        process.WaitForExit();
        if (process.ExitCode != 0) throw new CaptureException($"zstd ended with {process.ExitCode}");
    }

    private void Prune()
    {
        if (_settings.Keep is not { } keep) return;
        var whole = Files(_settings.Name).Where(file => file.Suffix != CaptureName.Open).ToList();
        foreach (var (path, _, _) in whole.Take(Math.Max(0, whole.Count - keep))) File.Delete(path);
    }

    /// <summary>The files of the capture, oldest first.</summary>
    private static List<(string Path, string Run, string Suffix)> Files(CaptureName name)
    {
        return
        [
            .. Directory.EnumerateFiles(name.Folder.Length == 0 ? "." : name.Folder)
                .Select(path => (Path: path, Name: name.Read(path)))
                .Where(file => file.Name is not null)
                .OrderBy(file => file.Name!.Value.Run, StringComparer.Ordinal).ThenBy(file => file.Name!.Value.Number)
                .Select(file => (file.Path, file.Name!.Value.Run, file.Name!.Value.Suffix)),
        ];
    }

    [DllImport("libc", ExactSpelling = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setpriority(int which, uint who, int priority);
}

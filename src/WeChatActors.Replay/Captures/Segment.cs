using Microsoft.Win32.SafeHandles;

namespace WeChatActors.Replay;

/// <summary>A file that lines are appended to: first to its <see cref="Tail"/>, which goes into the file by large parts in the background. What was appended survives the
/// death of the process. Not for several threads.</summary>
internal sealed class Segment : IDisposable
{
    private readonly FileStream _file;
    private readonly FileStream _direct;
    private readonly Tail _tail;
    private Task _draining = Task.CompletedTask;

    private Segment(FileStream file, Tail tail, string path)
    {
        (_file, _tail, Path) = (file, tail, path);
        _direct = new FileStream(path + CaptureName.Open, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        Tail.PassCache(_direct.SafeFileHandle);
    }

    /// <summary>Its path without suffix.</summary>
    public string Path { get; }

    /// <summary>How many bytes were appended.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a file; null when somebody else has one of this name.</summary>
    /// <param name="path">Its path without suffix.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Segment? Begin(string path)
    {
        // The name belongs to whoever made the first file of it, also when that was packed meanwhile.
        if (CaptureName.Suffixes.Any(suffix => File.Exists(path + suffix))) return null;
        FileStream file;
        try
        {
            // Readers are let in; that others can tell whether it lives is the shared lock that comes with it.
            file = new FileStream(path + CaptureName.Open, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            });
        }
        catch (IOException) when (File.Exists(path + CaptureName.Open))
        {
            return null;
        }
        try
        {
            return new Segment(file, Tail.Begin(path + CaptureName.Tail), path);
        }
        catch
        {
            file.Dispose();
            File.Delete(path + CaptureName.Open);
            throw;
        }
    }

    /// <summary>Whether a line of a length can be appended at all.</summary>
    public static bool Fits(int length) => length <= Tail.Half;

    /// <summary>Appends a line behind the others.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var taken = _tail.Append(line);
            Length += taken;
            if (taken == line.Length) return;
            line = line[taken..];
            Flip();
        }
    }

    private void Flip()
    {
        EndDraining();
        var full = _tail.Active;
        _tail.Flip(Length);
        _draining = Task.Run(() => _tail.DrainDirectly(full, _direct.SafeFileHandle, _file.SafeFileHandle));
    }

    /// <summary>Nearly always it has ended long ago; else whoever appends waits for it here.</summary>
    private void EndDraining()
    {
        try
        {
            _draining.GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The half still holds what could not be written. That was a while ago: there may be room again.
            _tail.Drain(_tail.Active ^ 1, _file.SafeFileHandle);
            _draining = Task.CompletedTask;
        }
    }

    /// <summary>Writes everything into the file and gives it its final name.</summary>
    /// <returns>Its path.</returns>
    public string End()
    {
        if (_file.SafeFileHandle.IsClosed) throw new IOException("it was closed already");
        EndDraining();
        _tail.Drain(_tail.Active, _file.SafeFileHandle);
        Dispose();
        File.Delete(Path + CaptureName.Tail);
        File.Move(Path + CaptureName.Open, Path + CaptureName.Lines, overwrite: false);
        return Path + CaptureName.Lines;
    }

    /// <summary>Writes the tail of a file into it and cuts it to its last whole line, when whoever wrote it is dead, and gives it its final name.</summary>
    /// <param name="open">The file.</param>
    /// <returns>Its path; null when it is still being written or read, or held no line and is gone.</returns>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    /// <exception cref="IOException">The disk is full, or fails; the file stays as it is.</exception>
    public static string? Finish(string open)
    {
        using var file = Claim(open);
        if (file is null) return null;
        var path = open[..^CaptureName.Open.Length];
        TakeTail(path + CaptureName.Tail, file.SafeFileHandle);
        var length = EndOfLines(file.SafeFileHandle);
        RandomAccess.SetLength(file.SafeFileHandle, length);
        File.Delete(path + CaptureName.Tail);
        if (length == 0)
        {
            File.Delete(open);
            return null;
        }
        File.Move(open, path + CaptureName.Lines, overwrite: false);
        return path + CaptureName.Lines;
    }

    private static FileStream? Claim(string open)
    {
        try
        {
            return new FileStream(open, new FileStreamOptions { Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 });
        }
        catch (IOException)
        {
            // Somebody has it, or has finished it meanwhile.
            return null;
        }
    }

    /// <summary>Removes the file.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Discard()
    {
        Dispose();
        File.Delete(Path + CaptureName.Tail);
        File.Delete(Path + CaptureName.Open);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _draining.GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // What it could not write stays in the tail, for the next start.
        }
        _tail.Dispose();
        _direct.Dispose();
        _file.Dispose();
    }

    private static void TakeTail(string tail, SafeFileHandle file)
    {
        if (!File.Exists(tail)) return;
        using var lines = new FileStream(tail, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        var part = new byte[256 * 1024];
        // What was drained ends where the tail goes on; a half that was drained in part is taken again from its beginning.
        for (var at = RandomAccess.GetLength(file); Tail.Read(lines.SafeFileHandle, at, part) is var read and > 0; at += read)
            RandomAccess.Write(file, part.AsSpan(0, read), at);
    }

    private static long EndOfLines(SafeFileHandle file)
    {
        var buffer = new byte[64 * 1024];
        for (var end = RandomAccess.GetLength(file); end > 0;)
        {
            var from = Math.Max(0, end - buffer.Length);
            var part = buffer.AsSpan(0, (int)(end - from));
            part = part[..RandomAccess.Read(file, part, from)];
            if (part.LastIndexOf((byte)'\n') is var at and >= 0) return from + at + 1;
            end = from;
        }
        return 0;
    }
}

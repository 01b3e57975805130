using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WeChatActors.Replay;

/// <summary>A file that lines are copied into through memory: no call of the system per line, and what was copied survives the death of the process.
/// It is longer than its lines by zero bytes until it is closed. Not for several threads.</summary>
internal sealed class Segment : IDisposable
{
    /// <summary>How much of the file is mapped at a time; also the longest line.</summary>
    private const int Window = 4 * 1024 * 1024;

    private readonly FileStream _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private long _from;

    private Segment(FileStream file, string path) => (_file, Path) = (file, path);

    /// <summary>Its path without suffix.</summary>
    public string Path { get; }

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a file; null when somebody else has one of this name.</summary>
    /// <param name="path">Its path without suffix.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Segment? Begin(string path)
    {
        // The name belongs to whoever made the first file of it, also when that was packed meanwhile.
        if (CaptureName.Suffixes.Any(suffix => File.Exists(path + suffix))) return null;
        try
        {
            // Readers are let in; that others can tell whether it lives is the shared lock that comes with it.
            var file = new FileStream(path + CaptureName.Open, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            });
            return new Segment(file, path);
        }
        catch (IOException) when (File.Exists(path + CaptureName.Open))
        {
            return null;
        }
    }

    /// <summary>Whether a line of a length fits into a window at all.</summary>
    public static bool Fits(int length) => length <= Window / 2;

    /// <summary>Copies a line behind the others.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (_view is null || Length + line.Length > _from + Window) Map();
        _view!.SafeMemoryMappedViewHandle.WriteSpan((ulong)(_view.PointerOffset + Length - _from), line);
        Length += line.Length;
    }

    /// <summary>Cuts the file to its lines and gives it its final name.</summary>
    /// <returns>Its path.</returns>
    public string End()
    {
        Unmap();
        if (_file.SafeFileHandle.IsClosed) throw new IOException("it was closed already");
        RandomAccess.SetLength(_file.SafeFileHandle, Length);
        _file.Dispose();
        File.Move(Path + CaptureName.Open, Path + CaptureName.Lines, overwrite: false);
        return Path + CaptureName.Lines;
    }

    /// <summary>Cuts a file to its last whole line, when whoever wrote it is dead, and gives it its final name.</summary>
    /// <param name="open">The file.</param>
    /// <returns>Its path; null when it is still being written or read, or held no line and is gone.</returns>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static string? Finish(string open)
    {
        try
        {
            using (var file = new FileStream(open, new FileStreamOptions { Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 }))
            {
                var length = EndOfLines(file.SafeFileHandle);
                RandomAccess.SetLength(file.SafeFileHandle, length);
                if (length == 0)
                {
                    File.Delete(open);
                    return null;
                }
                var path = open[..^CaptureName.Open.Length] + CaptureName.Lines;
                File.Move(open, path, overwrite: false);
                return path;
            }
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Removes the file.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Discard()
    {
        Dispose();
        File.Delete(Path + CaptureName.Open);
    }

    public void Dispose()
    {
        Unmap();
        _file.Dispose();
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

    private void Map()
    {
        Unmap();
        _from = Length / Environment.SystemPageSize * Environment.SystemPageSize;
        Allocate(_from, Window);
        _map = MemoryMappedFile.CreateFromFile(_file, null, _from + Window, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(_from, Window);
    }

    private void Unmap()
    {
        // Not flushed: the kernel writes it when it likes, and a kill does not touch what it holds.
        _view?.SafeMemoryMappedViewHandle.Dispose();
        _map?.Dispose();
        (_view, _map) = (null, null);
    }

    /// <summary>Takes room on the disk before it is written to through memory: a full disk must be an exception here and not the end of the process
    /// there.</summary>
    private void Allocate(long from, int length)
    {
        if (OperatingSystem.IsLinux())
        {
            switch (posix_fallocate(_file.SafeFileHandle, from, length))
            {
                case 0:
                    return;
                case 28:
                    throw new IOException("no space left on the disk");
                case 122:
                    throw new IOException("the disk quota is used up");
                case 27:
                    throw new IOException("the file would be larger than files may be");
            }
        }
        var zeros = new byte[64 * 1024];
        for (var at = Math.Max(from, RandomAccess.GetLength(_file.SafeFileHandle)); at < from + length; at += zeros.Length)
            RandomAccess.Write(_file.SafeFileHandle, zeros.AsSpan(0, (int)Math.Min(zeros.Length, from + length - at)), at);
    }

    [DllImport("libc", ExactSpelling = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_fallocate(SafeFileHandle file, long offset, long length);
}

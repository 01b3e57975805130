using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WeChatActors.Replay;

/// <summary>The newest lines of a file that is being written, in memory that is mapped to a small file beside it. It costs no call of the system per line and
/// survives the death of the process; and its pages are used again and again, where each page of a growing file costs a fault and work for the disk.</summary>
/// <remarks>Two halves: lines are appended to one while the other is written into the file they belong to. The first page says of each half where in that
/// file it belongs (8 bytes) and how much of it counts (8 bytes, little endian), so that what a killed process left can be written there by
/// anybody, any number of times.</remarks>
internal sealed class Tail : IDisposable
{
    /// <summary>How much a half holds; also the longest line.</summary>
    public const int Half = 2 * 1024 * 1024;

    /// <summary>What direct input and output is aligned to.</summary>
    private const int Page = 4096;

    private const int Head = Page;

    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[] _part = new byte[256 * 1024];
    private int _length;

    private Tail(FileStream file)
    {
        _file = file;
        // Room on the disk is taken before memory stands for it: a full disk must be an exception here and not the end of the process later.
        Allocate(file.SafeFileHandle, Head + 2 * Half);
        _map = MemoryMappedFile.CreateFromFile(file, null, Head + 2 * Half, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, Head + 2 * Half);
    }

    /// <summary>Which half takes lines, 0 or 1.</summary>
    public int Active { get; private set; }

    /// <summary>Begins one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Tail Begin(string path)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
        });
        try
        {
            return new Tail(file);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Appends as much of a line as the active half has room for.</summary>
    /// <returns>How much.</returns>
    public int Append(ReadOnlySpan<byte> line)
    {
        var taken = Math.Min(line.Length, Half - _length);
        line[..taken].CopyTo(Mapped(Head + Active * Half + _length, taken));
        _length += taken;
        // It counts when it is there.
        Volatile.Write(ref Number(Entry(Active) + sizeof(long)), _length);
        return taken;
    }

    /// <summary>Takes lines into the other half from now on, which was written into the file before.</summary>
    /// <param name="from">Where in the file the next line belongs.</param>
    public void Flip(long from)
    {
        Active ^= 1;
        _length = 0;
        Volatile.Write(ref Number(Entry(Active) + sizeof(long)), 0);
        Volatile.Write(ref Number(Entry(Active)), from);
    }

    /// <summary>Writes a half into the file that its lines belong to.</summary>
    /// <param name="half">Which.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Drain(int half, SafeFileHandle file)
    {
        var (from, length) = (_view.ReadInt64(Entry(half)), (int)_view.ReadInt64(Entry(half) + sizeof(long)));
        for (var at = 0; at < length; at += _part.Length)
        {
            var part = _part.AsSpan(0, Math.Min(_part.Length, length - at));
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(Head + half * Half + at), part);
            RandomAccess.Write(file, part, from + at);
        }
    }

    /// <summary>Writes a half that is full past the kernel's cache, which costs next to nothing: nobody reads it soon.</summary>
    /// <param name="half">Which.</param>
    /// <param name="direct">The file, opened for that.</param>
    /// <param name="file">The file, for what its file system cannot do so, or a disk that fails.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void DrainDirectly(int half, SafeFileHandle direct, SafeFileHandle file)
    {
        var from = _view.ReadInt64(Entry(half));
        var start = _view.SafeMemoryMappedViewHandle.DangerousGetHandle() + Head + half * Half;
        for (var at = 0; at < Half;)
        {
            var written = pwrite(direct, start + at, Half - at, from + at);
            if (written <= 0 || written % Page != 0)
            {
                Drain(half, file);
                return;
            }
            at += (int)written;
        }
    }

    /// <summary>Lets what is written to a file pass the kernel's cache, where system and file system can do so.</summary>
    public static void PassCache(SafeFileHandle file)
    {
        const int SetFlags = 4;
        if (!OperatingSystem.IsLinux()) return;
        int? direct = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 or Architecture.X86 => 0x4000, Architecture.Arm64 or Architecture.Arm => 0x10000, _ => null };
        if (direct is { } flag) _ = fcntl(file, SetFlags, flag);
    }

    /// <summary>Reads lines that may not be in the file yet.</summary>
    /// <param name="tail">The file of the tail, while its writer goes on or after his death.</param>
    /// <param name="at">A position in the file that the lines belong to.</param>
    /// <param name="buffer">Gets what stands there.</param>
    /// <returns>How much; 0 when nothing is there.</returns>
    public static int Read(SafeFileHandle tail, long at, Span<byte> buffer)
    {
        Span<byte> entry = stackalloc byte[2 * sizeof(long)];
        for (var half = 0; half < 2; half++)
        {
            if (RandomAccess.Read(tail, entry, Entry(half)) < entry.Length) return 0;
            var (from, length) = (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]));
            if (length is < 0 or > Half || at < from || at >= from + length) continue;
            var read = RandomAccess.Read(tail, buffer[..(int)Math.Min(buffer.Length, from + length - at)], Head + half * (long)Half + (at - from));
            // The writer may have taken the half for later lines meanwhile: then the file has what stood here.
            return RandomAccess.Read(tail, entry, Entry(half)) == entry.Length && BinaryPrimitives.ReadInt64LittleEndian(entry) == from ? read : 0;
        }
        return 0;
    }

    /// <summary>Where the lines of a tail end in the file that they belong to.</summary>
    /// <param name="tail">The file of the tail, while its writer goes on or after his death.</param>
    public static long End(SafeFileHandle tail)
    {
        Span<byte> entry = stackalloc byte[2 * sizeof(long)];
        var end = 0L;
        for (var half = 0; half < 2; half++)
        {
            if (RandomAccess.Read(tail, entry, Entry(half)) < entry.Length) continue;
            var (from, length) = (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]));
            if (length is >= 0 and <= Half && from >= 0) end = Math.Max(end, from + length);
        }
        return end;
    }

    // Whoever appends is the one who disposes, so that no count of users is needed, which would cost as much as the copy.
    private unsafe Span<byte> Mapped(int at, int length)
    {
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
        return new Span<byte>((byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + at, length);
    }

    private ref long Number(int at) => ref MemoryMarshal.AsRef<long>(Mapped(at, sizeof(long)));

    private static int Entry(int half) => half * 2 * sizeof(long);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not flushed: the kernel writes it when it likes, and a kill does not touch what it holds.
        _view.SafeMemoryMappedViewHandle.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    private static void Allocate(SafeFileHandle file, int length)
    {
        if (OperatingSystem.IsLinux())
        {
            switch (posix_fallocate(file, 0, length))
            {
                case 0:
                    return;
                case 28:
                    throw new IOException(DiskFault.Full);
                case 122:
                    throw new IOException(DiskFault.Quota);
            }
        }
        for (var at = 0; at < length; at += Head) RandomAccess.Write(file, new byte[Head], at);
    }

    [DllImport("libc", ExactSpelling = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_fallocate(SafeFileHandle file, long offset, long length);

    [DllImport("libc", ExactSpelling = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint pwrite(SafeFileHandle file, nint bytes, nint count, long offset);

    [DllImport("libc", ExactSpelling = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(SafeFileHandle file, int command, int flags);
}

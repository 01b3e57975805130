using System.Diagnostics;
using System.IO.Compression;

namespace WeChatActors.Replay;

/// <summary>One file of a capture under the very name it was given, for a writer that comes to an end by itself. It appears when it is whole.</summary>
internal sealed class CaptureFile : ICaptureLines, IDisposable
{
    private readonly string _path;
    private readonly FileStream? _file;
    private readonly Stream _lines;
    private readonly Process? _zstd;
    private readonly CaptureFormat _format;
    private readonly LineBuffer _line = new();

    private CaptureFile(string path, FileStream? file, Stream lines, Process? zstd, CaptureKey? key)
    {
        (_path, _file, _lines, _zstd) = (path, file, lines, zstd);
        _format = new CaptureFormat(key is null ? null : new Pseudonyms(key));
    }

    private string Part => _path + ".part";

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="settings">What writes it, and the key.</param>
    /// <param name="made">When.</param>
    /// <exception cref="CaptureException">It cannot be written.</exception>
    public static CaptureFile Begin(string path, CaptureSettings settings, DateTimeOffset made)
    {
        try
        {
            if (settings.Name.Folder.Length > 0) Directory.CreateDirectory(settings.Name.Folder);
            var zstd = settings.Name.Packing == ".zst" ? Zstd.Start(["-q", "-3", "-f", "-o", path + ".part", "-"], takesInput: true) : null;
            var file = zstd is null ? new FileStream(path + ".part", FileMode.Create) : null;
            Stream lines = zstd is not null ? zstd.StandardInput.BaseStream : settings.Name.Packing == ".gz" ? new GZipStream(file!, CompressionLevel.Optimal, leaveOpen: true) : file!;
            var capture = new CaptureFile(path, file, lines, zstd, settings.Key);
            CaptureFormat.Header(capture._line, made, settings.By, settings.Key);
            lines.Write(capture._line.Written);
            return capture;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CaptureException">The disk is full, or fails.</exception>
    public void Add(in CaptureEntry entry)
    {
        _line.Clear();
        _format.Delivery(_line, entry);
        try
        {
            _lines.Write(_line.Written);
        }
        catch (IOException error)
        {
            throw Failed(_path, error);
        }
    }

    /// <summary>Ends the file and gives it its name; without this it is removed.</summary>
    /// <exception cref="CaptureException">The disk is full, or fails.</exception>
    public void End()
    {
        try
        {
            _lines.Dispose();
            _file?.Dispose();
            if (_zstd is not null)
            {
                _zstd.WaitForExit();
                if (_zstd.ExitCode != 0) throw new IOException($"zstd ended with {_zstd.ExitCode}");
            }
            File.Move(Part, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(_path, error);
        }
    }

    public void Dispose()
    {
        try
        {
            _lines.Dispose();
            _file?.Dispose();
        }
        catch (IOException)
        {
            // Said when it was written to.
        }
        _zstd?.WaitForExit();
        _zstd?.Dispose();
        File.Delete(Part);
    }

    private static CaptureException Failed(string path, Exception error) =>
        new($"{path} cannot be written ({DiskFault.Describe(error)}): give a folder that may be written to, with room.", error);
}

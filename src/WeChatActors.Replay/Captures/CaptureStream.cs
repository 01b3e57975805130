using System.ComponentModel;
using System.Diagnostics;

namespace WeChatActors.Replay;

/// <summary>The lines of a capture file as they were before they were compressed.</summary>
internal sealed class CaptureStream : IAsyncDisposable
{
    private readonly Stream? _file;
    private readonly Process? _process;

    private CaptureStream(Stream content, Stream? file, Process? process) => (Content, _file, _process) = (content, file, process);

    /// <summary>The content, to be read once from its beginning.</summary>
    public Stream Content { get; }

    /// <summary>Once the content has ended: why it may not be whole; null when it is.</summary>
    public string? Fault
    {
        get
        {
            if (_process is null || !_process.WaitForExit(TimeSpan.FromSeconds(10)) || _process.ExitCode == 0) return null;
            return "zstd could not read the file to its end: it breaks off here, or is no .zst file.";
        }
    }

    /// <summary>Opens a file by its suffix: <c>.gz</c>, <c>.zst</c>, everything else is plain.</summary>
    /// <exception cref="CaptureException">It cannot be opened.</exception>
    public static CaptureStream Open(string path)
    {
        try
        {
            // Whoever still writes it is not disturbed, nor whoever renames or removes it.
            var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan, BufferSize = 0 });
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return new(GzipSource.Unpack(file), file, null);
            if (path.EndsWith(CaptureName.Open, StringComparison.Ordinal)) return new(new TailedFile(file, path), file, null);
            if (!path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)) return new(file, file, null);
            file.Dispose();
            var process = Zstd.Start(["-q", "-d", "-c", "--", path]);
            return new(process.StandardOutput.BaseStream, null, process);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"the file cannot be opened ({error.Message}).", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        if (_file is not null) await _file.DisposeAsync();
        if (_process is null) return;
        try
        {
            if (!_process.HasExited) _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
        _process.Dispose();
    }
}

/// <summary>The program <c>zstd</c>.</summary>
internal static class Zstd
{
    /// <summary>Starts it; its output can be read.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="takesInput">Whether its input is written to.</param>
    /// <exception cref="CaptureException">It is not there.</exception>
    public static Process Start(IEnumerable<string> arguments, bool takesInput = false)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo("zstd", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (!takesInput) process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception error)
        {
            throw new CaptureException("files that end in .zst need the program zstd: install the package zstd (apt-get install zstd), or use .gz.", error);
        }
    }
}

using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Reads the deliveries of files that follow one another: those that one run of a program wrote.</summary>
/// <param name="files">The files in their order.</param>
/// <param name="findings">Gets what is wrong.</param>
internal sealed class CaptureStrand(IReadOnlyList<string> files, Findings findings) : IAsyncDisposable
{
    /// <summary>How much of a file is read at most without finding a delivery; the rest of it is left alone.</summary>
    private const long Patience = 64L * 1024 * 1024;

    private int _next;
    private CaptureStream? _stream;
    private LineReader? _lines;
    private long _useful;
    private bool _began;

    /// <summary>The file it is in.</summary>
    public string File { get; private set; } = "";

    /// <summary>The line of <see cref="Delivery"/>, from 1.</summary>
    public long Line => _lines?.Number ?? 0;

    /// <summary>The delivery that was read last.</summary>
    public CapturedDelivery Delivery { get; private set; } = null!;

    /// <summary>Reads the next delivery; false at the end of the last file.</summary>
    public async ValueTask<bool> Next(CancellationToken ct)
    {
        while (true)
        {
            if (_lines is null && !Open()) return false;
            try
            {
                var read = LineRead.Whole;
                while (_lines is not null && (read = await _lines.Next(ct)) != LineRead.End)
                {
                    if (Take(read)) return true;
                    if (_lines is null || _lines.Bytes - _useful <= Patience) continue;
                    Warn($"nothing of what follows was a delivery for {Patience / 1024 / 1024} MB; the rest of the file is left out.");
                    break;
                }
                if (read == LineRead.End) End();
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                Error(_began ? $"the file breaks off here ({error.Message}); what stands before was read." : $"the file cannot be read ({error.Message}).");
            }
            await Close();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Close();

    private bool Open()
    {
        while (_next < files.Count)
        {
            File = files[_next++];
            try
            {
                _stream = CaptureStream.Open(File);
                _lines = new LineReader(_stream.Content, CaptureLine.MaxBytes);
                (_useful, _began) = (0, false);
                return true;
            }
            catch (CaptureException error)
            {
                findings.Error(new Place(File, 1, 1), error.Message);
            }
        }
        return false;
    }

    private void End()
    {
        // What a full disk or a power cut leaves of a run does not make its other files useless.
        if (!_began && CaptureFiles.IsOfRun(File) && (_lines!.Bytes > 0 || new FileInfo(File).Length == 0)) Warn("the file is empty; the other files of the run are read.");
        else if (_stream!.Fault is { } fault) Error(fault);
        else if (!_began) Error("the file is empty: a capture begins with a line such as {\"wechatactors_capture\":1}.");
    }

    private async ValueTask Close()
    {
        _lines = null;
        if (_stream is { } stream) await stream.DisposeAsync();
        _stream = null;
    }

    /// <summary>Whether the line is a delivery. A file that is no capture is closed.</summary>
    private bool Take(LineRead read)
    {
        var line = _lines!.Line.Span;
        if (!_began)
        {
            if (read != LineRead.TooLong && CaptureLine.ReadHeader(line) is { } version)
            {
                _began = true;
                if (version == CaptureLine.Version) return false;
                Error($"the capture has version {version} of the format, this program reads version {CaptureLine.Version}: use the program that wrote it, or a newer one.");
            }
            else
            {
                Error("the file is no capture: its first line must be a header such as {\"wechatactors_capture\":1}. 'wechatactors capture import' reads XML files, HAR and .gor.");
            }
            _lines = null;
            return false;
        }
        if (_lines.Zeros > 0) Warn($"{_lines.Zeros} zero bytes stand before this line, as a power cut leaves them; lines may be lost.");
        if (read == LineRead.TooLong)
        {
            Warn($"the line is longer than {CaptureLine.MaxBytes} bytes; it was left out.");
            return false;
        }
        // The header of a file that was joined to another one, or a blank line.
        if (line.StartsWith(CaptureLine.HeaderStart) || line.Trim(" \t"u8).IsEmpty) return false;
        if (CaptureLine.Read(line, out var why) is { } delivery)
        {
            Delivery = delivery;
            _useful = _lines.Bytes;
            return true;
        }
        Warn(read == LineRead.Cut ? "the last line is cut off, as when a program is killed; it was left out." : $"the line was left out: {why}.");
        return false;
    }

    private void Warn(string sentence)
    {
        if (!findings.IsFull) findings.Add(new Finding(Severity.Warning, File, LineNumber, 1, sentence));
        else findings.Add(new Finding(Severity.Warning, File, LineNumber, 1, ""));
    }

    private void Error(string sentence) => findings.Add(new Finding(Severity.Error, File, LineNumber, 1, sentence));

    private int LineNumber => (int)Math.Clamp(Line, 1, int.MaxValue);
}

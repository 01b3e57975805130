namespace WeChatActors.Replay;

/// <summary>Writes captures. Safe to use from any thread; never throws for a delivery: what cannot be written is counted.</summary>
/// <remarks>A line is in the memory of the kernel when <see cref="Add"/> returns, so that it survives <c>kill -9</c>.</remarks>
internal sealed class CaptureWriter : ICaptureLines, IAsyncDisposable
{
    [ThreadStatic]
    private static LineBuffer? _reused;

    private readonly CaptureSettings _settings;
    private readonly CaptureFormat _format;
    private readonly TimeProvider _time;
    private readonly Action<string> _failed;
    private readonly CapturePacker _packer;
    private readonly string _run;
    private readonly Lock _gate = new();
    private Segment? _segment;
    private int _number = 1;
    private bool _holdsLines;
    private long _lines;
    private long _bytes;
    private long _dropped;

    private CaptureWriter(CaptureSettings settings, TimeProvider time, Action<string> failed, Segment first, string run)
    {
        (_settings, _time, _failed, _segment, _run) = (settings, time, failed, first, run);
        _format = new CaptureFormat(settings.Key is { } key ? new Pseudonyms(key) : null);
        _packer = new CapturePacker(settings, failed);
    }

    /// <summary>Lines written since the start.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Bytes written since the start, before compression.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Deliveries that could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Why nothing more is written; null while it is.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Begins a run of its own in the folder, and finishes what killed processes left there.</summary>
    /// <param name="settings">What and where.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Hears once why the capture stopped, and of files that cannot be compressed, in one sentence.</param>
    /// <exception cref="CaptureException">The folder cannot be written to, or the program zstd is absent.</exception>
    public static CaptureWriter Start(CaptureSettings settings, TimeProvider time, Action<string> failed)
    {
        var name = settings.Name;
        try
        {
            if (name.Folder.Length > 0) Directory.CreateDirectory(name.Folder);
            if (name.Packing == ".zst") Zstd.Start(["-q", "-V"]).WaitForExit();
            // Whoever has room afterwards may need what this sets free.
            var left = CapturePacker.Finish(settings, failed);
            for (var attempt = 1; ; attempt++)
            {
                var run = CaptureName.Run(time.GetUtcNow(), attempt);
                if (Segment.Begin(name.Segment(run, 1)) is not { } first) continue;
                try
                {
                    WriteHeader(first, settings, time);
                }
                catch
                {
                    first.Discard();
                    throw;
                }
                var writer = new CaptureWriter(settings, time, failed, first, run);
                foreach (var file in left) writer._packer.Pack(file);
                return writer;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"the capture cannot be written in {(name.Folder.Length == 0 ? "." : name.Folder)} ({DiskFault.Describe(error)}): give a folder that may be written to, with room.", error);
        }
    }

    /// <summary>Hears a little earlier who sent the delivery that will be written.</summary>
    public void Expect(string sender) => _format.Expect(sender);

    /// <summary>Writes a delivery.</summary>
    public void Add(in CaptureEntry entry)
    {
        if (Stopped is not null)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }
        var line = _reused ??= new LineBuffer();
        line.Clear();
        _format.Delivery(line, entry);
        string? why = null;
        lock (_gate)
        {
            if (_segment is null || !Segment.Fits(line.Written.Length) || !Append(line.Written, ref why)) Interlocked.Increment(ref _dropped);
        }
        if (why is not null) _failed(why);
    }

    /// <summary>Closes the file and waits until it is compressed.</summary>
    public async ValueTask DisposeAsync()
    {
        string? why = null;
        lock (_gate)
        {
            if (_segment is not null) End(ref why);
            Stopped ??= "it was closed";
        }
        if (why is not null) _failed(why);
        await _packer.DisposeAsync();
    }

    private static void WriteHeader(Segment segment, CaptureSettings settings, TimeProvider time)
    {
        var header = new LineBuffer();
        CaptureFormat.Header(header, time.GetUtcNow(), settings.By, settings.Key);
        segment.Append(header.Written);
    }

    private bool Append(ReadOnlySpan<byte> line, ref string? why)
    {
        try
        {
            if (_segment!.Length + line.Length > _settings.RotateBytes) Rotate();
            _segment!.Append(line);
            _holdsLines = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Stopped = DiskFault.Describe(error);
            why = $"the capture stopped after {_lines} lines: {Stopped}; answers go on, and are captured again once {(DiskFault.IsFull(error) ? "there is room" : "that is mended")} and {_settings.By} is started anew.";
            End(ref why);
            return false;
        }
        Interlocked.Increment(ref _lines);
        Interlocked.Add(ref _bytes, line.Length);
        return true;
    }

    private void Rotate()
    {
        _packer.Pack(_segment!.End());
        (_segment, _holdsLines) = (null, false);
        while ((_segment = Segment.Begin(_settings.Name.Segment(_run, ++_number))) is null)
        {
            // A number that somebody took is left to him.
        }
        WriteHeader(_segment, _settings, _time);
    }

    private void End(ref string? why)
    {
        if (_segment is not { } last) return;
        _segment = null;
        try
        {
            // A file without lines says nothing, and one whose header did not fit on the disk is none.
            if (_holdsLines) _packer.Pack(last.End());
            else last.Discard();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why ??= $"the last file of the capture could not be closed ({DiskFault.Describe(error)}); its lines are in {last.Path}{CaptureName.Open}, which can be read, and which the next start finishes.";
            last.Dispose();
        }
    }
}

using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace WeChatActors.Replay;

/// <summary>A capture file that is written anew beside itself, and takes its place when it is whole.</summary>
internal sealed class UpdatedCapture : IDisposable
{
    private readonly string _real, _beside;

    /// <summary>Prepares it; nothing is written yet.</summary>
    public UpdatedCapture(string path)
    {
        Path = path;
        _real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
        _beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_real)!, $".{System.IO.Path.GetFileName(_real)}.{Guid.NewGuid():N}");
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Writes the lines with new answers beside the file.</summary>
    /// <param name="answers">The answers in the order of their lines.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many answers were written.</returns>
    /// <exception cref="IOException">The file cannot be read or written, or is not what it was.</exception>
    public async Task<long> Write(IEnumerable<NewAnswer> answers, CancellationToken ct)
    {
        if (_real.EndsWith(CaptureName.Open, StringComparison.Ordinal)) throw new IOException("it is still being written; end what writes it first");
        var packing = System.IO.Path.GetExtension(_real).ToLowerInvariant();
        var plain = packing == ".zst" ? _beside + ".jsonl" : _beside;
        var hidesPersons = await HidesPersons(ct);
        long count;
        await using (var source = CaptureStream.Open(_real))
        await using (var file = new FileStream(plain, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 256 * 1024 }))
        {
            if (packing == ".gz")
            {
                await using var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                count = await Copy(source.Content, gzip, answers, hidesPersons, ct);
            }
            else
            {
                count = await Copy(source.Content, file, answers, hidesPersons, ct);
            }

            if (source.Fault is { } fault) throw new IOException(fault);
            file.Flush(flushToDisk: true);
        }

        if (packing == ".zst") await Compress(plain, ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_beside, File.GetUnixFileMode(_real));
        return count;
    }

    /// <summary>Takes the place of the file.</summary>
    public void Replace() => File.Move(_beside, _real, overwrite: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_beside);
        File.Delete(_beside + ".jsonl");
    }

    /// <summary>Whether the file's header says that it holds pseudonyms.</summary>
    private async Task<bool> HidesPersons(CancellationToken ct)
    {
        await using var source = CaptureStream.Open(_real);
        var lines = new LineReader(source.Content, CaptureLine.MaxBytes);
        return await lines.Next(ct) != LineRead.End && CaptureLine.HidesPersons(lines.Line.Span);
    }

    private static async Task<long> Copy(Stream from, Stream to, IEnumerable<NewAnswer> answers, bool hidesPersons, CancellationToken ct)
    {
        using var wanted = answers.GetEnumerator();
        var isWanted = wanted.MoveNext();
        var line = new LineBuffer();
        var reader = PipeReader.Create(from, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        var (number, count) = (1L, 0L);
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var rest = read.Buffer;
            while (!rest.IsEmpty)
            {
                var end = rest.PositionOf((byte)'\n');
                if (isWanted && wanted.Current.Line == number)
                {
                    if (end is null && !read.IsCompleted)
                    {
                        if (rest.Length > CaptureLine.MaxBytes) throw Changed(number);
                        break;
                    }

                    // The last line may have no end.
                    var whole = end is { } at ? rest.Slice(0, at) : rest;
                    if (!AnswerSplice.TryWrite(line, whole.IsSingleSegment ? whole.FirstSpan : whole.ToArray(), wanted.Current.Answer, hidesPersons)) throw Changed(number);
                    await to.WriteAsync(line.Written.ToArray(), ct);
                    rest = rest.Slice(whole.End);
                    isWanted = wanted.MoveNext();
                    count++;
                    // What is left of the line is its end, which is copied below.
                    if (end is null) continue;
                }

                var (piece, ended) = end is { } stop ? (rest.Slice(0, rest.GetPosition(1, stop)), true) : (rest, false);
                foreach (var segment in piece) await to.WriteAsync(segment, ct);
                rest = rest.Slice(piece.End);
                if (ended) number++;
            }

            reader.AdvanceTo(rest.Start, read.Buffer.End);
            if (!read.IsCompleted) continue;
            if (isWanted) throw Changed(wanted.Current.Line);
            return count;
        }
    }

    private static IOException Changed(long line) => new($"line {line} is not what it was when it was played");

    private async Task Compress(string plain, CancellationToken ct)
    {
        using var process = Zstd.Start(["-q", "-3", "-c", "--", plain]);
        try
        {
            await using var file = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write);
            await process.StandardOutput.BaseStream.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // It would wait for ever for somebody who reads on.
            process.Kill();
            throw;
        }

        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new IOException($"zstd ended with {process.ExitCode}");
    }
}

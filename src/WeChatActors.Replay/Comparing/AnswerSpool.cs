using System.Text;

namespace WeChatActors.Replay;

/// <summary>A new answer and the line of a capture in which it belongs.</summary>
/// <param name="File">Which of the files, in the order in which they were first met.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Order">When it came; of several for one line the first counts.</param>
/// <param name="Answer">The body.</param>
internal readonly record struct NewAnswer(int File, long Line, long Order, byte[] Answer) : IComparable<NewAnswer>
{
    /// <inheritdoc/>
    public int CompareTo(NewAnswer other) => (File, Line, Order).CompareTo((other.File, other.Line, other.Order));
}

/// <summary>Puts any number of answers into the order of their lines, in bounded memory: sorted parts are kept in a temporary file each and merged when they are
/// read. Not for several threads.</summary>
/// <param name="folder">Where temporary files lie meanwhile.</param>
/// <param name="partBytes">How much is held in memory before it goes to disk.</param>
/// <param name="maxParts">How many parts there are at most.</param>
internal sealed class AnswerSpool(string folder, int partBytes = 8 * 1024 * 1024, int maxParts = 1000) : IDisposable
{
    private const int Overhead = 64;

    private readonly List<NewAnswer> _part = [];
    private readonly List<string> _written = [];
    private long _bytes, _count;
    private string? _own;

    /// <summary>How many were added.</summary>
    public long Count => _count;

    /// <summary>Takes an answer.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    /// <exception cref="CaptureException">There are too many.</exception>
    public void Add(int file, long line, byte[] answer)
    {
        _part.Add(new(file, line, _count++, answer));
        _bytes += answer.Length + Overhead;
        if (_bytes >= partBytes) WritePart();
    }

    /// <summary>The answers by file and line, each line once. Nothing may be added any more.</summary>
    public IEnumerable<NewAnswer> Sorted()
    {
        _part.Sort();
        var sources = _written.Select(ReadPart).Append(_part).Select(part => part.GetEnumerator()).ToList();
        try
        {
            var next = new PriorityQueue<IEnumerator<NewAnswer>, NewAnswer>();
            foreach (var source in sources)
                if (source.MoveNext()) next.Enqueue(source, source.Current);
            (int, long)? last = null;
            while (next.TryDequeue(out var source, out var answer))
            {
                if (last != (answer.File, answer.Line)) yield return answer;
                last = (answer.File, answer.Line);
                if (source.MoveNext()) next.Enqueue(source, source.Current);
            }
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_own is not null && Directory.Exists(_own)) Directory.Delete(_own, recursive: true);
    }

    private void WritePart()
    {
        // Files are opened together when they are read: larger parts keep them few.
        if (_written.Count >= maxParts) throw new CaptureException($"there are more new answers than the {(long)maxParts * partBytes / 1024 / 1024} MB that can be sorted; update fewer captures at a time");
        _part.Sort();
        _own ??= Directory.CreateDirectory(Path.Combine(folder, $"wechatactors-answers-{Guid.NewGuid():N}")).FullName;
        var path = Path.Combine(_own, $"{_written.Count}");
        using (var writer = new BinaryWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write), Encoding.UTF8))
        {
            foreach (var answer in _part)
            {
                writer.Write(answer.File);
                writer.Write(answer.Line);
                writer.Write(answer.Order);
                writer.Write(answer.Answer.Length);
                writer.Write(answer.Answer);
            }
        }

        _written.Add(path);
        _part.Clear();
        _bytes = 0;
    }

    private static IEnumerable<NewAnswer> ReadPart(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        while (file.Position < file.Length)
            yield return new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBytes(reader.ReadInt32()));
    }
}

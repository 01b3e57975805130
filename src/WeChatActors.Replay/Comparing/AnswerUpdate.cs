using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>What became of taking new answers into captures.</summary>
/// <param name="Files">How many files were written anew.</param>
/// <param name="Answers">How many answers are new in them.</param>
/// <param name="Refusal">Why nothing was written, in one sentence with the remedy; null when all was.</param>
internal sealed record UpdateResult(int Files, long Answers, string? Refusal);

/// <summary>Takes the new answers of a run into the captures that it was read from: the other bytes of each line stay, and a file is written whole or not
/// at all. An answer that is the same but for OpenID and time stays as it is. What is held in memory does not grow with the run.</summary>
/// <param name="folder">Where temporary files may lie meanwhile.</param>
internal sealed class AnswerUpdate(string folder) : IPlayedSink, IDisposable
{
    private readonly AnswerSpool _spool = new(folder);
    private readonly List<string> _files = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private long _failed;
    private string? _trouble;

    /// <inheritdoc/>
    public void Add(in PlayedPacket played)
    {
        if (played.Packet.Captured is not { } captured) return;
        if (played.Outcome == PlayedOutcome.Failed)
        {
            if (captured.Answer is not null) _failed++;
            return;
        }

        if (_trouble is not null || IsAsRecorded(played, captured)) return;
        var answer = played.Answer.ToArray();
        if (played.OpenId != captured.From && captured.From.Length > 0)
            answer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(answer).Replace(played.OpenId, captured.From, StringComparison.Ordinal));
        if (!_numbers.TryGetValue(captured.AnswerFile, out var file))
        {
            _numbers.Add(captured.AnswerFile, file = _files.Count);
            _files.Add(captured.AnswerFile);
        }

        try
        {
            _spool.Add(file, captured.AnswerLine, answer);
        }
        catch (CaptureException problem)
        {
            _trouble = problem.Message;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _trouble = $"the new answers could not be kept in {folder}: {DiskFault.Describe(problem)}; make room there, or set TMPDIR to another folder";
        }
    }

    /// <summary>Writes the captures anew.</summary>
    /// <param name="run">How the run ended; after one that was not complete nothing is written.</param>
    /// <param name="endedEarly">Whether the run ended before the captures did: their other answers would stay old.</param>
    /// <param name="ct">Stops it; what was not written whole stays as it was.</param>
    /// <returns>What was done, or why nothing was.</returns>
    public async Task<UpdateResult> Write(PlayResult run, bool endedEarly = false, CancellationToken ct = default)
    {
        if (FindObstacle(run, endedEarly) is { } obstacle) return new(0, 0, $"The captures stay as they are: {obstacle}.");
        var written = new List<UpdatedCapture>();
        var replaced = 0;
        try
        {
            long answers = 0;
            using var sorted = _spool.Sorted().GetEnumerator();
            var isThere = sorted.MoveNext();
            for (var file = 0; file < _files.Count; file++)
            {
                var capture = new UpdatedCapture(_files[file]);
                written.Add(capture);
                var own = Own(file);
                answers += await capture.Write(own, ct);
            }

            for (; replaced < written.Count; replaced++) written[replaced].Replace();
            return new(replaced, answers, null);

            IEnumerable<NewAnswer> Own(int file)
            {
                for (; isThere && sorted.Current.File == file; isThere = sorted.MoveNext()) yield return sorted.Current;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or CaptureException)
        {
            var path = written.Count == 0 ? folder : written[replaced > 0 ? replaced : ^1].Path;
            var reason = $"{path} could not be written anew: {DiskFault.Describe(problem)}{(DiskFault.IsFull(problem) ? "; make room beside it, then update" : "")}";
            return new(replaced, 0, replaced == 0 ? $"The captures stay as they are: {reason}." : $"{replaced} of {written.Count} captures hold the new answers; {reason}.");
        }
        finally
        {
            foreach (var capture in written) capture.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _spool.Dispose();

    private string? FindObstacle(PlayResult run, bool endedEarly) =>
        run.Stopped ? "the run was stopped before its end; let it end, then update"
        : run.Trouble is { } trouble ? $"the run was not complete: {trouble.TrimEnd('.')}"
        : run.Unsent > 0 ? string.Create(CultureInfo.InvariantCulture, $"{run.Unsent} packets were not sent before the run ended; give it more time, then update")
        : endedEarly ? "the run ended before they did; leave out what ends it early (--duration, --packets, --soak), then update"
        : _failed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_failed} packets failed that have a recorded answer; mend the target or leave them out of the capture, then update")
        : _trouble;

    // Most answers are; a capture that hardly changes is easy to look through.
    private static bool IsAsRecorded(in PlayedPacket played, CapturedPacket captured)
    {
        if (captured.Answer is not { } recorded) return false;
        var bytes = Encoding.UTF8.GetBytes(recorded);
        if (ReadAnswer.IsNothing(bytes) || ReadAnswer.IsNothing(played.Answer.Span)) return played.Answer.Span.SequenceEqual(bytes);
        if (AnswerBytes.DifferInTimeOnly(bytes, played.Answer.Span) && played.OpenId == captured.From) return true;
        var (expected, actual) = (ReadAnswer.Of(bytes), ReadAnswer.Of(played.Answer.Span).Replace(played.OpenId, captured.From));
        return expected.Raw == actual.Raw && expected.Parts.AsSpan().SequenceEqual(actual.Parts.AsSpan());
    }
}

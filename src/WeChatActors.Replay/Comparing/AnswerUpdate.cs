namespace WeChatActors.Replay;

/// <summary>Takes the new answers of a run into the captures that it was read from: the other bytes of each line stay, and a file is written whole or not
/// at all.</summary>
/// <param name="folder">Where temporary files may lie meanwhile.</param>
internal sealed class AnswerUpdate(string folder) : IPlayedSink, IDisposable
{
    /// <inheritdoc/>
    public void Add(in PlayedPacket played) => throw new NotSupportedException(folder);

    /// <summary>Writes the captures anew.</summary>
    /// <param name="run">How the run ended; after one that was not complete nothing is written.</param>
    /// <param name="ct">Stops it; what was not written whole stays as it was.</param>
    /// <returns>What was done, or why nothing was.</returns>
    public Task<UpdateResult> Write(PlayResult run, CancellationToken ct = default) => throw new NotSupportedException(run.ToString() + ct);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>What became of taking new answers into captures.</summary>
/// <param name="Files">How many files were written anew.</param>
/// <param name="Answers">How many answers are new in them.</param>
/// <param name="Refusal">Why nothing was written, in one sentence with the remedy; null when all was.</param>
internal sealed record UpdateResult(int Files, long Answers, string? Refusal);

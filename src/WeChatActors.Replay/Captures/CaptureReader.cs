using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Reads captures as a stream: the packets of all files in the order of their arrival, each with all its deliveries.</summary>
/// <param name="paths">Files, folders, or the name of a capture as it was given to whoever wrote it.</param>
/// <remarks>It can be enumerated again, which reads the files again. Memory is bounded whatever the files hold.</remarks>
internal sealed class CaptureReader(IReadOnlyList<string> paths) : IAsyncEnumerable<CapturedPacket>
{
    /// <summary>What was wrong so far: an error for a file that cannot be used, a warning for lines that were left out.</summary>
    public Findings Findings { get; private set; } = new();

    /// <summary>Whether all that was asked for could be read to its end, as often as it was read.</summary>
    public bool IsSound => !_isBroken && !Findings.HasErrors;

    private bool _isBroken;

    /// <summary>Opens every file as far as its first line, so that mistakes are known before a run begins.</summary>
    /// <returns>Whether all of them are captures. What is wrong stands in <see cref="Findings"/>.</returns>
    public async Task<bool> Check(CancellationToken ct = default)
    {
        Findings = new();
        foreach (var strand in CaptureFiles.Find(paths, Findings))
            foreach (var file in strand)
                await using (var lines = new CaptureStrand([file], Findings))
                    await lines.Next(ct);
        return !Findings.HasErrors;
    }

    /// <summary>Reads the packets.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerator<CapturedPacket> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Findings = new();
        var strands = CaptureFiles.Find(paths, Findings).ConvertAll(files => new CaptureStrand(files, Findings));
        var window = new DeliveryWindow();
        try
        {
            var heads = new List<CaptureStrand>(strands.Count);
            foreach (var strand in strands)
                if (await strand.Next(cancellationToken)) heads.Add(strand);
            while (heads.Count > 0)
            {
                var first = heads[0];
                foreach (var strand in heads)
                    if (strand.Delivery.At < first.Delivery.At) first = strand;
                window.Add(first.File, first.Line, first.Delivery);
                while (window.Take(first.Delivery.At) is { } packet) yield return packet;
                if (!await first.Next(cancellationToken)) heads.Remove(first);
            }
            while (window.TakeRest() is { } packet) yield return packet;
        }
        finally
        {
            foreach (var strand in strands) await strand.DisposeAsync();
            if (window.Late > 0)
                Findings.Add(new Finding(
                    Severity.Warning, window.FirstLate.File, (int)Math.Min(window.FirstLate.Line, int.MaxValue), 1,
                    $"deliveries that came after their packet had been given were left out, {window.Late} in all, this one first."));
            _isBroken |= Findings.HasErrors;
        }
    }
}

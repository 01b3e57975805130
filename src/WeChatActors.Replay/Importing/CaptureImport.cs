using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>In which order packets of a folder happened.</summary>
internal enum FolderOrder
{
    /// <summary>By their CreateTime.</summary>
    Time,

    /// <summary>By the names of their files.</summary>
    Name,
}

/// <summary>Makes captures of what others recorded.</summary>
/// <param name="findings">Gets what cannot be read.</param>
internal sealed class CaptureImport(Findings findings)
{
    /// <summary>Packets that were imported.</summary>
    public long Imported { get; private set; }

    /// <summary>Entries that were left out, by why.</summary>
    public Tallies Skipped { get; } = new();

    /// <summary>Imports a folder of XML files, a HAR or a file of GoReplay.</summary>
    /// <param name="from">Its path.</param>
    /// <param name="order">In which order the packets of a folder happened.</param>
    /// <param name="to">Gets the packets.</param>
    /// <param name="ct">Ends it early.</param>
    /// <exception cref="CaptureException">The recording cannot be read at all, or the capture cannot be written.</exception>
    public async Task Run(string from, FolderOrder order, ExchangeCapture to, CancellationToken ct)
    {
        await foreach (var exchange in Read(from, order).WithCancellation(ct))
        {
            if (exchange.Method != "POST") Skipped.Count("the request is no POST");
            else if (Add(exchange, to) is { } why) Skipped.Count(why);
            else Imported++;
        }
    }

    private static string? Add(ImportedExchange exchange, ExchangeCapture to) => to.Add(new Exchange
    {
        At = exchange.At, Query = exchange.Query, Body = exchange.Body, Status = exchange.Status, HasAnswer = exchange.Answer is not null, Answer = exchange.Answer, Elapsed = exchange.Elapsed,
    });

    private IAsyncEnumerable<ImportedExchange> Read(string from, FolderOrder order)
    {
        if (Directory.Exists(from)) return new XmlFolder(from, order, Skipped, findings).Read();
        if (!File.Exists(from)) throw new CaptureException($"{from} does not exist: expected a folder of XML files, a .har, a .gor or a .gor.gz file.");
        if (from.EndsWith(".har", StringComparison.OrdinalIgnoreCase)) return new HarFile(from, Skipped, findings).Read();
        if (from.EndsWith(".gor", StringComparison.OrdinalIgnoreCase) || from.EndsWith(".gor.gz", StringComparison.OrdinalIgnoreCase)) return new GorFile(from, Skipped, findings).Read();
        throw new CaptureException($"{from} is no recording that is known: expected a folder of XML files, a .har, a .gor or a .gor.gz file.");
    }
}

using System.Globalization;
using System.Text;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What GoReplay recorded: requests and, where it was asked for them, responses.</summary>
/// <param name="path">The file, <c>.gor</c> or <c>.gor.gz</c>.</param>
/// <param name="skipped">Counts what is left out.</param>
/// <param name="findings">Gets what cannot be read.</param>
/// <remarks>Payloads are divided by <see cref="Divider"/>. The first line of each says <c>KIND ID TIME [LATENCY]</c>, with 1 for a request and 2 for a
/// response, and times in nanoseconds; raw HTTP follows. Source: GoReplay's documentation of its file format.</remarks>
internal sealed class GorFile(string path, Tallies skipped, Findings findings)
{
    private const int MaxPayload = 1024 * 1024;

    /// <summary>So many requests wait for their responses at most.</summary>
    private const int MaxWaiting = 10_000;

    private static ReadOnlySpan<byte> Divider => "\n🐵🙈🙉\n"u8;

    private readonly Dictionary<string, LinkedListNode<(string Id, ImportedExchange Exchange)>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, ImportedExchange Exchange)> _waiting = new();

    /// <summary>The exchanges in the order of their requests, but for those whose response came late.</summary>
    /// <exception cref="CaptureException">The file cannot be opened.</exception>
    public async IAsyncEnumerable<ImportedExchange> Read()
    {
        await using var file = Open();
        await using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? GzipSource.Unpack(file) : (Stream)file;
        var buffer = new byte[2 * MaxPayload];
        var (length, number, ended, tooLong) = (0, 0, false, false);
        while (!ended)
        {
            try
            {
                var read = await content.ReadAsync(buffer.AsMemory(length));
                ended = read == 0;
                length += read;
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                findings.Add(new Finding(Severity.Warning, path, 1, 1, $"the file breaks off after payload {number} ({error.Message}); what stands before was read."));
                ended = true;
            }
            var from = 0;
            while (from < length && (buffer.AsSpan(from, length - from).IndexOf(Divider) is var at && (at >= 0 || ended)))
            {
                var end = at < 0 ? length : from + at;
                number++;
                if (tooLong) TooLong(number);
                else Payload(buffer.AsMemory(from, end - from), number);
                tooLong = false;
                from = at < 0 ? length : end + Divider.Length;
                while (_waiting.Count > MaxWaiting || (_waiting.First is { } oldest && _waiting.Last!.Value.Exchange.At - oldest.Value.Exchange.At > TimeSpan.FromSeconds(30))) yield return First();
            }
            // A payload that is too long is passed by in pieces that keep what may begin a divider.
            if (length - from > MaxPayload) (from, tooLong) = (length - Divider.Length, true);
            buffer.AsSpan(from, length - from).CopyTo(buffer);
            length -= from;
        }
        while (_waiting.Count > 0) yield return First();
    }

    private void TooLong(int number)
    {
        skipped.Count("the payload is too long");
        findings.Add(new Finding(Severity.Warning, path, 1, 1, $"payload {number} is longer than {MaxPayload} bytes; it was left out."));
    }

    private FileStream Open()
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} cannot be read ({error.Message}).", error);
        }
    }

    private ImportedExchange First()
    {
        var (id, exchange) = _waiting.First!.Value;
        _waiting.RemoveFirst();
        _byId.Remove(id);
        return exchange;
    }

    private void Payload(ReadOnlyMemory<byte> payload, int number)
    {
        var bytes = payload.Span.TrimStart((byte)'\n');
        if (bytes.IsEmpty) return;
        var line = bytes.IndexOf((byte)'\n');
        var words = line < 0 ? [] : Encoding.Latin1.GetString(bytes[..line]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) || nanoseconds / 100 > DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks)
        {
            Bad(number, "its first line is not that of a payload of GoReplay");
            return;
        }
        var at = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);
        var http = RawHttp.Read(bytes[(line + 1)..]);
        if (words[0] == "1" && http is { IsRequest: true } request)
        {
            if (_byId.ContainsKey(words[1]))
            {
                skipped.Count("the request has the id of another");
                return;
            }
            _byId.Add(words[1], _waiting.AddLast((words[1], new ImportedExchange(at, request.Method, request.Query, request.Body))));
        }
        else if (words[0] is "2" && http is { IsRequest: false } response)
        {
            if (!_byId.TryGetValue(words[1], out var asked))
            {
                skipped.Count("the response has no request");
                return;
            }
            var exchange = asked.Value.Exchange;
            var took = at - exchange.At;
            asked.Value = (words[1], exchange with { Status = response.Status, Answer = response.Body, Elapsed = took > TimeSpan.Zero ? took : TimeSpan.Zero });
        }
        else if (words[0] == "3")
        {
            skipped.Count("the response is that of a replay");
        }
        else
        {
            Bad(number, "it is no HTTP request or response");
        }
    }

    private void Bad(int number, string why)
    {
        skipped.Count("the payload cannot be read");
        findings.Add(new Finding(Severity.Warning, path, 1, 1, $"payload {number} was left out: {why}."));
    }
}

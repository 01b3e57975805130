using System.Text;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>An HTTP archive as browsers and proxies write it.</summary>
/// <param name="path">The file.</param>
/// <param name="skipped">Counts what is left out.</param>
/// <param name="findings">Gets what cannot be read.</param>
/// <remarks>Format: HTTP Archive 1.2.</remarks>
internal sealed class HarFile(string path, Tallies skipped, Findings findings)
{
    /// <summary>No larger file is read: the format is one JSON document.</summary>
    private const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>The exchanges in the order of the file.</summary>
    /// <exception cref="CaptureException">It is no HAR, or too large.</exception>
    public async IAsyncEnumerable<ImportedExchange> Read()
    {
        using var document = await Open();
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("log", out var log)
            || log.ValueKind != JsonValueKind.Object || !log.TryGetProperty("entries", out var entries) || entries.ValueKind != JsonValueKind.Array)
            throw new CaptureException($"{path} is no HAR: its JSON has no log.entries.");
        var number = 0;
        foreach (var entry in entries.EnumerateArray())
        {
            number++;
            if (Entry(entry, number) is { } exchange) yield return exchange;
        }
    }

    private async Task<JsonDocument> Open()
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (file.Length > MaxBytes) throw new CaptureException($"{path} has {file.Length / 1024 / 1024} MB; a HAR of at most {MaxBytes / 1024 / 1024} MB is read: export it in parts.");
            return await JsonDocument.ParseAsync(file);
        }
        catch (JsonException error)
        {
            throw new CaptureException($"{path} is no HAR: it is no JSON (line {error.LineNumber + 1}).", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} cannot be read ({error.Message}).", error);
        }
    }

    private ImportedExchange? Entry(JsonElement entry, int number)
    {
        try
        {
            var request = entry.GetProperty("request");
            var method = request.GetProperty("method").GetString() ?? "";
            var url = request.GetProperty("url").GetString() ?? "";
            var at = entry.GetProperty("startedDateTime").GetDateTimeOffset().ToUniversalTime();
            var question = url.IndexOf('?', StringComparison.Ordinal);
            var query = question < 0 ? "" : url[(question + 1)..].Split('#')[0];
            var exchange = new ImportedExchange(at, method, query, request.TryGetProperty("postData", out var posted) ? Content(posted) ?? [] : [])
            {
                Elapsed = entry.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.Number && time.GetDouble() is >= 0 and < 1e9 and var ms ? TimeSpan.FromMilliseconds(ms) : default,
            };
            // Status 0 stands for a response that never came.
            if (!entry.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("status", out var status) || !status.TryGetInt32(out var code) || code <= 0) return exchange;
            return exchange with { Status = code, Answer = response.TryGetProperty("content", out var content) ? Content(content) ?? [] : null };
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            skipped.Count("the entry is no exchange");
            findings.Add(new Finding(Severity.Warning, path, 1, 1, $"entry {number} was left out: it is no exchange with a request, its method, its url and a startedDateTime."));
            return null;
        }
    }

    private static byte[]? Content(JsonElement content)
    {
        if (!content.TryGetProperty("text", out var text) || text.GetString() is not { } value) return null;
        return content.TryGetProperty("encoding", out var encoding) && encoding.GetString() == "base64" ? Convert.FromBase64String(value) : Encoding.UTF8.GetBytes(value);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>Prints what the platform answered to a call of the command.</summary>
/// <param name="request">The call.</param>
/// <param name="response">The answer.</param>
/// <param name="around">Streams.</param>
internal sealed partial class CallAnswer(PlatformRequest request, PlatformResponse response, Surroundings around)
{
    /// <summary>Prints JSON and text, or writes a file.</summary>
    /// <param name="file">Where it goes; null for standard output.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Print(string? file, CancellationToken ct)
    {
        var failed = response.Errcode != 0 || !response.Message.IsSuccessStatusCode;
        try
        {
            // An error is never kept in the place of the file that was asked for.
            if (file is not null && !failed) await Save(file, ct);
            else if (IsText) await PrintText(ct);
            else if (around.OutIsTerminal)
            {
                around.Error.WriteLine($"The answer is a file ({Type}): name a place for it with --out FILE, or send it through a pipe.");
                return ExitCode.Failed;
            }
            else
            {
                await using var output = around.OpenOut();
                await response.Body.CopyToAsync(output, ct);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            around.Error.WriteLine($"The answer could not be kept: {problem.Message}");
            return ExitCode.Failed;
        }
        if (response.Errcode != 0) WriteErrcode();
        else if (failed) around.Error.WriteLine($"{request.Method} {request.Path}: WeChat answered with status {(int)response.Message.StatusCode}.");
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private string Type => response.Message.Content.Headers.ContentType?.MediaType ?? "no type";

    private bool IsText => Type is "application/json" or "application/xml" or "no type" || Type.StartsWith("text/", StringComparison.Ordinal);

    private async Task PrintText(CancellationToken ct)
    {
        if (!around.OutIsTerminal)
        {
            await using var output = around.OpenOut();
            await response.Body.CopyToAsync(output, ct);
            output.WriteByte((byte)'\n');
            return;
        }
        using var bytes = new MemoryStream();
        await response.Body.CopyToAsync(bytes, ct);
        around.Out.WriteLine(Pretty(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)));
    }

    private static string Pretty(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return JsonText.Of(json.RootElement);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(bytes.Span).TrimEnd();
        }
    }

    private async Task Save(string file, CancellationToken ct)
    {
        // Under another name until it is whole.
        var part = $"{file}.part";
        long length;
        await using (var output = File.Create(part))
        {
            await response.Body.CopyToAsync(output, ct);
            length = output.Length;
        }
        File.Move(part, file, overwrite: true);
        around.Error.WriteLine($"{file}: {FindingLines.Number((int)Math.Min(length, int.MaxValue), "byte")}, {Type}");
    }

    private void WriteErrcode()
    {
        var rid = Rid().Match(response.Errmsg);
        PlatformFailure.Refused(around.Error, request, response.Errcode, response.Errmsg, PlatformRemedies.Of(response.Errcode), rid.Success ? rid.Value : null);
    }

    [GeneratedRegex(@"(?<=\brid: )[0-9A-Za-z-]+")]
    private static partial Regex Rid();
}

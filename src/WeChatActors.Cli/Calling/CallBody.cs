using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Cli;

/// <summary>Makes the body of a call from what the command line says. A file is opened anew for each attempt.</summary>
internal static class CallBody
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".png"] = "image/png", [".gif"] = "image/gif", [".bmp"] = "image/bmp",
        [".mp3"] = "audio/mpeg", [".amr"] = "audio/amr", [".wma"] = "audio/x-ms-wma", [".wav"] = "audio/wav", [".mp4"] = "video/mp4",
    };

    /// <summary>Makes the body.</summary>
    /// <param name="line">What the command line says.</param>
    /// <param name="around">Standard input.</param>
    /// <param name="wrong">Why it cannot be made, in one sentence; null when it can.</param>
    /// <returns>Null for a call without a body.</returns>
    public static Func<HttpContent>? Of(CallLine line, Surroundings around, out string? wrong)
    {
        wrong = null;
        if (line.Form.Count > 0)
        {
            wrong = line.Form.Where(field => field.Value.StartsWith('@')).Select(field => Unreadable(field.Value[1..])).FirstOrDefault(why => why is not null);
            return () => Form(line.Form);
        }
        if (line.Body is null) return null;
        if (Bytes(line.Body, around, out wrong) is not { } bytes) return null;
        wrong = NoJson(bytes);
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json", "utf-8") } };
    }

    private static byte[]? Bytes(string body, Surroundings around, out string? wrong)
    {
        wrong = null;
        if (body == "-") return Encoding.UTF8.GetBytes(around.In.ReadToEnd());
        if (!body.StartsWith('@')) return Encoding.UTF8.GetBytes(body);
        wrong = Unreadable(body[1..]);
        if (wrong is not null) return null;
        var bytes = File.ReadAllBytes(body[1..]);
        // WeChat takes a byte order mark for a part of the JSON, and refuses it.
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }

    private static string? NoJson(byte[] bytes)
    {
        try
        {
            using var _ = JsonDocument.Parse(bytes);
            return null;
        }
        catch (JsonException error)
        {
            return $"--body is no JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}): {error.Message.Split(" LineNumber:")[0]} Files go with --form.";
        }
    }

    private static string? Unreadable(string file)
    {
        try
        {
            using var _ = File.OpenRead(file);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"The file '{file}' cannot be read: {problem.Message}";
        }
    }

    private static MultipartFormDataContent Form(IReadOnlyList<(string Name, string Value)> fields)
    {
        // WeChat reads neither a boundary nor names that stand without or in other quotes than browsers write.
        var boundary = $"----WeChatActors{Guid.NewGuid():N}";
        var form = new MultipartFormDataContent(boundary);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        form.HeaderEncodingSelector = (_, _) => Encoding.UTF8;
        foreach (var (name, value) in fields)
        {
            HttpContent part;
            var disposition = $"form-data; name=\"{Quotable(name)}\"";
            if (value.StartsWith('@'))
            {
                var file = value[1..];
                part = new StreamContent(File.OpenRead(file));
                part.Headers.ContentType = new MediaTypeHeaderValue(Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream"));
                disposition += $"; filename=\"{Quotable(Path.GetFileName(file))}\"";
            }
            else
            {
                part = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
            }
            part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
            form.Add(part);
        }
        return form;
    }

    private static string Quotable(string text) => text.Replace("\"", "%22", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

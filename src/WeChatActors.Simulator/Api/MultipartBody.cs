using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace WeChatActors.Simulator;

/// <summary>A multipart/form-data body taken apart.</summary>
/// <param name="Files">The parts with a file name, in order.</param>
/// <param name="Fields">The other parts, the first of each name.</param>
/// <param name="Complaint">What is wrong with the body, in words; null when it is fine.</param>
internal sealed record MultipartBody(IReadOnlyList<ApiFile> Files, IReadOnlyDictionary<string, string> Fields, string? Complaint)
{
    private const int MostParts = 32;
    private const int MostFieldBytes = 64 << 10;

    /// <summary>Takes a body apart.</summary>
    /// <param name="contentType">With the boundary.</param>
    /// <param name="body">All of it.</param>
    public static async ValueTask<MultipartBody> Read(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !ApiBody.IsMultipart(contentType)) return Bad("the Content-Type must be multipart/form-data");
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70) return Bad("the Content-Type must name a boundary of 1 to 70 characters");

        var files = new List<ApiFile>();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));
        try
        {
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (files.Count + fields.Count >= MostParts) return Bad($"it has more than {MostParts} parts");
                var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes);
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) is not { Length: > 0 } name)
                    return Bad("a part has no Content-Disposition with a name");
                if (disposition.IsFileDisposition())
                    files.Add(new ApiFile(name.ToString(), FileName(disposition), section.ContentType, bytes.ToArray()));
                else if (bytes.Length > MostFieldBytes) return Bad($"the field {name} is larger than {MostFieldBytes} bytes; a file needs a filename");
                else fields.TryAdd(name.ToString(), System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
            }
        }
        catch (IOException)
        {
            return Bad("it ends before its last boundary");
        }
        catch (InvalidDataException)
        {
            return Bad("the headers of a part are too long");
        }
        return new MultipartBody(files, fields, null);
    }

    // Some browsers send a whole path; only its last part is a name.
    private static string? FileName(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.Length == 0 ? null : name;
    }

    private static MultipartBody Bad(string complaint) => new([], new Dictionary<string, string>(), complaint);
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>A multipart/form-data body with one file, streamed. File names stand in it as UTF-8, which is how WeChat reads them; the framework's
/// own class would encode them as e-mail does.</summary>
internal sealed class MultipartUpload : HttpContent
{
    private readonly UploadedFile _file;
    private readonly byte[] _before;
    private readonly byte[] _after;

    public MultipartUpload(string field, UploadedFile file, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        _file = file;
        // By chance, so that no file can hold it.
        var boundary = $"----{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        var before = new StringBuilder();
        foreach (var (name, value) in fields)
            before.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(name)}\"\r\n\r\n{value}\r\n");
        before.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(field)}\"; filename=\"{Quoted(file.Name)}\"\r\nContent-Type: {Quoted(file.Type)}\r\n\r\n");
        (_before, _after) = (Encoding.UTF8.GetBytes(before.ToString()), Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n"));
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_before, cancellationToken);
        await using (var file = _file.Open())
        {
            await file.CopyToAsync(stream, cancellationToken);
        }
        await stream.WriteAsync(_after, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _before.Length + _file.Length + _after.Length;
        return true;
    }

    // As browsers write it: these three would end the name or the line.
    private static string Quoted(string text) => text.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}

using System.Security.Cryptography;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>A local file as it was when it was read: its bytes are those of the hash.</summary>
/// <param name="Name">Its name without folder.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Stamp">Length and time of writing: while they stay, it is not read again.</param>
internal sealed record MediaFile(string Name, ReadOnlyMemory<byte> Bytes, (long Length, DateTime WrittenAt) Stamp)
{
    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>For an upload.</summary>
    public UploadedFile Upload => new(Name, TypeOf(Name), Bytes.Length, () => new MemoryStream(Bytes.ToArray(), writable: false));

    /// <summary>The file's length and time of writing; null when there is none.</summary>
    public static (long Length, DateTime WrittenAt)? StampOf(LocalFile file)
    {
        var info = new FileInfo(file.FullPath);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="media">As rules name it, for the sentence.</param>
    /// <param name="file">Where it is.</param>
    /// <param name="kind">image, voice, video or thumb.</param>
    /// <returns>The file; or null and why not.</returns>
    public static async Task<(MediaFile? File, string Why)> Read(string media, LocalFile file, string kind)
    {
        try
        {
            if (StampOf(file) is not { } stamp) return (null, $"The file {media} is gone; put it back, or name another one.");
            if (stamp.Length == 0) return (null, $"The file {media} is empty; give it its content.");
            if (stamp.Length > MostBytes(kind)) return (null, $"The file {media} has {stamp.Length} bytes; WeChat takes {kind} files of at most {MostBytes(kind)}.");
            return (new MediaFile(Path.GetFileName(file.FullPath), await File.ReadAllBytesAsync(file.FullPath), stamp), "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file {media} cannot be read: {(error is UnauthorizedAccessException ? "this process has no right to it" : "it is gone, or the disk fails")}.");
        }
    }

    // Source: WeChat Official Accounts docs, 新增临时素材.
    private static long MostBytes(string kind) => kind switch
    {
        "voice" => 2 * 1024 * 1024,
        "thumb" => 64 * 1024,
        _ => 10 * 1024 * 1024,
    };

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".amr" => "audio/amr",
        ".mp3" => "audio/mpeg",
        ".mp4" => "video/mp4",
        _ => "application/octet-stream",
    };
}

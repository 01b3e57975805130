using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>The key that pseudonyms are made with. Secret: whoever has it can test whether a pseudonym is a certain person.</summary>
internal sealed class CaptureKey
{
    /// <summary>No shorter text is taken for a key.</summary>
    public const int MinLength = 16;

    private const int MadeBytes = 32;

    private CaptureKey(byte[] bytes) => Bytes = bytes;

    internal byte[] Bytes { get; }

    /// <summary>Eight hex digits that tell keys apart and say nothing of them: pseudonyms of two captures agree when these do.</summary>
    public string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes, "wechatactors capture key"u8)[..4]);

    /// <summary>The key that a user gave.</summary>
    /// <param name="text">At least <see cref="MinLength"/> characters.</param>
    public static CaptureKey Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The key that is kept beside a capture, so that all its files agree; made when there is none.</summary>
    /// <exception cref="CaptureException">It can be neither read nor made, or others may read it.</exception>
    public static CaptureKey BesideOf(CaptureName name)
    {
        var path = Path.Combine(name.Folder, $"{name.Stem}.key");
        try
        {
            if (name.Folder.Length > 0) Directory.CreateDirectory(name.Folder);
            return File.Exists(path) ? Read(path) : Make(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"the key of the capture {path} cannot be read or made ({DiskFault.Describe(error)}): give another folder, or a key of your own.", error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "(secret)";

    private static CaptureKey Make(string path)
    {
        var bytes = RandomNumberGenerator.GetBytes(MadeBytes);
        // Written aside first: who finds the file finds all of it.
        var aside = $"{path}.{Environment.ProcessId}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options)) file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
        try
        {
            File.Move(aside, path, overwrite: false);
            return new(bytes);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
            return Read(path);
        }
    }

    private static CaptureKey Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new CaptureException($"the key of the capture {path} can be read by others: chmod 600 {path}.");
        try
        {
            if (Convert.FromHexString(File.ReadAllText(path).Trim()) is { Length: MadeBytes } bytes) return new(bytes);
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw new CaptureException($"{path} holds no key of a capture: expected 64 hex digits. Move it away, and a new one is made.");
    }
}

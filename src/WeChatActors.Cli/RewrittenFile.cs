using System.Text;

namespace WeChatActors.Cli;

/// <summary>Files of the user that a command changes.</summary>
internal static class RewrittenFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with its byte order mark; null with a sentence when it cannot be read.</summary>
    public static string? Read(string path, Surroundings around)
    {
        try
        {
            return Utf8.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException)
        {
            around.Error.WriteLine($"{path} is not UTF-8; save it as UTF-8.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            around.Error.WriteLine($"{path} cannot be read: {problem.Message}");
        }

        return null;
    }

    /// <summary>Puts a new text in the place of a file at once, so that nobody reads half of it, with the same permissions. A link stays a link.</summary>
    /// <returns>Whether it worked; a sentence says why not.</returns>
    public static bool Write(string path, string text, Surroundings around)
    {
        try
        {
            var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            var beside = Path.Combine(Path.GetDirectoryName(real)!, $".{Path.GetFileName(real)}.{Guid.NewGuid():N}");
            try
            {
                File.WriteAllBytes(beside, Utf8.GetBytes(text));
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, File.GetUnixFileMode(real));
                File.Move(beside, real, overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            around.Error.WriteLine($"{path} could not be written: {problem.Message}");
            return false;
        }
    }
}

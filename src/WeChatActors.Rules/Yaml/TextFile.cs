using System.Text;

namespace WeChatActors.Rules;

/// <summary>Reads a text file within the bounds of <see cref="YamlFile"/>.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null with an error among the findings.</summary>
    public static string? Read(string path, string name, Findings findings)
    {
        var start = new Place(name, 1, 1);
        try
        {
            if (Directory.Exists(path))
            {
                findings.Error(start, "this is a folder, expected a file.");
                return null;
            }

            var length = new FileInfo(path).Length;
            if (length > YamlFile.MaxLength)
            {
                findings.Error(start, $"the file has {length} bytes, at most {YamlFile.MaxLength} are read.");
                return null;
            }

            return Strict.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException)
        {
            findings.Error(start, "the file is not UTF-8; save it as UTF-8.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Error(start, "there is no such file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.Error(start, $"the file cannot be read: {problem.Message.TrimEnd('.')}.");
        }

        return null;
    }
}

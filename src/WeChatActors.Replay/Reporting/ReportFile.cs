using System.Text;

namespace WeChatActors.Replay;

/// <summary>Writes a report's file whole or not at all.</summary>
internal static class ReportFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file beside its place and then moves it there. What is no plain file, such as a pipe, is written to as it is.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="write">Writes the text.</param>
    /// <returns>Why it could not be written, in one sentence; null when it was.</returns>
    public static string? Write(string path, Action<TextWriter> write)
    {
        try
        {
            var real = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
            if (Directory.Exists(real)) return $"{path} could not be written: it is a folder; name a file in it.";
            if (File.Exists(real) && !IsPlain(real))
            {
                using var direct = new FileStream(real, FileMode.Open, FileAccess.Write);
                Fill(direct, write);
                return null;
            }

            var beside = Path.Combine(Path.GetDirectoryName(real)!, $".{Path.GetFileName(real)}.{Guid.NewGuid():N}");
            try
            {
                using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                {
                    Fill(file, write);
                    file.Flush(flushToDisk: true);
                }
                if (!OperatingSystem.IsWindows() && File.Exists(real)) File.SetUnixFileMode(beside, File.GetUnixFileMode(real));
                File.Move(beside, real, overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return $"{path} could not be written: its folder does not exist; create it first.";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"{path} could not be written: {DiskFault.Describe(problem)}; {(DiskFault.IsFull(problem) ? "make room there, or name a file on another disk" : "name a file that may be written")}.";
        }
    }

    private static void Fill(Stream file, Action<TextWriter> write)
    {
        using var text = new StreamWriter(file, Utf8, bufferSize: 65536, leaveOpen: true);
        write(text);
        text.Flush();
    }

    // The framework does not tell pipes and devices from files; where they are kept does.
    private static bool IsPlain(string path) => OperatingSystem.IsWindows() || !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal);
}

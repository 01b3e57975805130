namespace WeChatActors.Cli;

/// <summary>A command's result in words.</summary>
internal static class Result
{
    /// <summary>Writes it to a file, or to standard output.</summary>
    /// <param name="text">The result.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="around">Streams.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Write(string text, string? path, Surroundings around, CancellationToken ct)
    {
        if (path is null)
        {
            await around.Out.WriteAsync(text.AsMemory(), ct);
            return ExitCode.Done;
        }

        try
        {
            await File.WriteAllTextAsync(path, text, ct);
            return ExitCode.Done;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            around.Error.WriteLine($"{path} could not be written: {problem.Message}");
            return ExitCode.Failed;
        }
    }
}

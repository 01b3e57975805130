using System.ComponentModel;
using System.Diagnostics;

namespace WeChatActors.Cli;

/// <summary>The program <c>dot</c> of Graphviz, when it is installed.</summary>
internal static class Graphviz
{
    /// <summary>Turns a graph in its language into SVG.</summary>
    /// <returns>Null when it does not work, which was said.</returns>
    public static async Task<string?> Draw(string graph, Surroundings around, CancellationToken ct)
    {
        try
        {
            using var dot = Process.Start(new ProcessStartInfo("dot", ["-Tsvg"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new System.Text.UTF8Encoding(false),
            })!;
            var (output, errors) = (dot.StandardOutput.ReadToEndAsync(ct), dot.StandardError.ReadToEndAsync(ct));
            await dot.StandardInput.WriteAsync(graph.AsMemory(), ct);
            dot.StandardInput.Close();
            await dot.WaitForExitAsync(ct);
            if (dot.ExitCode == 0) return await output;
            around.Error.WriteLine($"dot ended with {dot.ExitCode}: {(await errors).Trim().ReplaceLineEndings(" ")} Without --dot the picture is set out by {CommandLine.Name} itself.");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException)
        {
            around.Error.WriteLine($"The command dot of Graphviz cannot be started ({problem.Message.TrimEnd('.')}): install Graphviz, or leave --dot out, and {CommandLine.Name} sets the picture out itself.");
        }

        return null;
    }
}

using System.Runtime.CompilerServices;

namespace WeChatActors.Cli.Tests;

/// <summary>A call of the command inside the test's process, and how it ended.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    /// <summary>The error stream of a call that must fail in one line.</summary>
    public string Sentence => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public static Task<Ran> Command(params string[] args) => Command(TextReader.Null, args);

    public static Task<Ran> Command(TextReader input, params string[] args) => Command(input, around => around, args);

    public static async Task<Ran> Command(TextReader input, Func<Surroundings, Surroundings> change, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var around = new Surroundings(input, output, error) { Environment = _ => null, ListenForStop = () => new StopSignal() };
        var code = await CommandLine.Run(args, change(around));
        return new(code, output.ToString(), error.ToString());
    }

    // File names in outputs are those of the test's folder, wherever the runner was started.
    [ModuleInitializer]
    internal static void StandInTheTestFolder() => Directory.SetCurrentDirectory(AppContext.BaseDirectory);
}

/// <summary>Lines that are typed one after the other; something may happen before one is.</summary>
internal sealed class Typed(params (string Line, Action? Before)[] lines) : TextReader
{
    private int _next;

    public static Typed Lines(params string[] lines) => new([.. lines.Select(line => (line, (Action?)null))]);

    public override string? ReadLine()
    {
        if (_next == lines.Length) return null;
        lines[_next].Before?.Invoke();
        return lines[_next++].Line;
    }
}

/// <summary>A folder of its own for a test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _info = Directory.CreateTempSubdirectory("wechatactors-cli-");

    public string File(string name, string? content = null)
    {
        var path = Path.Combine(_info.FullName, name);
        if (content is not null) System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _info.Delete(recursive: true);
}

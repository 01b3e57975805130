using System.Text;

namespace WeChatActors.Cli;

/// <summary>All that a command touches outside the files it is given, so that tests can stand in for a terminal and its user.</summary>
/// <param name="In">What is read when nobody types.</param>
/// <param name="Out">Results.</param>
/// <param name="Error">Talk.</param>
internal sealed record Surroundings(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gives an environment variable's value; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Whether a person reads what is printed: results are then set out for reading, and files are not printed.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person reads the talk on a terminal that can move its cursor: it may then be drawn over.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal that talk goes to.</summary>
    public Func<int> ErrorWidth { get; init; } = () => 80;

    /// <summary>Opens the stream under <see cref="Out"/>, for results that are bytes.</summary>
    public Func<Stream> OpenOut { get; init; } = Console.OpenStandardOutput;

    /// <summary>The terminal of a person; null when input or output is a file or a pipe.</summary>
    public ITerminal? Terminal { get; init; }

    /// <summary>From its call on, a request to stop is noticed instead of ending the process.</summary>
    public Func<StopSignal> ListenForStop { get; init; } = StopSignal.OfProcess;

    /// <summary>The process's own streams, always UTF-8 whatever the locale says: the answers are Chinese.</summary>
    public static Surroundings OfProcess() =>
        new(new StreamReader(Console.OpenStandardInput(), Utf8), Writer(StandardStream.Out(Console.OpenStandardOutput())), Writer(StandardStream.Error(Console.OpenStandardError())))
        {
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected && System.Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            ErrorWidth = () => Math.Max(20, Console.WindowWidth),
            Terminal = ConsoleTerminal.IsPresent(System.Environment.GetEnvironmentVariable("TERM")) ? new ConsoleTerminal() : null,
        };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true };
}

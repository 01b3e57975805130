using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What a line typed into a chat asks for.</summary>
internal abstract record ChatInput
{
    private ChatInput() { }

    /// <summary>Nothing: the line is blank.</summary>
    public sealed record Nothing : ChatInput;

    /// <summary>Push this.</summary>
    public sealed record Send(UserPacket Packet) : ChatInput;

    /// <summary>Push the last packet once more.</summary>
    public sealed record Again : ChatInput;

    /// <summary>Let time pass.</summary>
    public sealed record Wait(TimeSpan Time) : ChatInput;

    public sealed record ShowHelp : ChatInput;

    public sealed record ShowMenu : ChatInput;

    public sealed record ShowState : ChatInput;

    public sealed record Reload : ChatInput;

    /// <summary>Let this answer the calls of a kind from now on.</summary>
    public sealed record Mock(CallMock With) : ChatInput;

    /// <summary>Show what answers calls, or forget all of it.</summary>
    public sealed record Mocks(bool Clear) : ChatInput;

    /// <summary>Show why rules did not hold for the last message: all that were tried, or one.</summary>
    public sealed record Why(string? Rule) : ChatInput;

    /// <summary>Play a test of the file.</summary>
    public sealed record Test(string Name) : ChatInput;

    public sealed record ShowTests : ChatInput;

    public sealed record Quit : ChatInput;

    /// <summary>The line cannot be understood.</summary>
    public sealed record Mistake(string Sentence) : ChatInput;

    /// <summary>Reads a line: a command, or a text message. A second slash makes a text of what looks like a command.</summary>
    public static ChatInput Parse(string line)
    {
        if (string.IsNullOrWhiteSpace(line)) return new Nothing();
        if (line.StartsWith("//", StringComparison.Ordinal)) return Text(line[1..]);
        if (!line.StartsWith('/')) return Text(line);
        var (name, rest) = Word(line);
        if (ChatCommands.Find(name) is { } command) return command.Read(rest);
        var near = Nearest.Hint(name, [.. ChatCommands.All.Select(known => known.Name)]);
        return new Mistake($"'{name}' is not a command{(near.Length > 0 ? near : ";")} /help lists them, /{line} sends it as a text.");
    }

    /// <summary>A text and what follows it.</summary>
    public static (string First, string Behind) Word(string text)
    {
        text = text.Trim();
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart());
    }

    /// <summary>A number within bounds; null when it is none.</summary>
    public static double? Degrees(string text, double limit) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= limit ? degrees : null;

    private static Send Text(string text) => new(UserPacket.Message("text", ("Content", text)));
}

using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Cli;

/// <summary>A line that is being written. Immutable.</summary>
internal sealed record EditedLine
{
    /// <summary>An empty line, with no lines before it.</summary>
    public static EditedLine Empty { get; } = new();

    /// <summary>What is written so far.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the next character goes, in UTF-16 units.</summary>
    public int Cursor { get; init; }

    /// <summary>The lines entered before, oldest first.</summary>
    public ImmutableArray<string> History { get; init; } = [];

    /// <summary>How many lines back the shown one lies; 0 is the line being written.</summary>
    public int Back { get; init; }

    /// <summary>The line being written while an older one is shown.</summary>
    public string Draft { get; init; } = "";
}

/// <summary>What became of a key.</summary>
/// <param name="Line">The line afterwards.</param>
internal abstract record EditStep(EditedLine Line)
{
    /// <summary>Writing goes on.</summary>
    public sealed record Editing(EditedLine Line) : EditStep(Line);

    /// <summary>Several completions are possible: show them, and go on.</summary>
    public sealed record Offered(EditedLine Line, ImmutableArray<string> Choices) : EditStep(Line);

    /// <summary>The line was entered; the next one is empty and remembers it.</summary>
    public sealed record Entered(EditedLine Line, string Text) : EditStep(Line);

    /// <summary>The user leaves.</summary>
    public sealed record Left(EditedLine Line) : EditStep(Line);
}

/// <summary>The logic of line editing, without a terminal.</summary>
internal static class LineEditor
{
    /// <summary>Takes one key.</summary>
    /// <param name="line">The line before.</param>
    /// <param name="press">The key.</param>
    /// <param name="complete">Gives the whole lines that a beginning can be completed to.</param>
    public static EditStep Step(EditedLine line, KeyPress press, Func<string, ImmutableArray<string>> complete)
    {
        switch (press.Key)
        {
            case EditKey.Complete: return Complete(line, complete);
            case EditKey.Enter: return Enter(line);
            case EditKey.Interrupt: return new EditStep.Left(line);
            case EditKey.EndOfInput when line.Text.Length == 0: return new EditStep.Left(line);
            default: return new EditStep.Editing(Edit(line, press));
        }
    }

    private static EditedLine Edit(EditedLine line, KeyPress press) => press.Key switch
    {
        EditKey.Character => Replace(line, line.Cursor, line.Cursor, press.Character.ToString()),
        EditKey.Left => line with { Cursor = Before(line) },
        EditKey.Right => line with { Cursor = After(line) },
        EditKey.Home => line with { Cursor = 0 },
        EditKey.End => line with { Cursor = line.Text.Length },
        EditKey.Backspace => Replace(line, Before(line), line.Cursor, ""),
        EditKey.Delete or EditKey.EndOfInput => Replace(line, line.Cursor, After(line), ""),
        EditKey.KillToEnd => Replace(line, line.Cursor, line.Text.Length, ""),
        EditKey.KillToStart => Replace(line, 0, line.Cursor, ""),
        EditKey.KillWord => Replace(line, WordStart(line), line.Cursor, ""),
        EditKey.Older => Show(line, line.Back + 1),
        EditKey.Newer => Show(line, line.Back - 1),
        _ => line,
    };

    private static EditedLine Replace(EditedLine line, int from, int to, string with) => line with
    {
        Text = string.Concat(line.Text.AsSpan(0, from), with, line.Text.AsSpan(to)),
        Cursor = from + with.Length,
    };

    private static int After(EditedLine line) =>
        line.Cursor == line.Text.Length ? line.Cursor : line.Cursor + StringInfo.GetNextTextElementLength(line.Text, line.Cursor);

    private static int Before(EditedLine line)
    {
        // Text elements are only found from the front.
        var at = 0;
        while (at < line.Cursor)
        {
            var next = at + StringInfo.GetNextTextElementLength(line.Text, at);
            if (next >= line.Cursor) break;
            at = next;
        }

        return at;
    }

    private static int WordStart(EditedLine line)
    {
        var at = line.Cursor;
        while (at > 0 && char.IsWhiteSpace(line.Text[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(line.Text[at - 1])) at--;
        return at;
    }

    private static EditedLine Show(EditedLine line, int back)
    {
        if (back < 0 || back > line.History.Length) return line;
        var draft = line.Back == 0 ? line.Text : line.Draft;
        var text = back == 0 ? draft : line.History[^back];
        return line with { Text = text, Cursor = text.Length, Back = back, Draft = draft };
    }

    private static EditStep.Entered Enter(EditedLine line)
    {
        var repeats = line.History is [.., var last] && last == line.Text;
        var history = repeats || string.IsNullOrWhiteSpace(line.Text) ? line.History : line.History.Add(line.Text);
        return new(EditedLine.Empty with { History = history }, line.Text);
    }

    private static EditStep Complete(EditedLine line, Func<string, ImmutableArray<string>> complete)
    {
        var beginning = line.Text[..line.Cursor];
        var choices = complete(beginning);
        if (choices.IsEmpty) return new EditStep.Editing(line);
        var common = Common(choices);
        var completed = common.Length > beginning.Length ? Replace(line, 0, line.Cursor, common) : line;
        return choices.Length > 1 && completed == line ? new EditStep.Offered(line, choices) : new EditStep.Editing(completed);
    }

    private static string Common(ImmutableArray<string> choices)
    {
        var length = choices[0].Length;
        foreach (var choice in choices) length = Math.Min(length, choices[0].AsSpan().CommonPrefixLength(choice));
        if (length > 0 && char.IsHighSurrogate(choices[0][length - 1])) length--;
        return choices[0][..length];
    }
}

using System.Collections.Immutable;

namespace WeChatActors.Cli;

/// <summary>Reads lines from a person: keys to <see cref="LineEditor"/>, lines to the screen, and nothing else.</summary>
internal sealed class EditedLines(ITerminal terminal, TextWriter screen, string prompt, Func<string, ImmutableArray<string>> complete)
{
    private const string Escape = "\u001b[";

    private EditedLine _line = EditedLine.Empty;

    /// <summary>The next line; null when the user leaves.</summary>
    public string? Read()
    {
        while (true)
        {
            // A pasted text is drawn once, not once per character.
            if (!terminal.KeyAvailable) Draw();
            var step = LineEditor.Step(_line, KeyPress.Of(terminal.ReadKey()), complete);
            switch (step)
            {
                case EditStep.Entered entered:
                    Draw();
                    _line = entered.Line;
                    screen.WriteLine();
                    return entered.Text;
                case EditStep.Left:
                    screen.WriteLine();
                    return null;
                case EditStep.Offered offered:
                    screen.WriteLine();
                    screen.WriteLine(string.Join("  ", offered.Choices));
                    break;
            }

            _line = step.Line;
        }
    }

    private void Draw()
    {
        var before = Columns.Of(prompt);
        var view = LineView.Of(_line.Text, _line.Cursor, Math.Max(2, terminal.Width - before));
        var column = before + view.Column;
        screen.Write($"\r{prompt}{view.Visible}{Escape}K\r{(column > 0 ? $"{Escape}{column}C" : "")}");
        screen.Flush();
    }
}

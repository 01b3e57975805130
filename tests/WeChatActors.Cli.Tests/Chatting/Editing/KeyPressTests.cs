namespace WeChatActors.Cli.Tests;

public class KeyPressTests
{
    private static KeyPress Of(ConsoleKey key, char c = '\0', bool control = false, bool alt = false) =>
        KeyPress.Of(new(c, key, shift: false, alt, control));

    [Fact]
    public void Characters_of_an_input_method_write_themselves() => Assert.Equal(new(EditKey.Character, '你'), Of(default, '你'));

    [Fact]
    public void Capital_letters_write_themselves() => Assert.Equal(new(EditKey.Character, 'A'), KeyPress.Of(new('A', ConsoleKey.A, true, false, false)));

    [Theory]
    [InlineData(ConsoleKey.A, nameof(EditKey.Home))]
    [InlineData(ConsoleKey.E, nameof(EditKey.End))]
    [InlineData(ConsoleKey.K, nameof(EditKey.KillToEnd))]
    [InlineData(ConsoleKey.U, nameof(EditKey.KillToStart))]
    [InlineData(ConsoleKey.W, nameof(EditKey.KillWord))]
    [InlineData(ConsoleKey.C, nameof(EditKey.Interrupt))]
    [InlineData(ConsoleKey.D, nameof(EditKey.EndOfInput))]
    [InlineData(ConsoleKey.Z, nameof(EditKey.None))]
    public void Control_keys_are_those_of_a_shell(ConsoleKey key, string expected) => Assert.Equal(expected, Of(key, '\u0001', control: true).Key.ToString());

    [Theory]
    [InlineData(ConsoleKey.LeftArrow, '\0', nameof(EditKey.Left))]
    [InlineData(ConsoleKey.RightArrow, '\0', nameof(EditKey.Right))]
    [InlineData(ConsoleKey.Home, '\0', nameof(EditKey.Home))]
    [InlineData(ConsoleKey.End, '\0', nameof(EditKey.End))]
    [InlineData(ConsoleKey.Backspace, '\b', nameof(EditKey.Backspace))]
    [InlineData(ConsoleKey.Delete, '\0', nameof(EditKey.Delete))]
    [InlineData(ConsoleKey.UpArrow, '\0', nameof(EditKey.Older))]
    [InlineData(ConsoleKey.DownArrow, '\0', nameof(EditKey.Newer))]
    [InlineData(ConsoleKey.Tab, '\t', nameof(EditKey.Complete))]
    [InlineData(ConsoleKey.Enter, '\r', nameof(EditKey.Enter))]
    [InlineData(default(ConsoleKey), '\n', nameof(EditKey.Enter))]
    [InlineData(ConsoleKey.Escape, '\u001b', nameof(EditKey.None))]
    [InlineData(ConsoleKey.F5, '\0', nameof(EditKey.None))]
    public void Other_keys_do_what_is_printed_on_them(ConsoleKey key, char c, string expected) => Assert.Equal(expected, Of(key, c).Key.ToString());

    [Fact]
    public void Alt_writes_nothing() => Assert.Equal(default, Of(ConsoleKey.X, 'x', alt: true));
}

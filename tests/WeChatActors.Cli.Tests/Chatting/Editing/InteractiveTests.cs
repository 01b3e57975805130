namespace WeChatActors.Cli.Tests;

public class InteractiveTests
{
    /// <summary>A terminal whose keys are known beforehand.</summary>
    private sealed class Keyboard(IEnumerable<ConsoleKeyInfo> keys, int width = 40) : ITerminal, IDisposable
    {
        private readonly Queue<ConsoleKeyInfo> _keys = new(keys);

        public bool Pasting { get; init; }

        public bool Taken { get; private set; }

        public int Width => width;

        public bool KeyAvailable => Pasting && _keys.Count > 0;

        public IDisposable Begin()
        {
            Taken = true;
            return this;
        }

        public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

        public void Dispose() => Taken = false;
    }

    private static readonly ConsoleKeyInfo CtrlC = new('\u0003', ConsoleKey.C, false, false, true);
    private static readonly ConsoleKeyInfo CtrlD = new('\u0004', ConsoleKey.D, false, false, true);
    private static readonly ConsoleKeyInfo Up = new('\0', ConsoleKey.UpArrow, false, false, false);

    private static IEnumerable<ConsoleKeyInfo> Keys(string text) => text.Select(c => c switch
    {
        '\n' => new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false),
        '\t' => new ConsoleKeyInfo('\t', ConsoleKey.Tab, false, false, false),
        _ => new ConsoleKeyInfo(c, default, false, false, false),
    });

    private static Task<Ran> Chat(Keyboard keyboard, string? noColor = null) =>
        Ran.Command(TextReader.Null, around => around with { Terminal = keyboard, Environment = name => name == "NO_COLOR" ? noColor : null },
            "chat", "Chatting/tea.yaml", "--now", "2026-03-02T08:00");

    /// <summary>What a person sees: rows, each as it was drawn last.</summary>
    private static string[] Screen(string output) =>
        [.. output.Split('\n').Select(row => row.Split('\r').Last(part => !part.StartsWith("\u001b[", StringComparison.Ordinal) || part.Contains('m', StringComparison.Ordinal))
            .Replace("\u001b[K", "", StringComparison.Ordinal))];

    [Fact]
    public async Task A_person_types_sees_the_answer_and_leaves_with_Ctrl_D()
    {
        using var keyboard = new Keyboard([.. Keys("你好\n"), CtrlD]);
        var ran = await Chat(keyboard);
        Assert.Equal(ExitCode.Done, ran.Code);
        Assert.Equal(["> 你好", "早上好，朋友", "\u001b[2m  rule Chatting/tea.yaml:17\u001b[0m", "> ", ""], Screen(ran.Out));
        Assert.False(keyboard.Taken);
    }

    [Fact]
    public async Task Ctrl_C_leaves_in_the_middle_of_a_line()
    {
        using var keyboard = new Keyboard([.. Keys("你"), CtrlC]);
        var ran = await Chat(keyboard);
        Assert.Equal((ExitCode.Done, false), (ran.Code, keyboard.Taken));
    }

    [Fact]
    public async Task The_cursor_stands_behind_what_Chinese_takes()
    {
        using var keyboard = new Keyboard([.. Keys("你"), CtrlC]);
        Assert.Contains("\r> 你\u001b[K\r\u001b[4C", (await Chat(keyboard)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tab_completes_commands_and_the_keys_of_the_menu()
    {
        using var keyboard = new Keyboard([.. Keys("/cli\tT\t\n/v\t\n/vie\th\t\n/event s\t\n"), CtrlD]);
        var rows = Screen((await Chat(keyboard, noColor: "1")).Out);
        Assert.Contains("> /click TODAY", rows);
        Assert.Contains("  rule today · Chatting/tea.yaml:22", rows);
        Assert.Contains("> /view https://example.com/", rows);
        Assert.Contains("> /event scancode_waitmsg SCAN", rows);
    }

    [Fact]
    public async Task Several_completions_are_offered_below_the_line()
    {
        using var keyboard = new Keyboard([.. Keys("/s\t"), CtrlC]);
        Assert.Contains("/subscribe   /scan   /state", Screen((await Chat(keyboard)).Out));
    }

    [Fact]
    public async Task An_arrow_brings_the_last_line_back()
    {
        using var keyboard = new Keyboard([.. Keys("数\n"), Up, .. Keys("\n"), CtrlD]);
        Assert.Contains("第2次", Screen((await Chat(keyboard)).Out));
    }

    [Fact]
    public async Task A_paste_of_two_lines_is_two_messages_and_drawn_once_per_line()
    {
        using var keyboard = new Keyboard([.. Keys("你好\n我叫小明\n"), CtrlD]) { Pasting = true };
        var ran = await Chat(keyboard);
        var rows = Screen(ran.Out);
        Assert.Contains("> 我叫小明", rows);
        Assert.Contains("早上好，朋友", rows);
        Assert.Contains("记住了，小明", rows);
        Assert.Equal(3, ran.Out.Split("\r> ").Length);
    }
}

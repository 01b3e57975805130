using System.Text.RegularExpressions;
using Spectre.Console;
using WeChatActors.Replay;
using WeChatActors.Testing;

namespace WeChatActors.Cli.Tests.Replaying;

public sealed partial class LiveViewTests : IDisposable
{
    private static readonly RunOutlook Outlook = new("replay to http://127.0.0.1:8080/wechat/demo", 2000, TimeSpan.FromMinutes(1));

    private readonly VirtualTime _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly TaskCompletionSource _run = new();

    public void Dispose() => _error.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(72)]
    [InlineData(40)]
    [InlineData(36)]
    public void The_picture_fits_the_terminal(int width)
    {
        var picture = Picture(width, Outlook, "stopping: packets under way are waited for, at most 5 s each");
        Assert.All(picture.Split('\n'), line => Assert.True(Columns.Of(line) <= width, line));
        Golden.Matches($"live-{width}.txt", picture);
    }

    [Fact]
    public void Without_a_known_end_there_is_no_bar() =>
        Assert.Contains("\n1,000 packets, 0:20\n", Picture(80, new("load to http://127.0.0.1:1/", null, null), null), StringComparison.Ordinal);

    [Theory]
    [InlineData(59, "0:59")]
    [InlineData(3_599, "59:59")]
    [InlineData(86_399, "23:59:59")]
    [InlineData(86_400, "1d 0:00:00")]
    [InlineData(30 * 86_400 + 3_723, "30d 1:02:03")]
    public void A_long_run_tells_its_days(int seconds, string shown) =>
        Assert.Contains($"\n1,000 packets, {shown}\n", Picture(80, new("load", null, null), null, TimeSpan.FromSeconds(seconds)), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_no_terminal_gets_a_line_every_five_seconds()
    {
        var view = View(terminal: false);
        var shown = view.Until(_run.Task);
        for (var i = 0; i < 2; i++)
        {
            await _time.WhenArmed(1);
            _time.Advance(TimeSpan.FromSeconds(5));
        }
        await _time.WhenArmed(1);
        view.Note("stopping");
        _run.SetResult();
        await shown;
        Golden.Matches("live-lines.txt", _error.ToString());
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData(null, true)]
    public async Task A_terminal_gets_a_picture_four_times_a_second_that_is_taken_away(string? noColor, bool coloured)
    {
        var shown = View(terminal: true, noColor).Until(_run.Task);
        for (var i = 0; i < 3; i++)
        {
            await _time.WhenArmed(1);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
        await _time.WhenArmed(1);
        _run.SetResult();
        await shown;
        var written = _error.ToString();
        Assert.InRange(Occurs(written, "from intended start"), 4, 5);
        Assert.Equal(coloured, Colour().IsMatch(written));
        Assert.EndsWith("\u001b[?25h", written, StringComparison.Ordinal);
    }

    private LiveView View(bool terminal, string? noColor = null) => new(
        MeasuredRun.Meter(), Outlook, () => (_time.GetElapsedTime(0), 12),
        new Surroundings(TextReader.Null, TextWriter.Null, _error) { Time = _time, ErrorIsTerminal = terminal, ErrorWidth = () => 100, Environment = name => name == "NO_COLOR" ? noColor : null });

    private static string Picture(int width, RunOutlook outlook, string? note, TimeSpan? elapsed = null)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(LivePicture.Of(MeasuredRun.Meter().Progress(elapsed ?? TimeSpan.FromSeconds(20)), 12, outlook, note, width));
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static int Occurs(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("\u001b\\[[0-9;]*(3[0-9]|38;5;[0-9]+)m")]
    private static partial Regex Colour();
}

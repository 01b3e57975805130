using Spectre.Console;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>Shows a run while it is under way: a picture that is drawn again four times a second on a terminal, else a line every few seconds.
/// Everything goes to the error stream, so that results can be redirected.</summary>
/// <param name="meter">Says how the run does.</param>
/// <param name="outlook">What it is expected to come to.</param>
/// <param name="state">How long the run has lasted, and how many packets are under way; called from any thread.</param>
/// <param name="around">Streams and clock.</param>
internal sealed class LiveView(RunMeter meter, RunOutlook outlook, Func<(TimeSpan Elapsed, int UnderWay)> state, Surroundings around)
{
    private static readonly TimeSpan Redrawn = TimeSpan.FromMilliseconds(250), Spoken = TimeSpan.FromSeconds(5);

    private volatile string? _note;

    /// <summary>Says something beside the numbers; nothing else may be written to the error stream while the view is shown.</summary>
    public void Note(string sentence)
    {
        _note = sentence;
        if (!around.ErrorIsTerminal) around.Error.WriteLine(sentence);
    }

    /// <summary>Shows it until the run is over; then the picture is taken away.</summary>
    /// <param name="run">The run.</param>
    public async Task Until(Task run)
    {
        try
        {
            await (around.ErrorIsTerminal ? Draw(run) : Speak(run));
        }
        catch (IOException)
        {
            // Nobody watches any more; the run goes on.
        }
    }

    private async Task Draw(Task run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(around.Error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = around.Environment("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.EightBit,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = around.ErrorWidth();
        await console.Live(Picture()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (!run.IsCompleted)
            {
                live.UpdateTarget(Picture());
                await Pause(run, Redrawn);
                console.Profile.Width = around.ErrorWidth();
            }
        });

        Spectre.Console.Rendering.IRenderable Picture()
        {
            var (elapsed, underWay) = state();
            return LivePicture.Of(meter.Progress(elapsed), underWay, outlook, _note, console.Profile.Width);
        }
    }

    private async Task Speak(Task run)
    {
        while (true)
        {
            await Pause(run, Spoken);
            if (run.IsCompleted) return;
            await around.Error.WriteLineAsync(LivePicture.Sentence(meter.Progress(state().Elapsed), outlook));
        }
    }

    private async Task Pause(Task run, TimeSpan span)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(run, Task.Delay(span, around.Time, over.Token));
        await over.CancelAsync();
    }
}

namespace WeChatActors.Cli.Tests;

/// <summary>A stream of lines that can be waited for.</summary>
internal sealed class Announcement : StringWriter
{
    private readonly Lock _gate = new();
    private readonly List<(string Beginning, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>Completes when a line that begins so was written, before or after the call.</summary>
    public Task Line(string beginning)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (ToString().Split('\n').Any(line => line.StartsWith(beginning, StringComparison.Ordinal))) seen.SetResult();
            else _awaited.Add((beginning, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>What stands behind the word that begins a line.</summary>
    public string this[string word] => ToString().Split('\n').First(line => line.StartsWith(word + " ", StringComparison.Ordinal))[10..];

    public override void WriteLine(string? value)
    {
        lock (_gate)
        {
            base.WriteLine(value);
            foreach (var (beginning, seen) in _awaited)
                if (value!.StartsWith(beginning, StringComparison.Ordinal)) seen.TrySetResult();
        }
    }

    public override string ToString()
    {
        lock (_gate) return base.ToString();
    }
}

/// <summary>A call that serves until it is asked to stop.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly StopSignal _stop = new();
    private readonly Task<Ran> _ran;

    private Serving(TimeProvider? time, Func<string, string?>? environment, string[] args) =>
        _ran = Ran.Command(
            TextReader.Null,
            around => around with
            {
                Out = Output, Error = Talk, ListenForStop = () => _stop, Time = time ?? TimeProvider.System, Environment = environment ?? (_ => null),
            },
            args);

    public Announcement Output { get; } = new();

    public Announcement Talk { get; } = new();

    /// <summary>Starts a call and waits until it has written a line that begins so.</summary>
    public static async Task<Serving> Start(string last, string[] args, TimeProvider? time = null, Func<string, string?>? environment = null)
    {
        var serving = new Serving(time, environment, args);
        if (await Task.WhenAny(serving.Output.Line(last), serving._ran) == serving._ran) Assert.Fail($"It ended with {(await serving._ran).Code}: {serving.Talk}");
        return serving;
    }

    /// <summary>Asks it to stop.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        _stop.Request();
        return (await _ran).Code;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }
}

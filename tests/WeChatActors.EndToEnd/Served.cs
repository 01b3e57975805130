using System.Diagnostics;
using System.Text;

namespace WeChatActors.EndToEnd;

/// <summary>A running program that says where it serves.</summary>
internal sealed class Served : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _later = new();
    private Task _reading = Task.CompletedTask;

    private Served(Process process) => _process = process;

    public Uri Public { get; private set; } = null!;

    public Uri Admin { get; private set; } = null!;

    /// <summary>What it printed until it was ready.</summary>
    public List<string> Output { get; } = [];

    public string Errors
    {
        get { lock (_errors) return _errors.ToString(); }
    }

    /// <summary>All that it wrote, to both streams; whole once it has ended.</summary>
    public async Task<string> Written()
    {
        if (_process.HasExited) await _reading;
        lock (_later) return string.Join('\n', Output) + '\n' + _later + '\n' + Errors;
    }

    /// <summary>What stands behind the word that begins a line.</summary>
    public string this[string word] => Output.Last(line => line.StartsWith(word + " ", StringComparison.Ordinal))[word.Length..].Trim();

    /// <summary>Starts a program that ends up serving, and waits until it says where.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it is started; null for here.</param>
    /// <param name="limit">How long it may take; null for a minute.</param>
    /// <param name="last">The word that begins the last line of its announcement.</param>
    /// <param name="temporary">Where it puts temporary files; null for the usual place.</param>
    public static async Task<Served> Start(
        string program, IEnumerable<string> arguments, string? folder = null, TimeSpan? limit = null, string last = "database", string? temporary = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        if (temporary is not null) start.Environment["TMPDIR"] = temporary;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var served = new Served(process);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (served._errors) served._errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(limit ?? Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            served.Output.Add(line);
            if (line.StartsWith("callback ", StringComparison.Ordinal)) served.Public = new Uri(new Uri(line.Split(' ')[^1]), "/");
            if (line.StartsWith("admin ", StringComparison.Ordinal)) served.Admin = new Uri(line.Split(' ')[^1]);
            if (line.StartsWith(last + " ", StringComparison.Ordinal))
            {
                served._reading = served.ReadOn();
                return served;
            }
        }
        await process.WaitForExitAsync(patience.Token);
        throw new InvalidOperationException($"It ended with {process.ExitCode} before it served: {served.Errors}");
    }

    /// <summary>Ends it as a power cut would: <c>kill -9</c>.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    /// <summary>Waits until it has said something on its error stream.</summary>
    public async Task Says(string sentence, int times = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Errors.Split(sentence).Length <= times)
        {
            Assert.False(_process.HasExited, $"It ended with {(_process.HasExited ? _process.ExitCode : 0)}: {Errors}");
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Asks it to stop with SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        await Tool.Run("sh", ["-c", $"kill -TERM {_process.Id}"], Patience);
        await Exit();
        return _process.ExitCode;
    }

    /// <summary>Ends it as Ctrl-C does, with SIGINT.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Interrupt()
    {
        await Tool.Run("sh", ["-c", $"kill -INT {_process.Id}"], Patience);
        await Exit();
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop and, while it does, again, as an impatient user would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopTwice()
    {
        await Tool.Run("sh", ["-c", $"kill -TERM {_process.Id}"], Patience);
        await Says("stopping");
        return await Stop();
    }

    /// <summary>Asks it to read its rules again, with SIGHUP.</summary>
    public Task Hangup() => Tool.Run("sh", ["-c", $"kill -HUP {_process.Id}"], Patience);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }

    private async Task ReadOn()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            lock (_later) _later.AppendLine(line);
    }

    private async Task Exit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }
}

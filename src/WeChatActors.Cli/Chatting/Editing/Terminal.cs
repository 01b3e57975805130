namespace WeChatActors.Cli;

/// <summary>A terminal at which a person sits.</summary>
internal interface ITerminal
{
    /// <summary>Columns of a row.</summary>
    int Width { get; }

    /// <summary>Whether more keys are waiting, as while a text is pasted.</summary>
    bool KeyAvailable { get; }

    /// <summary>Takes the keyboard over: Ctrl-C is a key until the result is disposed.</summary>
    IDisposable Begin();

    /// <summary>Waits for a key and does not show it.</summary>
    ConsoleKeyInfo ReadKey();
}

/// <summary>The console of the process.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    /// <summary>Whether both ends of the console are a terminal that can move its cursor.</summary>
    public static bool IsPresent(string? term) => !Console.IsInputRedirected && !Console.IsOutputRedirected && term is not "dumb";

    public int Width => Math.Max(20, Console.WindowWidth);

    public bool KeyAvailable => Console.KeyAvailable;

    public IDisposable Begin()
    {
        Console.TreatControlCAsInput = true;
        return new Given();
    }

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    private sealed class Given : IDisposable
    {
        public void Dispose() => Console.TreatControlCAsInput = false;
    }
}

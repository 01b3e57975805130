namespace WeChatActors.Cli;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done here and now: a port in use, a locked database.</summary>
    public const int Failed = 1;

    /// <summary>It was asked wrongly: a bad argument, or a file with mistakes.</summary>
    public const int Misused = 2;
}

using Microsoft.Extensions.Logging;

namespace WeChatActors.Simulator;

/// <summary>The lines the simulator's listeners log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "the control request {Path} failed")]
    public static partial void ControlFailed(ILogger log, Exception error, string path);
}

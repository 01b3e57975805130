using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace WeChatActors.Cli;

/// <summary>Log lines of a command that serves.</summary>
internal static class ConsoleLog
{
    /// <summary>One line each with its time in UTC, on stderr.</summary>
    public static void Add(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(line =>
        {
            line.SingleLine = true;
            line.UseUtcTimestamp = true;
            line.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        // Results go to stdout; whatever the level, a log line is talk.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

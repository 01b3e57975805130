using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>The lines the server logs. None holds a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Account}: acknowledged a packet that cannot be read: {Fault}: {Detail}")]
    public static partial void Acknowledged(ILogger log, string account, PacketFault fault, string detail);

    [LoggerMessage(EventId = 2, Message = "answered {Status}: {Fault}: {Detail}")]
    public static partial void Refused(ILogger log, LogLevel level, int status, string fault, string detail);

    [LoggerMessage(3, LogLevel.Information, "{Account}: packet {Key} was read with a tolerance: {Warnings}")]
    public static partial void ToleratedPacket(ILogger log, string account, DeliveryKey key, PacketWarnings warnings);

    [LoggerMessage(8, LogLevel.Error, "the admin request {Path} failed")]
    public static partial void AdminFailed(ILogger log, Exception error, string path);

    [LoggerMessage(7, LogLevel.Warning, "{Muted} more lines like these were held back")]
    public static partial void HeldBack(ILogger log, long muted);

    [LoggerMessage(4, LogLevel.Error, "conversation {Conversation} failed")]
    public static partial void ConversationFailed(ILogger log, Exception error, ConversationId conversation);

    [LoggerMessage(5, LogLevel.Error, "{Why}")]
    public static partial void StoreUnavailable(ILogger log, string why);

    [LoggerMessage(EventId = 9, Message = "{Account}: {Sentence}")]
    public static partial void Notice(ILogger log, LogLevel level, string account, string sentence);

    [LoggerMessage(EventId = 10, Message = "{Account}: WeChat reports {Kind}: {Summary}")]
    public static partial void AccountEvent(ILogger log, LogLevel level, string account, string kind, string summary);

    [LoggerMessage(6, LogLevel.Warning, "stopping: {Messages} packets and {Conversations} conversations had not finished in time")]
    public static partial void DrainIncomplete(ILogger log, long messages, int conversations);
}

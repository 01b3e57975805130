using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Writes what WeChat accepts: status 200 (any other counts as failure) and a body of known length.</summary>
internal static class CallbackAnswer
{
    private static readonly StringValues Plain = "text/plain; charset=utf-8";
    private static readonly StringValues Xml = "application/xml; charset=utf-8";

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _reused;

    /// <summary>Nothing to say, and no need to deliver it again. Never encrypted.</summary>
    public static Task Success(HttpResponse response) => Write(response, "success"u8, Plain);

    /// <summary>The echostr of a URL verification, byte for byte, with no line end.</summary>
    public static Task Echo(HttpResponse response, string echo) => Write(response, Encoding.UTF8.GetBytes(echo), Plain);

    /// <summary>A passive reply, encrypted as its packet was.</summary>
    public static Task Reply(HttpResponse response, Answer answer, Packet packet, int keyIndex, in CallbackQuery query, AccountSecurity security, Recording? recording)
    {
        recording?.Expect();
        var body = _reused ??= new ArrayBufferWriter<byte>(4096);
        body.ResetWrittenCount();
        var at = answer.At.ToUnixTimeSeconds();
        // It is recorded as it is inside its envelope.
        if (recording is not null) PassiveReplyXml.Write(body, answer.Reply!, packet.FromUserName, packet.ToUserName, at);
        recording?.End(answer, body.WrittenSpan);
        if (recording is not null && keyIndex < 0) return Write(response, body.WrittenSpan, Xml);
        body.ResetWrittenCount();
        Callback.SealReply(body, answer.Reply!, packet, keyIndex, query, security, at);
        return Write(response, body.WrittenSpan, Xml);
    }

    private static Task Write(HttpResponse response, ReadOnlySpan<byte> body, StringValues type)
    {
        response.Headers.ContentType = type;
        response.ContentLength = body.Length;
        // Sent with the end of the request, so that head and body leave together.
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }
}

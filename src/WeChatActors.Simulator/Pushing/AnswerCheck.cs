using System.Globalization;
using System.Text;
using System.Text.Unicode;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Judges the body of an answer with status 200 as WeChat does: strictly, and without telling more than success or failure to the
/// account. Pure: the same bytes give the same verdict. Source: WeChat docs, 被动回复用户消息; where they are silent, the strict reading.</summary>
internal static class AnswerCheck
{
    /// <summary>Judges an answer.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="packet">What it answers.</param>
    /// <param name="rules">Whose answer it is.</param>
    public static PassiveAnswer Check(ReadOnlySpan<byte> body, SimulatedPacket packet, AnswerRules rules)
    {
        if (body.SequenceEqual("success"u8)) return Success;
        if (body.IsEmpty) return Empty;
        if (FindOtherThanXml(body) is { } fault) return PassiveAnswer.Fault(fault);
        if (!ReplyElements.TryRead(body, out var reply, out fault)) return PassiveAnswer.Fault(fault);
        if (!packet.TakesReply)
            return PassiveAnswer.Nothing($"The event {packet.Event} takes no reply: what was answered is ignored, success would do.");
        var encrypted = reply.Text("Encrypt") is not null;
        if (rules.Setup.Security == SecurityMode.Safe && !encrypted)
            return PassiveAnswer.Fault("The reply is plaintext, but the account is in safe mode: it must be an envelope of Encrypt, MsgSignature, TimeStamp and Nonce.");
        if (!encrypted) return ReplyCheck.Check(reply, packet, rules);
        if (rules.Envelope is null)
            return PassiveAnswer.Fault("The reply is encrypted, but the push was not: the account is in plaintext mode.");
        return CheckEnvelope(reply, packet, rules, rules.Envelope);
    }

    private static readonly PassiveAnswer Success = PassiveAnswer.Nothing("The answer is success: nothing is shown.");
    private static readonly PassiveAnswer Empty = PassiveAnswer.Nothing("The answer is empty, which counts as success: nothing is shown.");

    private static PassiveAnswer CheckEnvelope(ReplyElements outer, SimulatedPacket packet, AnswerRules rules, AesEnvelope envelope)
    {
        if (outer.Require("Encrypt", out var encrypt) is { } fault
            || (fault = outer.Require("MsgSignature", out var signature)) is not null
            || (fault = outer.Require("TimeStamp", out var timestamp)) is not null
            || (fault = outer.Require("Nonce", out var nonce)) is not null)
            return PassiveAnswer.Fault($"The envelope cannot be read: {fault}");
        var opened = envelope.Open(rules.Setup.Token, timestamp, nonce, signature, encrypt);
        if (opened.Fault != EnvelopeFault.None) return PassiveAnswer.Fault(Describe(opened.Fault));
        var decrypted = Encoding.UTF8.GetString(opened.Message.Span);
        var answer = ReplyElements.TryRead(opened.Message.Span, out var reply, out var unreadable)
            ? ReplyCheck.Check(reply, packet, rules)
            : PassiveAnswer.Fault($"Inside the envelope: {unreadable}");
        return answer with { Decrypted = decrypted };
    }

    private static string Describe(EnvelopeFault fault) => fault switch
    {
        EnvelopeFault.WrongSignature => "MsgSignature does not fit (-40001): it is SHA-1 over the sorted token, TimeStamp, Nonce and Encrypt of the reply.",
        EnvelopeFault.NotBase64 => "Encrypt is not base64 (-40010).",
        EnvelopeFault.NotDecryptable => "Encrypt does not hold whole AES blocks (-40007).",
        EnvelopeFault.WrongAppId => "The encrypted reply ends with another AppID (-40005).",
        _ => "What Encrypt holds has a wrong padding or length (-40008): usually another EncodingAESKey, or padding to 16 bytes instead of 32.",
    };

    /// <summary>Why the bytes are none of what WeChat looks for; null when they may be XML.</summary>
    private static string? FindOtherThanXml(ReadOnlySpan<byte> body)
    {
        if (body is [0x1F, 0x8B, ..]) return "The answer is compressed (gzip), though WeChat does not ask for that.";
        var bare = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).Trim(" \t\r\n"u8);
        if (bare.IsEmpty) return "The answer is white space; send success, or no byte at all.";
        if (bare[0] == '<')
            return Begins(bare, "<!doctype html"u8) || Begins(bare, "<html"u8) ? "The answer is an HTML page; send success, an empty body or a reply's XML." : null;
        if (bare.SequenceEqual("success"u8))
            return $"The answer is success with {(body.StartsWith("\uFEFF"u8) ? "a byte order mark before it" : "white space around it")}; send 7 bare bytes.";
        if (bare.Trim("\"'"u8).SequenceEqual("success"u8)) return "The answer is \"success\" in quotes: a framework has serialised it as JSON; send 7 bare bytes.";
        if (bare.Length == 7 && Begins(bare, "success"u8)) return "The answer is success in other letters; it must be lower case.";
        if (bare[0] is (byte)'{' or (byte)'[') return "The answer is JSON; WeChat wants success, an empty body or a reply's XML.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The answer is {body.Length:N0} bytes {(Utf8.IsValid(body) ? "of plain text" : "that are no UTF-8")}; WeChat wants success, an empty body or a reply's XML.");
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);
}

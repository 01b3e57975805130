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
    public static PassiveAnswer Check(ReadOnlySpan<byte> body, in AnsweredPacket packet, AnswerRules rules)
    {
        if (body.SequenceEqual("success"u8)) return Success;
        if (body.IsEmpty) return Empty;
        if (FindOtherThanXml(body) is { } fault) return PassiveAnswer.Fault(fault);
        if (!ReplyElements.TryRead(body, out var reply, out fault)) return PassiveAnswer.Fault(fault);
        if (!packet.TakesReply)
            return PassiveAnswer.Nothing(
                $"The event {packet.Event} takes no reply: what was answered is ignored, success would do.",
                $"事件 {packet.Event} 不支持被动回复：应答内容被忽略，回复 success 即可。");
        var encrypted = reply.Text("Encrypt") is not null;
        if (rules.Setup.Security == SecurityMode.Safe && !encrypted)
        {
            return PassiveAnswer.Fault(
                "The reply is plaintext, but the account is in safe mode: it must be an envelope of Encrypt, MsgSignature, TimeStamp and Nonce.",
                "回复是明文，但账号为安全模式：必须是由 Encrypt、MsgSignature、TimeStamp、Nonce 组成的加密包。");
        }
        if (!encrypted) return ReplyCheck.Check(reply, packet, rules);
        if (rules.Envelope is null)
            return PassiveAnswer.Fault("The reply is encrypted, but the push was not: the account is in plaintext mode.", "回复已加密，但推送未加密：账号为明文模式。");
        return CheckEnvelope(reply, packet, rules, rules.Envelope);
    }

    private static readonly PassiveAnswer Success = PassiveAnswer.Nothing("The answer is success: nothing is shown.", "应答为 success：不显示任何内容。");
    private static readonly PassiveAnswer Empty = PassiveAnswer.Nothing(
        "The answer is empty, which counts as success: nothing is shown.", "应答为空，等同 success：不显示任何内容。");

    private static PassiveAnswer CheckEnvelope(ReplyElements outer, in AnsweredPacket packet, AnswerRules rules, AesEnvelope envelope)
    {
        if (outer.Require("Encrypt", out var encrypt) is { } fault
            || (fault = outer.Require("MsgSignature", out var signature)) is not null
            || (fault = outer.Require("TimeStamp", out var timestamp)) is not null
            || (fault = outer.Require("Nonce", out var nonce)) is not null)
            return PassiveAnswer.Fault(new Sentence("The envelope cannot be read: ", "无法读取加密包：") + fault);
        var opened = envelope.Open(rules.Setup.Token, timestamp, nonce, signature, encrypt);
        if (opened.Fault != EnvelopeFault.None) return PassiveAnswer.Fault(Describe(opened.Fault));
        var decrypted = Encoding.UTF8.GetString(opened.Message.Span);
        var answer = ReplyElements.TryRead(opened.Message.Span, out var reply, out var unreadable)
            ? ReplyCheck.Check(reply, packet, rules)
            : PassiveAnswer.Fault(new Sentence("Inside the envelope: ", "加密包内：") + unreadable);
        return answer with { Decrypted = decrypted };
    }

    private static Sentence Describe(EnvelopeFault fault) => fault switch
    {
        EnvelopeFault.WrongSignature => new Sentence(
            "MsgSignature does not fit (-40001): it is SHA-1 over the sorted token, TimeStamp, Nonce and Encrypt of the reply.",
            "MsgSignature 不匹配（-40001）：应为 Token 与回复的 TimeStamp、Nonce、Encrypt 排序拼接后的 SHA-1。"),
        EnvelopeFault.NotBase64 => new Sentence("Encrypt is not base64 (-40010).", "Encrypt 不是 base64（-40010）。"),
        EnvelopeFault.NotDecryptable => new Sentence("Encrypt does not hold whole AES blocks (-40007).", "Encrypt 不是整数个 AES 分组（-40007）。"),
        EnvelopeFault.WrongAppId => new Sentence("The encrypted reply ends with another AppID (-40005).", "加密回复末尾的 AppID 不是该账号的（-40005）。"),
        _ => new Sentence(
            "What Encrypt holds has a wrong padding or length (-40008): usually another EncodingAESKey, or padding to 16 bytes instead of 32.",
            "Encrypt 解密后填充或长度有误（-40008）：通常是 EncodingAESKey 不一致，或按 16 字节而不是 32 字节填充。"),
    };

    /// <summary>Why the bytes are none of what WeChat looks for; null when they may be XML.</summary>
    private static Sentence? FindOtherThanXml(ReadOnlySpan<byte> body)
    {
        if (body is [0x1F, 0x8B, ..]) return new Sentence("The answer is compressed (gzip), though WeChat does not ask for that.", "应答经过 gzip 压缩，而微信没有要求压缩。");
        var bare = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).Trim(" \t\r\n"u8);
        if (bare.IsEmpty) return new Sentence("The answer is white space; send success, or no byte at all.", "应答只有空白；请回复 success，或者不含任何字节的空串。");
        if (bare[0] == '<')
        {
            return Begins(bare, "<!doctype html"u8) || Begins(bare, "<html"u8)
                ? new Sentence("The answer is an HTML page; send success, an empty body or a reply's XML.", "应答是 HTML 页面；请回复 success、空串或回复 XML。")
                : null;
        }
        if (bare.SequenceEqual("success"u8))
        {
            return body.StartsWith("\uFEFF"u8)
                ? new Sentence("The answer is success with a byte order mark before it; send 7 bare bytes.", "应答的 success 前有 BOM；请只发送这 7 个字节。")
                : new Sentence("The answer is success with white space around it; send 7 bare bytes.", "应答的 success 前后有空白；请只发送这 7 个字节。");
        }
        if (bare.Trim("\"'"u8).SequenceEqual("success"u8))
        {
            return new Sentence(
                "The answer is \"success\" in quotes: a framework has serialised it as JSON; send 7 bare bytes.",
                "应答是带引号的 \"success\"：框架把它序列化成了 JSON；请只发送这 7 个字节。");
        }
        if (bare.Length == 7 && Begins(bare, "success"u8))
            return new Sentence("The answer is success in other letters; it must be lower case.", "应答的 success 大小写不对，必须全部小写。");
        if (bare[0] is (byte)'{' or (byte)'[')
            return new Sentence("The answer is JSON; WeChat wants success, an empty body or a reply's XML.", "应答是 JSON；微信只接受 success、空串或回复 XML。");
        var (bytes, isText) = (Sentence.Digits(body.Length), Utf8.IsValid(body));
        return new Sentence(
            $"The answer is {bytes} bytes {(isText ? "of plain text" : "that are no UTF-8")}; WeChat wants success, an empty body or a reply's XML.",
            $"应答是 {bytes} 字节的{(isText ? "纯文本" : "非 UTF-8 数据")}；微信只接受 success、空串或回复 XML。");
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);
}

using System.Buffers;

namespace WeChatActors.Protocol;

/// <summary>Writes passive replies as WeChat reads them. Source: WeChat Official Accounts docs, 被动回复用户消息.</summary>
public static class PassiveReplyXml
{
    /// <summary>Writes one reply as compact XML on one line, without declaration: strings in CDATA, <c>]]&gt;</c> split over two
    /// sections, characters that XML 1.0 forbids left out, CR and CR LF written as LF (a reader would make LF of them anyway).</summary>
    /// <param name="output">Where the UTF-8 goes. Nothing else is allocated.</param>
    /// <param name="reply">The reply; <see cref="PassiveReplyLimits.Fit"/> has cut it to WeChat's limits.</param>
    /// <param name="toUserName">The user: the packet's FromUserName.</param>
    /// <param name="fromUserName">The account: the packet's ToUserName.</param>
    /// <param name="createTime">Seconds since 1970 UTC; WeChat does not evaluate it.</param>
    public static void Write(IBufferWriter<byte> output, PassiveReply reply, string toUserName, string fromUserName, long createTime) =>
        throw new NotImplementedException();
}

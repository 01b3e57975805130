namespace WeChatActors.Protocol;

/// <summary>Reads a plaintext or decrypted XML body into a packet.</summary>
public static class PacketReader
{
    /// <summary>Reads one body. Never throws, whatever the bytes; time and memory are bounded by a small multiple of the size.</summary>
    /// <param name="body">UTF-8, with or without byte order mark.</param>
    /// <param name="now">The clock, against which a CreateTime more than 10 minutes ahead is dropped; null to leave that check out.</param>
    /// <returns><c>Parsed</c>, or <c>Rejected</c> with cause and place.</returns>
    /// <remarks>Source: WeChat Official Accounts docs, 接收普通消息 and 接收事件推送.</remarks>
    public static PacketResult Read(ReadOnlySpan<byte> body, DateTimeOffset? now = null) => throw new NotImplementedException();
}

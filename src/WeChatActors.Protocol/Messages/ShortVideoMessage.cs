using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user shot a clip inside the chat (小视频). There is no reply of this type.</summary>
public sealed record ShortVideoMessage : Message
{
    /// <inheritdoc/>
    public ShortVideoMessage() { }

    [SetsRequiredMembers]
    internal ShortVideoMessage(ref PacketSource source) : base(ref source)
    {
        MediaId = source.Text("MediaId");
        ThumbMediaId = source.Text("ThumbMediaId");
    }

    /// <summary>Temporary media id of the clip, good for 3 days.</summary>
    public string? MediaId { get; init; }

    /// <summary>Temporary media id of the thumbnail.</summary>
    public string? ThumbMediaId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "shortvideo";
}

using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a video.</summary>
public sealed record VideoMessage : Message
{
    /// <inheritdoc/>
    public VideoMessage() { }

    [SetsRequiredMembers]
    internal VideoMessage(ref PacketSource source) : base(ref source)
    {
        MediaId = source.Text("MediaId");
        ThumbMediaId = source.Text("ThumbMediaId");
    }

    /// <summary>Temporary media id of the video, good for 3 days.</summary>
    public string? MediaId { get; init; }

    /// <summary>Temporary media id of the thumbnail.</summary>
    public string? ThumbMediaId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "video";
}

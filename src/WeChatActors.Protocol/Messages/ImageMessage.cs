using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a picture.</summary>
public sealed record ImageMessage : Message
{
    /// <inheritdoc/>
    public ImageMessage() { }

    [SetsRequiredMembers]
    internal ImageMessage(ref PacketSource source) : base(ref source)
    {
        PicUrl = source.Text("PicUrl");
        MediaId = source.Text("MediaId");
    }

    /// <summary>Link to the picture, made by WeChat; its lifetime is not documented.</summary>
    public string? PicUrl { get; init; }

    /// <summary>Temporary media id, good for 3 days.</summary>
    public string? MediaId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "image";
}

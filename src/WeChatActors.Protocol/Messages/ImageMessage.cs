namespace WeChatActors.Protocol;

/// <summary>The user sent a picture.</summary>
public sealed record ImageMessage : Message
{
    /// <summary>Link to the picture, made by WeChat; its lifetime is not documented.</summary>
    public string? PicUrl { get; init; }

    /// <summary>Temporary media id, good for 3 days.</summary>
    public string? MediaId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "image";
}

using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a page of a Mini Program; belongs to the customer-service channel of Mini Programs.</summary>
public sealed record MiniProgramPageMessage : Message
{
    /// <inheritdoc/>
    public MiniProgramPageMessage() { }

    [SetsRequiredMembers]
    internal MiniProgramPageMessage(ref PacketSource source) : base(ref source)
    {
        Title = source.Text("Title");
        AppId = source.Text("AppId");
        PagePath = source.Text("PagePath");
        ThumbUrl = source.Text("ThumbUrl");
        ThumbMediaId = source.Text("ThumbMediaId");
    }

    /// <summary>Title of the card.</summary>
    public string? Title { get; init; }

    /// <summary>AppID of the Mini Program.</summary>
    public string? AppId { get; init; }

    /// <summary>Path of the page.</summary>
    public string? PagePath { get; init; }

    /// <summary>Link to the cover.</summary>
    public string? ThumbUrl { get; init; }

    /// <summary>Temporary media id of the cover.</summary>
    public string? ThumbMediaId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "miniprogrampage";

    /// <summary>None: replies to pages are undocumented.</summary>
    public override ReplyAbility Reply => ReplyAbility.None;

    /// <summary>None: it is no message to an Official Account.</summary>
    public override WindowScene Opens => WindowScene.None;
}

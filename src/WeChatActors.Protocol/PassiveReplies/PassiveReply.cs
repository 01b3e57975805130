using System.Collections.Immutable;

namespace WeChatActors.Protocol;

/// <summary>The answer written into the HTTP response of a push; free, one per packet. Source: WeChat docs, 被动回复用户消息.</summary>
public abstract record PassiveReply
{
    private protected PassiveReply() { }

    /// <summary>The MsgType element of the reply.</summary>
    public abstract string MsgType { get; }
}

/// <summary>A text of at most 2,047 bytes of UTF-8.</summary>
/// <param name="Content">The text; LF breaks lines, <c>&lt;a href&gt;</c> makes a link.</param>
public sealed record TextReply(string Content) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "text";
}

/// <summary>A picture.</summary>
/// <param name="MediaId">Media id of an uploaded picture, or of one the user sent.</param>
public sealed record ImageReply(string MediaId) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "image";
}

/// <summary>A voice clip.</summary>
/// <param name="MediaId">Media id of an uploaded clip.</param>
public sealed record VoiceReply(string MediaId) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "voice";
}

/// <summary>A video.</summary>
/// <param name="MediaId">Media id of an uploaded video.</param>
/// <param name="Title">Title, or null.</param>
/// <param name="Description">Description, or null.</param>
public sealed record VideoReply(string MediaId, string? Title = null, string? Description = null) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "video";
}

/// <summary>A song with a player.</summary>
/// <param name="ThumbMediaId">Media id of the thumbnail; documented as required, left out by some SDKs.</param>
/// <param name="Title">Title, or null.</param>
/// <param name="Description">Description, or null.</param>
/// <param name="MusicUrl">Link to the sound, or null.</param>
/// <param name="HqMusicUrl">Link used on Wi-Fi, or null.</param>
public sealed record MusicReply(string? ThumbMediaId, string? Title = null, string? Description = null, string? MusicUrl = null, string? HqMusicUrl = null) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "music";
}

/// <summary>Articles: one in answer to a message, up to eight in answer to an event.</summary>
/// <param name="Articles">The articles in order; the first is shown large.</param>
public sealed record NewsReply(ImmutableArray<Article> Articles) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "news";

    /// <summary>Equal when the articles are equal, one by one.</summary>
    public bool Equals(NewsReply? other) => other is not null && Articles.AsSpan().SequenceEqual(other.Articles.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var article in Articles) hash.Add(article);
        return hash.ToHashCode();
    }
}

/// <summary>One article of a <see cref="NewsReply"/>.</summary>
/// <param name="Title">Title.</param>
/// <param name="Description">Summary, shown when it is the only article; may be empty.</param>
/// <param name="PicUrl">Picture, JPG or PNG, 360×200 for the first and 200×200 for others; may be empty.</param>
/// <param name="Url">The page to open.</param>
public sealed record Article(string Title, string Description, string PicUrl, string Url);

/// <summary>Hands the user to the human agents. Only in answer to a message.</summary>
/// <param name="KfAccount">The agent, <c>prefix@account</c>; null for any.</param>
public sealed record TransferReply(string? KfAccount = null) : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "transfer_customer_service";
}

/// <summary>Hands this message to the account's AI reply, which must be enabled in the console. Only in answer to a message.</summary>
public sealed record AiTransferReply : PassiveReply
{
    /// <inheritdoc/>
    public override string MsgType => "transfer_biz_ai_ivr";
}

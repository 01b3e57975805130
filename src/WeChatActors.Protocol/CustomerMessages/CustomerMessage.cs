using System.Collections.Immutable;

namespace WeChatActors.Protocol;

/// <summary>A customer-service message (客服消息): what may be pushed to a follower while a window is open. Immutable.</summary>
/// <remarks>Media stand as a media id, or as the path of a local file that is uploaded first. Source: WeChat Official Accounts docs, 客服接口-发消息.</remarks>
public abstract record CustomerMessage
{
    private protected CustomerMessage() { }

    /// <summary>The msgtype element of the API.</summary>
    public abstract string MsgType { get; }

    /// <summary>The staff account in whose name it is sent, <c>prefix@account</c>; null for the account itself.</summary>
    public string? KfAccount { get; init; }
}

/// <summary>A text; may hold line feeds and links.</summary>
/// <param name="Content">The text, at most 2,048 bytes of UTF-8 (field value; beyond it errcode 45002).</param>
public sealed record TextPush(string Content) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "text";
}

/// <summary>A picture.</summary>
/// <param name="Media">A media id or a local file.</param>
public sealed record ImagePush(string Media) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "image";
}

/// <summary>A voice clip.</summary>
/// <param name="Media">A media id or a local file.</param>
public sealed record VoicePush(string Media) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "voice";
}

/// <summary>A video.</summary>
/// <param name="Media">A media id or a local file.</param>
/// <param name="Thumb">The thumbnail: a media id or a local file; null for none, which the platform may refuse.</param>
/// <param name="Title">The title; null for none.</param>
/// <param name="Description">The description; null for none.</param>
public sealed record VideoPush(string Media, string? Thumb, string? Title, string? Description) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "video";
}

/// <summary>Music by address.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="HqUrl">The better one for Wi-Fi; null for the same.</param>
/// <param name="Thumb">The thumbnail: a media id or a local file.</param>
/// <param name="Title">The title; null for none.</param>
/// <param name="Description">The description; null for none.</param>
public sealed record MusicPush(string Url, string? HqUrl, string? Thumb, string? Title, string? Description) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "music";
}

/// <summary>One article that links out; the platform takes exactly one (45008 otherwise).</summary>
/// <param name="Article">The article.</param>
public sealed record NewsPush(Article Article) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "news";
}

/// <summary>Articles of a draft inside WeChat.</summary>
/// <param name="Media">The media id of the news.</param>
public sealed record MpNewsPush(string Media) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "mpnews";
}

/// <summary>A published article.</summary>
/// <param name="ArticleId">Its id from the publishing APIs.</param>
public sealed record MpArticlePush(string ArticleId) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "mpnewsarticle";
}

/// <summary>A menu message: a tap comes back as a text with the entry's id.</summary>
/// <param name="Head">The text above; null for none.</param>
/// <param name="Entries">The entries: ids are digits, so that every reader of the tap understands them.</param>
/// <param name="Tail">The text below; null for none.</param>
public sealed record MenuPush(string? Head, ImmutableArray<MenuEntry> Entries, string? Tail) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "msgmenu";

    /// <inheritdoc/>
    public bool Equals(MenuPush? other) =>
        other is not null && KfAccount == other.KfAccount && Head == other.Head && Tail == other.Tail && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Head, Tail, Entries.Length);
}

/// <summary>One entry of a menu message.</summary>
/// <param name="Id">Comes back with a tap.</param>
/// <param name="Content">What the user reads and, by the tap, says.</param>
public sealed record MenuEntry(string Id, string Content);

/// <summary>A card of a mini program that is linked with the account.</summary>
/// <param name="AppId">The mini program's AppID.</param>
/// <param name="Page">The page, with its query.</param>
/// <param name="Title">The title.</param>
/// <param name="Thumb">The picture: a media id or a local file.</param>
public sealed record MiniProgramPush(string AppId, string Page, string Title, string Thumb) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "miniprogrampage";
}

/// <summary>A card or coupon (卡券).</summary>
/// <param name="CardId">Its id.</param>
public sealed record CardPush(string CardId) : CustomerMessage
{
    /// <inheritdoc/>
    public override string MsgType => "wxcard";
}

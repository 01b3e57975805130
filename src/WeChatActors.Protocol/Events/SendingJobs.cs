using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>WeChat delivered, or failed to deliver, one template message; the sender is its addressee.</summary>
public sealed record TemplateSendJobFinishEvent : Event
{
    /// <inheritdoc/>
    public TemplateSendJobFinishEvent() { }

    [SetsRequiredMembers]
    internal TemplateSendJobFinishEvent(ref PacketSource source) : base(ref source)
    {
        MsgId = source.Text("MsgID", "MsgId");
        Status = source.Text("Status");
    }

    /// <summary>The msgid that the template send API returned, as digits; not a message id of the user.</summary>
    public string? MsgId { get; init; }

    /// <summary><c>success</c>, <c>failed:user block</c>, <c>failed: system failed</c> and others.</summary>
    public string? Status { get; init; }

    /// <summary>Whether <see cref="Status"/> begins with <c>success</c>.</summary>
    public bool Succeeded => Status is { } status && status.StartsWith("success", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A mass send (群发) ended. The sender may be an OpenID; it is no conversation's packet.</summary>
public sealed record MassSendJobFinishEvent : AccountEvent
{
    /// <inheritdoc/>
    public MassSendJobFinishEvent() { }

    [SetsRequiredMembers]
    internal MassSendJobFinishEvent(ref PacketSource source) : base(ref source)
    {
        MsgId = source.Text("MsgID", "MsgId");
        Status = source.Text("Status");
        TotalCount = source.Int("TotalCount");
        FilterCount = source.Int("FilterCount");
        SentCount = source.Int("SentCount");
        ErrorCount = source.Int("ErrorCount");
        CopyrightCheckState = source.Int("CopyrightCheckResult/CheckState");
        CopyrightChecks = source.Items("CopyrightCheckResult/ResultList/item/", static (ref ItemSource item) => new CopyrightCheck(item.Int("ArticleIdx"), item.Int("UserDeclareState"), item.Int("AuditState"), item.Text("OriginalArticleUrl"), item.Int("OriginalArticleType"), item.Flag("CanReprint"), item.Flag("NeedReplaceContent"), item.Flag("NeedShowReprintSource")));
        Articles = source.Items("ArticleUrlResult/ResultList/item/", static (ref ItemSource item) => new PublishedArticle(item.Int("ArticleIdx"), item.Text("ArticleUrl")));
    }

    /// <summary>The msg_id of the mass send, as digits.</summary>
    public string? MsgId { get; init; }

    /// <summary><c>send success</c> (spacing varies), <c>send fail</c>, or <c>err(N)</c>; any <c>err(</c> is a failure.</summary>
    public string? Status { get; init; }

    /// <summary>Users in the target group, or followers.</summary>
    public int? TotalCount { get; init; }

    /// <summary>Users left after filtering.</summary>
    public int? FilterCount { get; init; }

    /// <summary>Users reached.</summary>
    public int? SentCount { get; init; }

    /// <summary>Users not reached.</summary>
    public int? ErrorCount { get; init; }

    /// <summary>Check of the whole push: 1 no reprint, 2 reprint that may be sent, 3 reprint that may not be sent; 0 also occurs. Null without a check.</summary>
    public int? CopyrightCheckState { get; init; }

    /// <summary>Original-content check of each article; empty without a check.</summary>
    public ItemList<CopyrightCheck> CopyrightChecks { get; init; } = ItemList<CopyrightCheck>.Empty;

    /// <summary>Links of the articles sent; empty when WeChat left them out.</summary>
    public ItemList<PublishedArticle> Articles { get; init; } = ItemList<PublishedArticle>.Empty;

    /// <summary>Whether <see cref="Status"/> is <c>send success</c>, however it is spaced.</summary>
    public bool Succeeded => Status is { } status
        && status.Replace(" ", "", StringComparison.Ordinal).Equals("sendsuccess", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The original-content check of one article of a mass send. Values without a meaning here are not documented.</summary>
/// <param name="Index">Article index; from 1 in samples.</param>
/// <param name="UserDeclareState">What the user declared.</param>
/// <param name="AuditState">The platform's check.</param>
/// <param name="OriginalUrl">The article judged to be the original.</param>
/// <param name="OriginalType">Kind of the original.</param>
/// <param name="CanReprint">Whether it may be reprinted.</param>
/// <param name="NeedReplaceContent">Whether the content must be replaced by the original.</param>
/// <param name="NeedShowReprintSource">Whether the source must be shown.</param>
public sealed record CopyrightCheck(
    int? Index, int? UserDeclareState, int? AuditState, string? OriginalUrl,
    int? OriginalType, bool? CanReprint, bool? NeedReplaceContent, bool? NeedShowReprintSource);

/// <summary>One article that was sent or published.</summary>
/// <param name="Index">Article index; from 1 in samples.</param>
/// <param name="Url">Permanent link.</param>
public sealed record PublishedArticle(int? Index, string? Url);

/// <summary>A publish job (发布能力) ended. Sent as <c>PUBLISHJOBFINISH</c>; some documents say <c>FREEPUBLISHJOBFINISH</c>.</summary>
public sealed record PublishJobFinishEvent : AccountEvent
{
    /// <inheritdoc/>
    public PublishJobFinishEvent() { }

    [SetsRequiredMembers]
    internal PublishJobFinishEvent(ref PacketSource source) : base(ref source)
    {
        PublishId = source.Text("PublishEventInfo/publish_id");
        Status = source.Int("PublishEventInfo/publish_status");
        ArticleId = source.Text("PublishEventInfo/article_id");
        Articles = source.Items("PublishEventInfo/article_detail/item/", static (ref ItemSource item) => new PublishedArticle(item.Int("idx"), item.Text("article_url")));
        FailedIndexes = source.Ints("PublishEventInfo/fail_idx");
    }

    /// <summary>Id of the job, as digits.</summary>
    public string? PublishId { get; init; }

    /// <summary>0 success, 1 publishing, 2 originality check failed, 3 ordinary failure, 4 review refused, 5 later deleted by the user, 6 later banned.</summary>
    public int? Status { get; init; }

    /// <summary>Id of the published set; null unless published.</summary>
    public string? ArticleId { get; init; }

    /// <summary>The published articles; empty unless published.</summary>
    public ItemList<PublishedArticle> Articles { get; init; } = ItemList<PublishedArticle>.Empty;

    /// <summary>Indices of refused articles, from 1; empty unless refused.</summary>
    public ItemList<int> FailedIndexes { get; init; } = ItemList<int>.Empty;
}

using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>One article (图文) as it was written.</summary>
internal sealed record WrittenArticle(string Title, string Content)
{
    /// <summary>news, or newspic: pictures with a text.</summary>
    public string Type { get; init; } = "news";

    /// <summary>Who wrote it.</summary>
    public string Author { get; init; } = "";

    /// <summary>The short text on its card.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Where "read the original" leads.</summary>
    public string SourceUrl { get; init; } = "";

    /// <summary>The picture on its card, permanent material; empty for newspic.</summary>
    public string ThumbMediaId { get; init; } = "";

    /// <summary>The pictures of a newspic.</summary>
    public ImmutableArray<string> Pictures { get; init; } = [];

    /// <summary>Whether readers may comment.</summary>
    public bool Comments { get; init; }

    /// <summary>Whether only followers may.</summary>
    public bool FollowersComment { get; init; }

    /// <summary>Whether it was taken back after it had been published.</summary>
    public bool Deleted { get; init; }
}

/// <summary>Where a set of articles stands.</summary>
internal enum ArticleState
{
    /// <summary>In the draft box.</summary>
    Draft,

    /// <summary>Permanent material, made by the old add_news.</summary>
    Material,

    /// <summary>Published, with an article_id.</summary>
    Published,

    /// <summary>Sent to many.</summary>
    Sent,
}

/// <summary>Articles that belong together, one to eight.</summary>
/// <param name="Id">The media_id, or the article_id of published ones.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Articles">Them.</param>
/// <param name="CreatedAt">When they were made.</param>
/// <param name="UpdatedAt">When they were last changed.</param>
internal sealed record ArticleSet(string Id, ArticleState State, ImmutableArray<WrittenArticle> Articles, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Whether all of them were taken back.</summary>
    public bool Gone => Articles.All(article => article.Deleted);

    /// <summary>The set with one article taken back.</summary>
    /// <param name="index">Which, from 1; 0 for all.</param>
    public ArticleSet TakeBack(int index) =>
        this with { Articles = [.. Articles.Select((article, i) => index == 0 || i == index - 1 ? article with { Deleted = true } : article)] };

    /// <summary>As the cards that a phone shows.</summary>
    public NewsContent Cards(Addresses at) => new([.. Articles.Select((article, index) => new Article(
        article.Title, article.Digest, at.Picture(article.ThumbMediaId), at.Article(Id, index + 1)))]);
}

/// <summary>One request to publish.</summary>
/// <param name="Id">The publish_id.</param>
/// <param name="ArticleId">What it becomes.</param>
/// <param name="Finished">Whether it has become that.</param>
internal sealed record PublishJob(long Id, string ArticleId, bool Finished);

/// <summary>The articles of an account. Guarded by its gate.</summary>
internal sealed class Articles
{
    private readonly Dictionary<string, ArticleSet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PublishJob> _jobs = [];

    /// <summary>The set of that id in one of the states; null for none.</summary>
    public ArticleSet? Find(string id, params ReadOnlySpan<ArticleState> states) =>
        _sets.GetValueOrDefault(id) is { } set && states.Contains(set.State) ? set : null;

    /// <summary>The set of that id, wherever it stands.</summary>
    public ArticleSet? Find(string id) => _sets.GetValueOrDefault(id);

    /// <summary>Those in a state, the newest first.</summary>
    public IReadOnlyList<ArticleSet> All(ArticleState state) => [.. _sets.Values.Where(set => set.State == state).OrderByDescending(set => set.UpdatedAt)];

    /// <summary>Keeps a set, or replaces the one of the same id.</summary>
    public void Put(ArticleSet set) => _sets[set.Id] = set;

    /// <summary>Removes a set.</summary>
    public void Remove(string id) => _sets.Remove(id);

    /// <summary>Takes drafts out of the draft box: from now on they are published, or sent, under another id.</summary>
    public ArticleSet Move(ArticleSet draft, string id, ArticleState state, DateTimeOffset now)
    {
        _sets.Remove(draft.Id);
        var moved = draft with { Id = id, State = state, UpdatedAt = now };
        _sets.Add(id, moved);
        return moved;
    }

    /// <summary>The request to publish of that id; null for none.</summary>
    public PublishJob? Job(long id) => _jobs.GetValueOrDefault(id);

    /// <summary>Keeps a request to publish, or replaces it.</summary>
    public void Put(PublishJob job) => _jobs[job.Id] = job;
}

using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>Where a mass send stands.</summary>
internal enum MassSendState
{
    /// <summary>Under way.</summary>
    Sending,

    /// <summary>Delivered.</summary>
    Sent,

    /// <summary>Taken back.</summary>
    Deleted,
}

/// <summary>One message to many (群发).</summary>
/// <param name="Id">The msg_id.</param>
/// <param name="Content">What each of them sees, in order.</param>
/// <param name="ArticlesId">The set of articles it holds; null for none.</param>
/// <param name="Deletable">Whether it may be taken back: articles and videos.</param>
internal sealed record MassSend(long Id, ImmutableArray<ChatContent> Content, string? ArticlesId, bool Deletable)
{
    /// <summary>Where it stands.</summary>
    public MassSendState State { get; init; }
}

/// <summary>The mass sends of an account and what they used up. Guarded by the account's gate.</summary>
internal sealed class MassSends
{
    /// <summary>What a follower receives of a service account in a calendar month, at most.</summary>
    public const int MonthlyPerFollower = 4;

    /// <summary>How often a month a service account may send to all, once a day.</summary>
    public const int MonthlyToAll = 4;

    /// <summary>How long a clientmsgid is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <summary>How soon a clientmsgid may be tried again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, MassSend> _sends = [];
    private readonly Dictionary<string, (long Id, DateTimeOffset At)> _clientIds = new(StringComparer.Ordinal);
    private readonly Dictionary<Follower, int> _received = [];
    private readonly List<DateTimeOffset> _toAll = [];
    private int _month;
    private ChinaDay? _lastDay;
    private long _lastId = 3_147_483_600;

    /// <summary>The speed from 0, the fastest, to 4.</summary>
    public int Speed { get; set; }

    /// <summary>The mass send of that msg_id; null for none.</summary>
    public MassSend? Find(long id) => _sends.GetValueOrDefault(id);

    /// <summary>The mass send of those articles; null for none.</summary>
    public MassSend? FindByArticles(string articlesId) => _sends.Values.FirstOrDefault(send => send.ArticlesId == articlesId);

    /// <summary>Keeps a mass send, or replaces it.</summary>
    public void Put(MassSend send) => _sends[send.Id] = send;

    /// <summary>The next msg_id.</summary>
    public long NextId() => ++_lastId;

    /// <summary>What was sent under a clientmsgid in the last 24 hours; null for nothing.</summary>
    public (long Id, DateTimeOffset At)? Earlier(string clientId, DateTimeOffset now) =>
        _clientIds.TryGetValue(clientId, out var earlier) && now - earlier.At < Remembered ? earlier : null;

    /// <summary>Remembers a clientmsgid.</summary>
    public void Remember(string clientId, long id, DateTimeOffset now) => _clientIds[clientId] = (id, now);

    /// <summary>Why the account may not send now; null when it may.</summary>
    /// <param name="kind">A subscription account sends once a day; a service account sends to all once a day and four times a month.</param>
    /// <param name="toAll">Whether it goes to all followers.</param>
    /// <param name="now">When.</param>
    public string? Spent(AccountKind kind, bool toAll, DateTimeOffset now)
    {
        var day = ChinaDay.Of(now);
        if (kind == AccountKind.Subscription) return _lastDay == day ? "A subscription account sends to many once a day." : null;
        if (!toAll) return null;
        if (_toAll.Count > 0 && ChinaDay.Of(_toAll[^1]) == day) return "Sending to all followers is possible once a day.";
        return _toAll.Count(at => ChinaDay.Of(at).Month == day.Month) >= MonthlyToAll ? $"Sending to all followers is possible {MonthlyToAll} times a month." : null;
    }

    /// <summary>Counts a send.</summary>
    public void Spend(bool toAll, DateTimeOffset now)
    {
        _lastDay = ChinaDay.Of(now);
        if (toAll) _toAll.Add(now);
    }

    /// <summary>Counts what a follower receives, unless his month is used up.</summary>
    public bool Receive(Follower follower, DateTimeOffset now)
    {
        if (_month != ChinaDay.Of(now).Month)
        {
            _month = ChinaDay.Of(now).Month;
            _received.Clear();
        }
        var count = _received.GetValueOrDefault(follower);
        if (count >= MonthlyPerFollower) return false;
        _received[follower] = count + 1;
        return true;
    }
}

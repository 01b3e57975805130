namespace WeChatActors.Simulator;

/// <summary>Who or what an entry of a chat comes from.</summary>
internal enum ChatOrigin
{
    /// <summary>The follower.</summary>
    Follower,

    /// <summary>The account, in the answer to a push.</summary>
    PassiveReply,

    /// <summary>The account, through the customer-service API.</summary>
    CustomerService,

    /// <summary>The account, as a template message.</summary>
    Template,

    /// <summary>The account, to many at once.</summary>
    MassSend,

    /// <summary>The account's menu: a button that shows something without telling the server.</summary>
    Menu,

    /// <summary>WeChat itself: a grey line such as the service-failure notice.</summary>
    Notice,
}

/// <summary>One entry of a chat.</summary>
/// <param name="Number">Counted from 1 in its chat.</param>
/// <param name="At">When the phone showed it.</param>
/// <param name="Origin">From whom and by which way.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Push">The number of the push it belongs to: the one it made, or the one it answers; null for none.</param>
internal sealed record ChatEntry(int Number, DateTimeOffset At, ChatOrigin Origin, ChatContent Content, long? Push = null);

/// <summary>What a phone shows of one account, newest last. Old entries are dropped.</summary>
internal sealed class Chat
{
    /// <summary>How many entries a phone keeps.</summary>
    public const int Capacity = 500;

    private readonly Queue<ChatEntry> _entries = new();
    private int _last;

    /// <summary>The entries, oldest first.</summary>
    public IReadOnlyCollection<ChatEntry> Entries => _entries;

    /// <summary>Until when the phone shows that the account is typing; null when it does not.</summary>
    public DateTimeOffset? TypingUntil { get; set; }

    /// <summary>Adds an entry.</summary>
    public ChatEntry Add(DateTimeOffset at, ChatOrigin origin, ChatContent content, long? push = null)
    {
        var entry = new ChatEntry(++_last, at, origin, content, push);
        if (_entries.Count == Capacity) _entries.Dequeue();
        _entries.Enqueue(entry);
        return entry;
    }
}

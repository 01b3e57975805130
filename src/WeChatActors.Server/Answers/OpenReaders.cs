using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Who reads answers now: bounded for one link and in all. Safe to use from any thread.</summary>
/// <param name="perLink">At most so many of one link.</param>
/// <param name="inAll">At most so many.</param>
internal sealed class OpenReaders(int perLink, int inAll)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ConversationId, long), int> _open = [];
    private int _all;

    /// <summary>How many read.</summary>
    public int Count
    {
        get { lock (_gate) return _all; }
    }

    /// <summary>Lets one more in, who <see cref="Leave"/>s afterwards; otherwise says whether it was the link that is full.</summary>
    public ReaderEntry Enter(AnswerLink link)
    {
        lock (_gate)
        {
            if (_all >= inAll) return ReaderEntry.AllFull;
            var now = _open.GetValueOrDefault((link.To, link.Seq));
            if (now >= perLink) return ReaderEntry.LinkFull;
            _open[(link.To, link.Seq)] = now + 1;
            _all++;
            return ReaderEntry.In;
        }
    }

    /// <summary>Lets one out.</summary>
    public void Leave(AnswerLink link)
    {
        lock (_gate)
        {
            _all--;
            var left = _open[(link.To, link.Seq)] - 1;
            if (left > 0) _open[(link.To, link.Seq)] = left;
            else _open.Remove((link.To, link.Seq));
        }
    }
}

/// <summary>Whether a reader was let in.</summary>
internal enum ReaderEntry
{
    /// <summary>He was.</summary>
    In,

    /// <summary>His link has as many readers as it may.</summary>
    LinkFull,

    /// <summary>There are as many readers as there may be.</summary>
    AllFull,
}

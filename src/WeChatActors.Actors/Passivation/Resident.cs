namespace WeChatActors.Actors;

/// <summary>Something that is in memory and may leave it: a member of the list of <see cref="Residents"/>.</summary>
internal abstract class Resident
{
    /// <summary>When its last message ended. Written on its own turn, before it becomes idle.</summary>
    internal long LastUsed;

    /// <summary>The <see cref="LastUsed"/> by which it has its place in the list; guarded, as the links, by the list's lock.</summary>
    internal long ListedAt = NotListed;

    internal Resident? Older;
    internal Resident? Newer;

    internal const long NotListed = long.MinValue;
    internal const long Gone = long.MinValue + 1;

    /// <summary>Starts its passivation if it is idle and has not been used after a moment.</summary>
    internal abstract Leave TryLeave(long notUsedAfter);
}

/// <summary>What a resident said when it was told to leave.</summary>
internal enum Leave
{
    /// <summary>It is leaving.</summary>
    Leaving,

    /// <summary>It is at work or gone; if it stays, it lists itself when its turn ends.</summary>
    Busy,

    /// <summary>It is idle, but has been used since.</summary>
    UsedSince,
}

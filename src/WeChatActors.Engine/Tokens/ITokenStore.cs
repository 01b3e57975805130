using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>Keeps tokens, who may refresh them, how often that was done, and the audit. Several processes may share one.</summary>
/// <remarks>Every member may be called from any thread and throws <see cref="StoreUnavailableException"/> when the store cannot be used now.</remarks>
public interface ITokenStore : IAsyncDisposable
{
    /// <summary>Reads what is stored; version 0 when nothing is.</summary>
    ValueTask<StoredToken> Load(TokenId id);

    /// <summary>Takes the right to refresh, and counts the request that follows, in one transaction: it is on disk when this returns.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="version">The version the caller knows.</param>
    /// <param name="holder">Names the caller among all processes.</param>
    /// <param name="forced">Whether the request will be a forced one.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="until">When the right lapses by itself, UTC, should the holder die.</param>
    ValueTask<RefreshRight> TakeRight(TokenId id, long version, string holder, bool forced, DateTimeOffset now, DateTimeOffset until);

    /// <summary>Stores a token and gives the right back, in one transaction with its line of the audit. Refused when the version moved or
    /// the right lapsed and went to another: what is stored then is never overwritten.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="holder">Who has the right; null for a token that was fetched while the store could not be used.</param>
    /// <param name="token">The token; its version is the known one plus one.</param>
    /// <param name="line">What the audit says.</param>
    /// <returns>What is stored afterwards; the caller lost when its version is not the given one's, or its value another.</returns>
    ValueTask<StoredToken> Save(TokenId id, string? holder, GrantedToken token, TokenAuditLine line);

    /// <summary>Writes a line of the audit, and gives the right back when <paramref name="holder"/> has it.</summary>
    ValueTask Note(TokenId id, string? holder, TokenAuditLine line);

    /// <summary>The last lines of the audit of an account, newest first.</summary>
    /// <param name="account">The alias.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<ImmutableArray<TokenAuditEntry>> Audit(string account, int limit);

    /// <summary>Adds calls of the platform's API to the day's count.</summary>
    /// <param name="account">The alias.</param>
    /// <param name="day">The day in China, by which WeChat counts.</param>
    /// <param name="calls">How many more, by path.</param>
    ValueTask CountCalls(string account, DateOnly day, IReadOnlyDictionary<string, long> calls);

    /// <summary>The calls of a day by path.</summary>
    ValueTask<ImmutableSortedDictionary<string, long>> Calls(string account, DateOnly day);
}

/// <summary>What is stored of one token.</summary>
/// <param name="Token">The newest; null before the first.</param>
/// <param name="Day">The day in China that the counts belong to.</param>
/// <param name="Calls">Requests to its endpoint on that day.</param>
/// <param name="Forced">Forced ones among them.</param>
/// <param name="ForcedAt">When the last forced one was made, UTC; null for never.</param>
public sealed record StoredToken(GrantedToken? Token, DateOnly Day, int Calls, int Forced, DateTimeOffset? ForcedAt)
{
    /// <summary>Nothing.</summary>
    public static StoredToken None { get; } = new(null, default, 0, 0, null);

    /// <summary>The newest one's version; 0 before the first.</summary>
    public long Version => Token?.Version ?? 0;
}

/// <summary>What becomes of taking the right to refresh.</summary>
public abstract record RefreshRight
{
    private RefreshRight() { }

    /// <summary>The caller has it. The counts include its request.</summary>
    /// <param name="Stored">What is stored.</param>
    public sealed record Taken(StoredToken Stored) : RefreshRight;

    /// <summary>Another process has it.</summary>
    /// <param name="Until">When it lapses at the latest, UTC.</param>
    public sealed record Held(DateTimeOffset Until) : RefreshRight;

    /// <summary>Another process has stored a newer token.</summary>
    /// <param name="Stored">What is stored.</param>
    public sealed record Moved(StoredToken Stored) : RefreshRight;
}

/// <summary>One line of the audit as it is written.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Why">Why the platform was asked: <c>first</c>, <c>ahead</c>, <c>expired</c>, <c>reported</c>, <c>asked</c>, <c>doubted</c>; <c>adopted</c> when another
/// process did.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="Result"><c>ok</c>, <c>errcode 40164</c>, <c>unreadable</c>, ... in a few words.</param>
/// <param name="Detail">One sentence for the operator, or the platform's errmsg; no secret. Null when there is nothing to say.</param>
/// <param name="Version">The version it led to; null when it led to none.</param>
/// <param name="Took">How long the request took; null when none was made.</param>
public sealed record TokenAuditLine(
    DateTimeOffset At, string Why, string AskedBy, string Result, string? Detail, long? Version, TimeSpan? Took);

/// <summary>One line of the audit as it is read.</summary>
/// <param name="Id">Which token.</param>
/// <param name="Line">What happened.</param>
public sealed record TokenAuditEntry(TokenId Id, TokenAuditLine Line);

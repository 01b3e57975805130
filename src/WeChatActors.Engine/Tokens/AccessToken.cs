using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>One token or ticket of an account: what is known of it, who asked for what, and what is under way. Pure: the same arguments
/// give the same next state and effects.</summary>
internal sealed record AccessToken
{
    /// <summary>Nothing is known yet, not even what the store holds.</summary>
    /// <param name="run">Runs are numbered from here. Higher than any that another state of this token has used, so that its late results are known for what they are.</param>
    public static AccessToken New(long run) => new() { Run = run };

    /// <summary>What an operator needs of it; no value.</summary>
    public override string ToString() => $"{Token}, dead {Dead}, doubted {Doubted}, pending {Pending?.Token}, work {Work}, report {Report}, demand {Demand}, retry at {RetryAt:O}, {Trouble}, store {StoreTrouble}";

    /// <summary>The newest one; it may have ended, or be dead. Null before the first.</summary>
    public GrantedToken? Token { get; init; }

    /// <summary>What the store held when it was last heard of: version and the day's counts.</summary>
    public StoredToken Stored { get; init; } = StoredToken.None;

    /// <summary>When that was, by this process's clock.</summary>
    public DateTimeOffset HeardAt { get; init; }

    /// <summary>Whether the store was ever read.</summary>
    public bool Loaded { get; init; }

    /// <summary>Whether the platform refused the newest one when it was tried. Never given out again.</summary>
    public bool Dead { get; init; }

    /// <summary>The last values that were found dead; another process may not have heard of it and bring one back.</summary>
    public ImmutableArray<string> DeadValues { get; init; } = [];

    /// <summary>When the newest one was last tried.</summary>
    public DateTimeOffset TriedAt { get; init; }

    /// <summary>Whether its times cannot be true, so that a clock was wrong when it was stored. Given out, and asked for anew at once.</summary>
    public bool Doubted { get; init; }

    /// <summary>Given by the platform and not stored yet.</summary>
    public PendingToken? Pending { get; init; }

    /// <summary>When the newest one is to be replaced.</summary>
    public DateTimeOffset RefreshAt { get; init; }

    /// <summary>What is under way; null for nothing.</summary>
    public TokenWork? Work { get; init; }

    /// <summary>The report that the newest one failed, until it is replaced or proved good.</summary>
    public TokenReport? Report { get; init; }

    /// <summary>Reports from before the store was read, when nobody knew which is the newest.</summary>
    public ImmutableArray<TokenReport> Early { get; init; } = [];

    /// <summary>The operator who wants a new one.</summary>
    public string? Demand { get; init; }

    /// <summary>Who asked first of those who wait for a token; null when nobody waits.</summary>
    public string? WantedBy { get; init; }

    /// <summary>Whether somebody waits for what becomes of a report.</summary>
    public bool Reporters { get; init; }

    /// <summary>Failed requests since the last good one.</summary>
    public int Attempt { get; init; }

    /// <summary>The platform is not asked before.</summary>
    public DateTimeOffset RetryAt { get; init; }

    /// <summary>What is wrong at the platform; null for nothing.</summary>
    public TokenTrouble? Trouble { get; init; }

    /// <summary>Whether the operator heard of it.</summary>
    public bool Alarmed { get; init; }

    /// <summary>When a refresh on demand was made last, here or, as far as can be known, elsewhere.</summary>
    public DateTimeOffset? OnDemandAt { get; init; }

    /// <summary>Forced mode is not tried before.</summary>
    public DateTimeOffset ForcedBarredUntil { get; init; }

    /// <summary>Reports of the newest one that were wrong.</summary>
    public int WrongReports { get; init; }

    /// <summary>A report is not looked into before.</summary>
    public DateTimeOffset HoldUntil { get; init; }

    /// <summary>Why the store cannot be used; null when it can.</summary>
    public string? StoreTrouble { get; init; }

    /// <summary>Times in a row that it could not.</summary>
    public int StoreFailures { get; init; }

    /// <summary>The store is not written before.</summary>
    public DateTimeOffset WriteAt { get; init; }

    /// <summary>Whether the store is being read.</summary>
    public bool Looking { get; init; }

    /// <summary>When it is read again.</summary>
    public DateTimeOffset LookAt { get; init; }

    /// <summary>The last run's number.</summary>
    public long Run { get; init; }

    /// <summary>When the timer rings; null when it does not.</summary>
    public DateTimeOffset? Armed { get; init; }

    /// <summary>What was published last.</summary>
    public GrantedToken? Shown { get; init; }

    /// <summary>Lines of the audit that the store has not taken yet, oldest first.</summary>
    public ImmutableArray<TokenAuditLine> Unwritten { get; init; } = [];

    /// <summary>Whether the newest one can be given out.</summary>
    public bool Good(DateTimeOffset now) => Token is { } token && !Dead && now < token.ExpiresAt - TokenRules.Safety;

    /// <summary>The line with which the right is given back by who ends in the middle of a refresh; null when there is nothing to give back.</summary>
    public TokenAuditLine? Abandon(DateTimeOffset now) => Work switch
    {
        TokenWork.Asking { WithRight: true } asking => new(now, asking.Cause.Why, asking.Cause.AskedBy, "abandoned", "The server stopped before the platform answered.", null, null),
        TokenWork.Taking taking => new(now, taking.Cause.Why, taking.Cause.AskedBy, "abandoned", "The server stopped before the platform was asked.", null, null),
        _ => null,
    };

    /// <summary>Takes one thing that happened.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="input">What happened.</param>
    /// <param name="rules">How the token is kept fresh.</param>
    /// <param name="now">The time, UTC; it never goes back from one step to the next.</param>
    /// <param name="seed">Chance, another number for each step.</param>
    /// <returns>What is known next, and what is to be done, in order.</returns>
    public static (AccessToken Next, ImmutableArray<TokenEffect> Effects) Step(AccessToken state, TokenInput input, TokenRules rules, DateTimeOffset now, ulong seed) =>
        new TokenTurn(state, rules, now, seed).Take(input);
}

/// <summary>A token that the platform gave and the store does not have yet.</summary>
/// <param name="Token">The token.</param>
/// <param name="Line">Its line of the audit.</param>
/// <param name="WithRight">Whether the right was held when it was asked for.</param>
/// <param name="Forced">Whether the one before died with it.</param>
internal sealed record PendingToken(GrantedToken Token, TokenAuditLine Line, bool WithRight, bool Forced);

/// <summary>Somebody said that a value failed.</summary>
/// <param name="Value">The value.</param>
/// <param name="AskedBy">Who said so.</param>
/// <param name="At">When.</param>
internal sealed record TokenReport(string Value, string AskedBy, DateTimeOffset At)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => $"report by {AskedBy} at {At:O}";
}

/// <summary>What is wrong at the platform.</summary>
/// <param name="Errcode">Its errcode; null when it gave none.</param>
/// <param name="Sentence">The cause and the remedy.</param>
/// <param name="Pause">When it is asked again.</param>
internal sealed record TokenTrouble(int? Errcode, string Sentence, TokenPause Pause);

/// <summary>Why the platform is asked, as the audit says it.</summary>
/// <param name="Why"><c>first</c>, <c>ahead</c>, <c>expired</c>, <c>reported</c>, <c>asked</c> or <c>doubted</c>.</param>
/// <param name="AskedBy">Who asked for it.</param>
internal sealed record TokenCause(string Why, string AskedBy);

/// <summary>What is under way. Its result carries the run's number, so that a late one cannot end a newer run.</summary>
internal abstract record TokenWork(long Run, TokenCause Cause)
{
    /// <summary>The right to refresh is being taken.</summary>
    public sealed record Taking(long Run, TokenCause Cause, bool Forced) : TokenWork(Run, Cause);

    /// <summary>The platform is being asked.</summary>
    public sealed record Asking(long Run, TokenCause Cause, bool Forced, bool WithRight, DateTimeOffset Since) : TokenWork(Run, Cause);

    /// <summary>The newest one is being tried.</summary>
    public sealed record Probing(long Run, TokenCause Cause, DateTimeOffset Since) : TokenWork(Run, Cause);

    /// <summary>The pending one is being stored.</summary>
    public sealed record Saving(long Run, TokenCause Cause) : TokenWork(Run, Cause);
}

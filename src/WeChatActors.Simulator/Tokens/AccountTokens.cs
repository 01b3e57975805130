using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>What the stable endpoint did.</summary>
internal enum StableResult
{
    /// <summary>Gave the token that is in use.</summary>
    Same,

    /// <summary>Gave a new one.</summary>
    Fresh,

    /// <summary>Forced mode was asked for the 21st time of the day: 45009.</summary>
    TooManyForced,
}

/// <summary>The access_tokens of an account. Pure: the same calls at the same times give the same tokens.</summary>
internal sealed record AccountTokens
{
    /// <summary>Forced refreshes a day.</summary>
    public const int ForcedPerDay = 20;

    /// <summary>Forced calls closer together than this do not refresh.</summary>
    public static readonly TimeSpan ForcedApart = TimeSpan.FromSeconds(30);

    // Dead tokens are remembered to tell "expired" from "unknown"; living ones are never forgotten.
    private const int Remembered = 64;

    /// <summary>None was taken yet.</summary>
    public static AccountTokens None { get; } = new();

    /// <summary>Every token that is remembered, oldest first.</summary>
    public ImmutableArray<AccessToken> Given { get; private init; } = [];

    /// <summary>When forced mode was called today, and when it refreshed last.</summary>
    private (ChinaDay Day, int Calls, DateTimeOffset? Refreshed) Forced { get; init; }

    /// <summary>The newest of a channel; null before the first.</summary>
    public AccessToken? Newest(TokenChannel channel) => Given.LastOrDefault(token => token.Channel == channel);

    /// <summary>The remembered token of that value; null for none.</summary>
    public AccessToken? Find(string value) => Given.FirstOrDefault(token => token.Value == value);

    /// <summary>GET /cgi-bin/token: always a new one, and the one before lives five minutes more.</summary>
    public AccountTokens TakeClassic(DateTimeOffset now, string fresh) => Replace(TokenChannel.Classic, now, now + AccessToken.Overlap, fresh);

    /// <summary>POST /cgi-bin/stable_token without force: the one in use, or a fresh one in its last five minutes. The old one lives to
    /// its own end, which it was given with.</summary>
    /// <param name="now">When.</param>
    /// <param name="fresh">What a new token would be.</param>
    /// <param name="result">What happened.</param>
    public AccountTokens TakeStable(DateTimeOffset now, string fresh, out StableResult result)
    {
        // A scenario may set the clock back; a token from then would live for more than its time.
        if (Newest(TokenChannel.Stable) is { } current && current.ExpiresAt - now is var left && left > AccessToken.Overlap && left <= AccessToken.Lifetime)
        {
            result = StableResult.Same;
            return this;
        }
        result = StableResult.Fresh;
        return Replace(TokenChannel.Stable, now, now + AccessToken.Overlap, fresh);
    }

    /// <summary>POST /cgi-bin/stable_token with force: a new one, and the one before is dead at once. Each call counts for the day, also
    /// one that comes too early to refresh.</summary>
    /// <param name="now">When.</param>
    /// <param name="fresh">What a new token would be.</param>
    /// <param name="result">What happened.</param>
    public AccountTokens ForceStable(DateTimeOffset now, string fresh, out StableResult result)
    {
        var today = ChinaDay.Of(now);
        var calls = Forced.Day == today ? Forced.Calls : 0;
        if (calls >= ForcedPerDay)
        {
            result = StableResult.TooManyForced;
            return this;
        }
        var counted = this with { Forced = (today, calls + 1, Forced.Refreshed) };
        if (Forced.Refreshed is { } last && now >= last && now - last < ForcedApart)
        {
            result = StableResult.Same;
            return counted;
        }
        result = StableResult.Fresh;
        return counted.Replace(TokenChannel.Stable, now, now, fresh) with { Forced = (today, calls + 1, now) };
    }

    /// <summary>Somebody else with the same secret takes a token, and the one in use is dead: on the classic channel as after the overlap,
    /// on the stable channel as by forced mode. A channel that nobody used stays as it is.</summary>
    /// <param name="channel">Which; the other one does not notice.</param>
    /// <param name="now">When.</param>
    /// <param name="fresh">What the other one got.</param>
    public AccountTokens Revoke(TokenChannel channel, DateTimeOffset now, string fresh) =>
        Newest(channel) is null ? this : Replace(channel, now, now, fresh);

    private AccountTokens Replace(TokenChannel channel, DateTimeOffset now, DateTimeOffset oldDiesAt, string fresh)
    {
        var given = Given.ToBuilder();
        for (var i = 0; i < given.Count; i++)
        {
            var token = given[i];
            if (token.Channel == channel && (token.DiesAt is null || token.DiesAt > oldDiesAt))
                given[i] = token with { DiesAt = oldDiesAt };
        }
        given.Add(new AccessToken(fresh, channel, now + AccessToken.Lifetime));
        for (var i = 0; given.Count > Remembered && i < given.Count; i++)
            if (given[i].At(now) != TokenState.Living) given.RemoveAt(i--);
        return this with { Given = given.DrainToImmutable() };
    }
}

namespace WeChatActors.Engine.Tests;

/// <summary>What WeChat does with the tokens of one account, both channels' rules, by the true time.</summary>
internal sealed class ModelWeChat(TokenManner manner, int perDay)
{
    private readonly List<Token> _given = [];
    private DateTimeOffset _forcedAt = DateTimeOffset.MinValue;
    private (DateOnly Day, int Calls, int Forced) _counts;
    private int _named;

    /// <summary>Our requests that were more than a day allows.</summary>
    public int OverBudget { get; private set; }

    /// <summary>What is answered instead while it is sick; null when it is well.</summary>
    public TokenAnswer? Sick { get; set; }

    /// <summary>Our forced requests of the day, and all.</summary>
    public (int Calls, int Forced) Today(DateTimeOffset now) => _counts.Day == ChinaCalendar.DayOf(now) ? (_counts.Calls, _counts.Forced) : (0, 0);

    public TokenAnswer Ask(bool force, DateTimeOffset now)
    {
        if (Sick is not null) return Sick;
        var day = ChinaCalendar.DayOf(now);
        if (_counts.Day != day) _counts = (day, 0, 0);
        _counts = (day, _counts.Calls + 1, _counts.Forced + (force ? 1 : 0));
        if (_counts.Forced > 20 || (manner == TokenManner.Classic && _counts.Calls > perDay)) OverBudget++;
        if (manner == TokenManner.Classic) Replace(now, now + TimeSpan.FromMinutes(5));
        else if (force) Force(now);
        else if (_given.Count == 0 || _given[^1].ExpiresAt - now <= TimeSpan.FromMinutes(5)) Replace(now, DateTimeOffset.MaxValue);
        return new TokenAnswer.Given(_given[^1].Value, TimeSpan.FromSeconds(Math.Floor((_given[^1].ExpiresAt - now).TotalSeconds)));
    }

    public TokenProbe Probe(string value, DateTimeOffset now) =>
        Sick is not null ? new TokenProbe.Unknown("It is sick.") : Accepts(value, now) ? new TokenProbe.Alive() : new TokenProbe.Dead(40001);

    public bool Accepts(string value, DateTimeOffset now) => _given.Any(token => token.Value == value && now < token.ExpiresAt && now < token.DiesAt);

    /// <summary>Whether a value has reached its own end, whatever else became of it.</summary>
    public bool Ended(string value, DateTimeOffset now) => _given.All(token => token.Value != value || now >= token.ExpiresAt);

    /// <summary>Somebody else with the same secret takes a token.</summary>
    public void TakenByAnother(DateTimeOffset now)
    {
        if (manner == TokenManner.Classic) Replace(now, now + TimeSpan.FromMinutes(5));
        else Replace(now, now);
    }

    /// <summary>The newest one is dead, and is given all the same to whoever asks without force.</summary>
    public void Kill(DateTimeOffset now)
    {
        if (_given.Count > 0) _given[^1] = _given[^1] with { DiesAt = now };
    }

    private void Force(DateTimeOffset now)
    {
        if (now - _forcedAt < TimeSpan.FromSeconds(30)) return;
        _forcedAt = now;
        Replace(now, now);
    }

    private void Replace(DateTimeOffset now, DateTimeOffset oldDiesAt)
    {
        for (var i = 0; i < _given.Count; i++)
            if (_given[i].DiesAt > oldDiesAt) _given[i] = _given[i] with { DiesAt = oldDiesAt };
        _given.Add(new Token($"T{++_named}", now + TimeSpan.FromHours(2), DateTimeOffset.MaxValue));
    }

    private sealed record Token(string Value, DateTimeOffset ExpiresAt, DateTimeOffset DiesAt);
}

namespace WeChatActors.Simulator;

/// <summary>Who visits a web page, as the page learns it.</summary>
/// <param name="OpenId">Who.</param>
/// <param name="Name">The nickname.</param>
/// <param name="UnionId">The same at every account.</param>
/// <param name="Portrait">The number of the person whose portrait is shown; 0 for a blank one.</param>
/// <param name="Virtual">Whether all of this is made up, because WeChat showed a snapshot of the page.</param>
internal sealed record WebVisitor(string OpenId, string Name, string UnionId, int Portrait, bool Virtual = false)
{
    /// <summary>A person as he is.</summary>
    public static WebVisitor Of(Follower follower) =>
        new(follower.OpenId.Value, follower.Person.Name, follower.Person.UnionId, follower.Person.Number);

    /// <summary>Somebody who does not exist and tells nothing of who visits.</summary>
    public static WebVisitor Snapshot(Chance chance) => new("o" + chance.Text("snapshot", 27), "微信用户", "u" + chance.Text("snapshot", 27), 0, Virtual: true);
}

/// <summary>A code that a browser carried to a web page.</summary>
/// <param name="Visitor">Who visits.</param>
/// <param name="Scope">snsapi_base or snsapi_userinfo.</param>
/// <param name="ExpiresAt">First moment after its life.</param>
/// <param name="Used">Whether somebody exchanged it.</param>
internal sealed record WebCode(WebVisitor Visitor, string Scope, DateTimeOffset ExpiresAt, bool Used = false)
{
    /// <summary>How long one lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
}

/// <summary>What a person allowed: a token of the user, and one to renew it.</summary>
/// <param name="Visitor">Who allowed it.</param>
/// <param name="Scope">snsapi_base or snsapi_userinfo.</param>
/// <param name="Token">The user's access_token.</param>
/// <param name="ExpiresAt">First moment after the token's life.</param>
/// <param name="RefreshToken">Renews it; stays the same.</param>
/// <param name="RefreshExpiresAt">First moment after which the person has to be asked again.</param>
internal sealed record WebGrant(WebVisitor Visitor, string Scope, string Token, DateTimeOffset ExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt)
{
    /// <summary>How long a user's access_token lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7200);

    /// <summary>How long a refresh_token lives.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    /// <summary>Who and what; the tokens are left out.</summary>
    public override string ToString() => $"{Scope} of {Visitor.OpenId} until {RefreshExpiresAt:O}";
}

/// <summary>What people allowed the web pages of an account. Guarded by the account's gate.</summary>
internal sealed class WebGrants
{
    // Old enough that no page still tries them; they are kept that long to tell "used" and "expired" from "never given".
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Dictionary<string, WebCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebGrant> _byRefreshToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebGrant> _byToken = new(StringComparer.Ordinal);

    /// <summary>The grant of a user's access_token, dead or alive, and its account; null for none. Takes the gates, one after the other.</summary>
    public static (SimulatedAccount Account, WebGrant Grant)? Find(Platform platform, string token)
    {
        foreach (var account in platform.Accounts.Values)
            lock (account.Gate)
                if (account.WebGrants.FindToken(token) is { } grant) return (account, grant);
        return null;
    }

    /// <summary>The grant of a user's access_token, dead or alive; null for none.</summary>
    public WebGrant? FindToken(string token) => _byToken.GetValueOrDefault(token);

    /// <summary>A person comes to a page with a code.</summary>
    public void AddCode(string code, WebVisitor visitor, string scope, DateTimeOffset now)
    {
        Forget(now);
        _codes[code] = new WebCode(visitor, scope, now + WebCode.Lifetime);
    }

    /// <summary>Exchanges a code, once.</summary>
    /// <param name="code">As the browser carried it.</param>
    /// <param name="now">When.</param>
    /// <param name="token">What the user's access_token would be.</param>
    /// <param name="refreshToken">What the refresh_token would be.</param>
    /// <param name="grant">The grant; only with errcode 0.</param>
    /// <returns>0, or 40029 never given, 40163 used, 42003 expired.</returns>
    public int Exchange(string code, DateTimeOffset now, string token, string refreshToken, out WebGrant grant)
    {
        grant = null!;
        if (_codes.GetValueOrDefault(code) is not { } known) return 40029;
        if (known.Used) return 40163;
        if (known.ExpiresAt <= now) return 42003;
        _codes[code] = known with { Used = true };
        grant = new WebGrant(known.Visitor, known.Scope, token, now + WebGrant.Lifetime, refreshToken, now + WebGrant.RefreshLifetime);
        Keep(grant);
        return 0;
    }

    /// <summary>Renews a user's access_token: one that lives lives on for its whole time, a dead one is replaced.</summary>
    /// <param name="refreshToken">As it was given.</param>
    /// <param name="now">When.</param>
    /// <param name="token">What a new access_token would be.</param>
    /// <param name="grant">The grant; only with errcode 0.</param>
    /// <returns>0, or 40030 never given, 42002 expired.</returns>
    public int Renew(string refreshToken, DateTimeOffset now, string token, out WebGrant grant)
    {
        grant = null!;
        if (_byRefreshToken.GetValueOrDefault(refreshToken) is not { } known) return 40030;
        if (known.RefreshExpiresAt <= now) return 42002;
        grant = known with { Token = known.ExpiresAt > now ? known.Token : token, ExpiresAt = now + WebGrant.Lifetime };
        Keep(grant);
        return 0;
    }

    private void Keep(WebGrant grant)
    {
        _byRefreshToken[grant.RefreshToken] = grant;
        _byToken[grant.Token] = grant;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (code, known) in _codes)
            if (known.ExpiresAt + Remembered <= now) _codes.Remove(code);
        foreach (var (token, grant) in _byToken)
            if (grant.ExpiresAt + Remembered <= now) _byToken.Remove(token);
        foreach (var (token, grant) in _byRefreshToken)
            if (grant.RefreshExpiresAt + Remembered <= now) _byRefreshToken.Remove(token);
    }
}

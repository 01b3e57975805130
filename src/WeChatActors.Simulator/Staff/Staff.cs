using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>A human agent's account.</summary>
/// <param name="Id">kf_id, from 1001.</param>
/// <param name="Account">kf_account, prefix@suffix.</param>
/// <param name="Nickname">What followers see.</param>
internal sealed record StaffAccount(int Id, string Account, string Nickname);

/// <summary>An agent talks to a follower.</summary>
internal sealed record StaffSession(string OpenId, string Account, DateTimeOffset Since);

/// <summary>A follower waits for an agent.</summary>
/// <param name="OpenId">Who.</param>
/// <param name="Account">The agent he was promised; null for any.</param>
/// <param name="Since">Since when.</param>
internal sealed record WaitingCase(string OpenId, string? Account, DateTimeOffset Since);

/// <summary>The human agents of an account and whom they talk to. Guarded by the account's gate.</summary>
internal sealed class Staff
{
    /// <summary>Agents of one account, at most.</summary>
    public const int Capacity = 100;

    /// <summary>How long messages go to an agent when nobody closes the session.</summary>
    public static readonly TimeSpan SessionLength = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, StaffSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WaitingCase> _waiting = new(StringComparer.Ordinal);
    private int _lastId = 1000;

    /// <summary>The agents, in the order they came. Each is bound to a WeChat user at once.</summary>
    public ImmutableArray<StaffAccount> Accounts { get; private set; } = [];

    /// <summary>Followers who wait, the longest first.</summary>
    public IEnumerable<WaitingCase> Waiting => _waiting.Values.OrderBy(waiting => waiting.Since);

    /// <summary>The agent of that kf_account; null for none.</summary>
    public StaffAccount? Find(string account) => Accounts.FirstOrDefault(agent => agent.Account == account);

    /// <summary>Adds an agent.</summary>
    public void Add(string account, string nickname) => Accounts = Accounts.Add(new StaffAccount(++_lastId, account, nickname));

    /// <summary>Gives an agent another nickname.</summary>
    public void Rename(StaffAccount agent, string nickname) => Accounts = Accounts.Replace(agent, agent with { Nickname = nickname });

    /// <summary>Removes an agent and ends his sessions.</summary>
    public void Remove(StaffAccount agent)
    {
        Accounts = Accounts.Remove(agent);
        foreach (var session in _sessions.Values.Where(session => session.Account == agent.Account).ToList()) _sessions.Remove(session.OpenId);
    }

    /// <summary>The answer transfer_customer_service: the follower waits for an agent.</summary>
    /// <param name="follower">Who is handed over.</param>
    /// <param name="kfAccount">To whom; null for whoever is free.</param>
    /// <param name="now">When.</param>
    /// <returns>False when no such agent exists; then nobody waits.</returns>
    public bool Transfer(Follower follower, string? kfAccount, DateTimeOffset now)
    {
        if (kfAccount is not null && Find(kfAccount) is null) return false;
        if (SessionOf(follower.OpenId.Value, now) is null)
            _waiting[follower.OpenId.Value] = new WaitingCase(follower.OpenId.Value, kfAccount, _waiting.GetValueOrDefault(follower.OpenId.Value)?.Since ?? now);
        return true;
    }

    /// <summary>Whether the follower's messages go to an agent now instead of the callback.</summary>
    public bool Takes(Follower follower, DateTimeOffset now) => SessionOf(follower.OpenId.Value, now) is not null;

    /// <summary>The open session of a follower; null for none.</summary>
    public StaffSession? SessionOf(string openId, DateTimeOffset now)
    {
        if (!_sessions.TryGetValue(openId, out var session)) return null;
        if (session.Since + SessionLength > now) return session;
        _sessions.Remove(openId);
        return null;
    }

    /// <summary>The open sessions of an agent, the oldest first.</summary>
    public IEnumerable<StaffSession> SessionsOf(string account, DateTimeOffset now) =>
        _sessions.Values.Where(session => session.Account == account && session.Since + SessionLength > now).OrderBy(session => session.Since);

    /// <summary>An agent takes a follower.</summary>
    public void Open(string openId, string account, DateTimeOffset now)
    {
        _waiting.Remove(openId);
        _sessions[openId] = new StaffSession(openId, account, now);
    }

    /// <summary>The session of a follower ends.</summary>
    public void Close(string openId) => _sessions.Remove(openId);
}

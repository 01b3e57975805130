namespace WeChatActors.Engine.Tests.Platform;

/// <summary>Tokens that a test lays out: the first is current, and each report of the current one moves on to the next.</summary>
internal sealed class ScriptedTokens(params string[] values) : ITokens
{
    private readonly Lock _gate = new();
    private int _at;

    /// <summary>What was reported.</summary>
    public List<(string Failed, int? Errcode, string AskedBy)> Reports { get; } = [];

    /// <summary>Why there is no token; null while there are some.</summary>
    public TokenReply.Refused? Refusal { get; set; }

    /// <summary>Whether a token must be waited for, as at the start.</summary>
    public bool Late { get; init; }

    /// <summary>Whether the wait never ends by itself.</summary>
    public bool Never { get; init; }

    public GrantedToken? Current(TokenId id) => Late || Never || Refusal is not null ? null : Token;

    public async ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct)
    {
        if (Never) await Task.Delay(Timeout.Infinite, ct);
        return Refusal is { } refusal ? refusal : new TokenReply.Granted(Token);
    }

    public ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct)
    {
        lock (_gate)
        {
            Reports.Add((failed, errcode, askedBy));
            if (failed == values[_at] && _at + 1 < values.Length) _at++;
            return new ValueTask<TokenReply>(Refusal is { } refusal ? refusal : new TokenReply.Granted(Token));
        }
    }

    public TokenStatus Status(TokenId id) => throw new NotSupportedException("No call asks how a token stands.");

    private GrantedToken Token => new(values[_at], _at + 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
}

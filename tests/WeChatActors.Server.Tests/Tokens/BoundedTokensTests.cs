using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Tokens;

public sealed class BoundedTokensTests
{
    private static readonly TokenId Id = new("demo", TokenKind.AccessToken);

    private readonly VirtualTime _time = new();
    private readonly SilentTokens _tokens = new();

    [Fact]
    public async Task Nobody_waits_longer_than_ten_seconds()
    {
        var waiting = new BoundedTokens(_tokens, _time).Get(Id, "key shop", CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(10) - VirtualTime.OneTick);
        Assert.False(waiting.IsCompleted);
        _time.Advance(VirtualTime.OneTick);

        var refused = Assert.IsType<TokenReply.Refused>(await waiting);
        Assert.Equal("The platform gave none within 10 s, and is still being asked: try again in a few seconds.", refused.Why);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(5), refused.RetryAt);
    }

    [Fact]
    public async Task The_trouble_that_is_known_is_told_rather_than_the_wait()
    {
        _tokens.Trouble = "The AppSecret is frozen: unfreeze it in the console.";
        var waiting = new BoundedTokens(_tokens, _time).Replace(Id, "old", null, "key shop", CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("The AppSecret is frozen: unfreeze it in the console.", Assert.IsType<TokenReply.Refused>(await waiting).Why);
    }

    [Fact]
    public async Task Who_goes_away_waits_no_more()
    {
        using var gone = new CancellationTokenSource();
        var waiting = new BoundedTokens(_tokens, _time).Get(Id, "key shop", gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Tokens that never come.</summary>
    private sealed class SilentTokens : ITokens
    {
        public string? Trouble { get; set; }

        public GrantedToken? Current(TokenId id) => null;

        public ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct) => Never(ct);

        public ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct) => Never(ct);

        public TokenStatus Status(TokenId id) => new(id, 0, null, null, false, true, Trouble, 0, 0);

        private static async ValueTask<TokenReply> Never(CancellationToken ct)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            throw new InvalidOperationException("Infinity is over.");
        }
    }
}

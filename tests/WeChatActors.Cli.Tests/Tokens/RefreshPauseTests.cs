using WeChatActors.Engine;

namespace WeChatActors.Cli.Tests.Tokens;

public class RefreshPauseTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TokenMode.Stable, 12, "The last new one was asked for 12 s ago, and there must be 30 s between two: waiting for 18 s.")]
    [InlineData(TokenMode.Stable, 29.5, "The last new one was asked for 29 s ago, and there must be 30 s between two: waiting for 0.5 s.")]
    [InlineData(TokenMode.Stable, 30, null)]
    [InlineData(TokenMode.Stable, -1, null)]
    [InlineData(TokenMode.Classic, 12, null)]
    [InlineData(TokenMode.Classic, -48, "The last new one was asked for 12 s ago, and there must be 30 s between two: waiting for 18 s.")]
    public void The_pause_is_counted_from_the_last_refresh_that_took_a_token_away(TokenMode mode, double seconds, string? sentence)
    {
        // Got a minute before it was last forced.
        var stored = new StoredToken(new GrantedToken("t", 1, At.AddMinutes(-1), At.AddHours(2)), default, 1, 1, At);
        Assert.Equal(sentence, RefreshPause.Left(stored, mode, TimeSpan.FromSeconds(30), At.AddSeconds(seconds)));
    }

    [Fact]
    public void The_first_refresh_has_no_pause() =>
        Assert.Null(RefreshPause.Left(StoredToken.None, TokenMode.Stable, TimeSpan.FromSeconds(30), At));
}

using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Tokens;

public sealed class TokenBodyTests
{
    private static readonly GrantedToken Token = new("84_a\"b", 7, Samples.Now, Samples.Now + TimeSpan.FromSeconds(7200));

    private readonly TokenBody _body = new("access_token");

    [Theory]
    [InlineData(0, 7200)]
    [InlineData(0.001, 7199)]
    [InlineData(7199, 1)]
    [InlineData(7199.001, 0)]
    [InlineData(7200, 0)]
    [InlineData(100_000, 0)]
    [InlineData(-60, 7260)]
    public void What_is_left_counts_whole_seconds_and_never_below_none(double passed, int left) =>
        Assert.Equal($$"""{"access_token":"84_a\"b","expires_in":{{left}},"version":7}""", Text(Token, passed));

    [Fact]
    public void Within_a_second_the_bytes_are_the_same_ones()
    {
        var bytes = _body.Of(Token, Samples.Now + TimeSpan.FromSeconds(1));

        Assert.Same(bytes, _body.Of(Token, Samples.Now + TimeSpan.FromSeconds(1.9999) - TimeSpan.FromSeconds(0.9999)));
        Assert.NotSame(bytes, _body.Of(Token, Samples.Now + TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Another_token_is_told_at_once()
    {
        Assert.Contains("84_a", Text(Token, 1), StringComparison.Ordinal);
        Assert.Equal("""{"access_token":"85_x","expires_in":7199,"version":8}""", Text(Token with { Value = "85_x", Version = 8 }, 1));
    }

    [Fact]
    public void Answering_with_a_token_allocates_nothing()
    {
        var now = Samples.Now + TimeSpan.FromSeconds(5);
        _body.Of(Token, now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _body.Of(Token, now);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private string Text(GrantedToken token, double passed) => Encoding.UTF8.GetString(_body.Of(token, Samples.Now + TimeSpan.FromSeconds(passed)));
}

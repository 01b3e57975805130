using WeChatActors.Protocol;
namespace WeChatActors.Simulator.Tests;

public class ErrcodesTests
{
    [Theory]
    [InlineData(40001, "invalid credential, access_token is invalid or not latest")]
    [InlineData(45080, "typing")]
    [InlineData(123456789, "error")]
    public void Every_code_has_words(int code, string words) => Assert.StartsWith(words, Errcodes.Words(code), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_modelled_has_a_code_that_WeChat_never_answers() => Assert.Null(Errcode.Find(Errcodes.NotModelled));
}

namespace WeChatActors.Server.Tests.JsSdk;

public sealed class RawQueryTests
{
    [Theory]
    [InlineData("?url=https%3A%2F%2Fshop.example%2F", "https://shop.example/")]
    [InlineData("url=https://shop.example/", "https://shop.example/")]
    [InlineData("?url=a+b%2Bc%20d", "a+b+c d")]
    [InlineData("?url=%252F", "%2F")]
    [InlineData("?url=%E6%90%9C%E7%B4%A2", "搜索")]
    [InlineData("?url=a=b", "a=b")]
    [InlineData("?&url=x&", "x")]
    [InlineData("?url=", "")]
    [InlineData("?url", "")]
    [InlineData("?", null)]
    [InlineData("", null)]
    public void A_value_is_decoded_once_and_a_plus_stays_one(string query, string? value)
    {
        var values = new string?[1];

        Assert.Null(RawQuery.Read(query, ["url"], values));
        Assert.Equal(value, values[0]);
    }

    [Theory]
    [InlineData("?url=https://shop.example/?a=1&b=2", "'b' is not a parameter here")]
    [InlineData("?URL=x", "'URL' is not a parameter here")]
    [InlineData("?%75rl=x", "'%75rl' is not a parameter here")]
    [InlineData("?=x", "'' is not a parameter here")]
    [InlineData("?url=x&url=y", "'url' comes twice")]
    [InlineData("?url=x&url=", "'url' comes twice")]
    [InlineData("?url=%", "'url' cannot be decoded")]
    [InlineData("?url=%4", "'url' cannot be decoded")]
    [InlineData("?url=%zz", "'url' cannot be decoded")]
    [InlineData("?url=%FF", "'url' cannot be decoded")]
    public void What_could_be_read_in_two_ways_is_refused(string query, string fault) =>
        Assert.Equal(fault, RawQuery.Read(query, ["url"], new string?[1]));
}

namespace WeChatActors.Server.Tests;

public sealed class ProxyQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("access_token=x", "")]
    [InlineData("access_token", "")]
    [InlineData("access_token=x&a=1", "a=1")]
    [InlineData("a=1&access_token=x", "a=1")]
    [InlineData("a=1&access_token=x&b=2", "a=1&b=2")]
    [InlineData("access_token=x&access_token=y&b", "b")]
    [InlineData("a=1&&access_token=x&&b=2&", "a=1&&&b=2&")]
    [InlineData("access%5Ftoken=x&a=1", "a=1")]
    [InlineData("access%5ftoken=x&a=1", "a=1")]
    [InlineData("%61ccess_token=x&a=1", "a=1")]
    [InlineData("access%255Ftoken=x&a=1", "a=1")]
    [InlineData("Access_Token=x&ACCESS_TOKEN=y&a=1", "a=1")]
    [InlineData("a=access_token&my_access_token=x", "a=access_token&my_access_token=x")]
    [InlineData("b=%E4%BD%A0&a=%zz+%2b&access_token=x&=&c", "b=%E4%BD%A0&a=%zz+%2b&=&c")]
    public void The_token_is_dropped_however_it_is_written_and_nothing_else_changes(string query, string expected) =>
        Assert.Equal(expected, ProxyQuery.Without(query, "access_token"));

    [Theory]
    [InlineData("secret=a%2Bb+c&secret=d", "a+b c")]
    [InlineData("x=1&SECRET=", "")]
    [InlineData("se%63ret", "")]
    [InlineData("x=secret", null)]
    public void A_value_is_found_however_its_name_is_written(string query, string? expected) =>
        Assert.Equal(expected, ProxyQuery.Find(query, "secret"));

    [Fact]
    public void Another_value_takes_the_place_of_each_that_stands_there() =>
        Assert.Equal("appid=wx1&secret=n%26w&code=%E4&secret=n%26w", ProxyQuery.With("appid=wx1&secret=old&code=%E4&s%65cret", "secret", "n&w"));
}

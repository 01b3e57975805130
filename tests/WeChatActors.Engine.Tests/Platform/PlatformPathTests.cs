using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Platform;

public class PlatformPathTests
{
    [Fact]
    public void Every_path_of_the_catalogue_can_be_called() => Assert.All(
        ApiCatalog.Rows.Select(row => ApiCatalog.PlainPath(row.Path)).Where(path => !path.Contains('{')), path => Assert.Null(PlatformPath.FindFault(path)));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("cgi-bin/menu/get")]
    [InlineData("//evil.example/cgi-bin/menu/get")]
    [InlineData("/cgi-bin/../sns/auth")]
    [InlineData("/cgi-bin/./menu")]
    [InlineData("/cgi-bin/%2e%2e/menu")]
    [InlineData("/cgi-bin%2Fmenu")]
    [InlineData("/cgi-bin/menu?x=1")]
    [InlineData("/cgi-bin/menu#x")]
    [InlineData("/cgi-bin\\menu")]
    [InlineData("/cgi-bin/menu get")]
    [InlineData("/cgi-bin/菜单")]
    [InlineData("/@evil.example")]
    [InlineData("/cgi-bin/menu\r\nHost: evil.example")]
    [InlineData("https://evil.example/")]
    public async Task Nothing_is_called_that_means_different_things_to_different_readers(string path)
    {
        Assert.NotNull(PlatformPath.FindFault(path));
        await using var calling = new Calling();
        await Assert.ThrowsAsync<ArgumentException>(() => calling.Call(Calling.Get(path)));
        Assert.Empty(calling.Platform.Calls);
    }

    [Fact]
    public void Each_path_goes_to_the_server_that_has_it()
    {
        string Host(string path) => PlatformEndpoint.Of(path).AddressAt(PlatformHosts.WeChat)?.Host ?? "none";

        Assert.Equal("api.weixin.qq.com", Host("/cgi-bin/menu/get"));
        Assert.Equal("api.weixin.qq.com", Host("/cgi-bin/something/new"));
        Assert.Equal("api.weixin.qq.com", Host("/sns/userinfo"));
        Assert.Equal("mp.weixin.qq.com", Host("/cgi-bin/showqrcode"));
        Assert.Equal("open.weixin.qq.com", Host("/connect/oauth2/authorize"));
        Assert.Equal("none", Host("/v3/refund/domestic/refunds"));
        Assert.Equal("none", Host("/v3/refund/domestic/refunds/1"));
    }

    [Fact]
    public async Task Payment_is_not_called_because_it_knows_no_token()
    {
        await using var calling = new Calling();

        var not = Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Post("/pay/unifiedorder")));

        Assert.Equal("/pay/unifiedorder belongs to WeChat Pay, which takes a merchant's signature instead of a token; call it directly.", not.Why);
        Assert.Empty(calling.Platform.Calls);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("Demo")]
    public async Task An_account_that_cannot_call_is_a_bug_of_the_caller(string account)
    {
        await using var calling = new Calling();
        await Assert.ThrowsAsync<ArgumentException>(() => calling.Call(Calling.Get("/cgi-bin/menu/get") with { Account = account }));
    }
}

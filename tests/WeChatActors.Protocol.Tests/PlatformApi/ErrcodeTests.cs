namespace WeChatActors.Protocol.Tests;

public sealed class ErrcodeTests
{
    [Theory]
    [InlineData(0, ErrcodeClass.Ok)]
    [InlineData(-1, ErrcodeClass.BusyRetry)]
    [InlineData(40001, ErrcodeClass.TokenRefresh)]
    [InlineData(40014, ErrcodeClass.TokenRefresh)]
    [InlineData(42001, ErrcodeClass.TokenRefresh)]
    [InlineData(42007, ErrcodeClass.Other)]
    [InlineData(45009, ErrcodeClass.Quota)]
    [InlineData(45015, ErrcodeClass.Window)]
    [InlineData(45048, ErrcodeClass.BadRequest)]
    [InlineData(40164, ErrcodeClass.IpWhitelist)]
    [InlineData(48001, ErrcodeClass.Permission)]
    [InlineData(123456789, ErrcodeClass.Other)]
    public void Every_code_has_its_class(int code, ErrcodeClass expected) => Assert.Equal(expected, Errcode.ClassOf(code));

    [Fact]
    public void A_code_says_what_it_means_in_both_languages()
    {
        var busy = Errcode.Find(-1);
        Assert.NotNull(busy);
        Assert.NotEmpty(busy.English);
        Assert.NotEmpty(busy.Chinese);
        Assert.Null(Errcode.Find(501));
    }

    [Fact]
    public void The_catalogue_knows_quotas_and_patterns()
    {
        Assert.Equal(500_000, ApiCatalog.PerDay("/cgi-bin/message/custom/send"));
        Assert.Equal(60, ApiCatalog.PerMinute("/cgi-bin/message/mass/send"));
        Assert.Equal("mp.weixin.qq.com", Assert.Single(ApiCatalog.At("/cgi-bin/showqrcode")).Host);
        Assert.Null(ApiCatalog.PerDay("/cgi-bin/nothing"));
    }
}

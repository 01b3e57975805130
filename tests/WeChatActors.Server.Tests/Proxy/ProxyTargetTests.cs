using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests;

public sealed class ProxyTargetTests
{
    private const string Prefix = "/api/accounts/demo/proxy";

    [Theory]
    [InlineData("/cgi-bin/menu/get", "")]
    [InlineData("/cgi-bin/user/info?openid=o1&lang=zh_CN", "openid=o1&lang=zh_CN")]
    [InlineData("/cgi-bin/a.b-c_d~e?", "")]
    [InlineData("/x?a=%E4%BD%A0%e5&&b=+;{|}\"%zz", "a=%E4%BD%A0%e5&&b=+;{|}\"%zz")]
    [InlineData("/x?next=http://other/../y", "next=http://other/../y")]
    public void The_path_and_the_query_are_what_came(string rest, string query)
    {
        var found = Assert.IsType<ProxyTarget.Found>(ProxyTarget.Read(Prefix + rest, "demo", "proxy"));
        Assert.Equal(rest.Split('?')[0], found.Path);
        Assert.Equal(query, found.Query);
        Assert.DoesNotContain("openid", found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//other.example/cgi-bin/x")]
    [InlineData("/cgi-bin//menu")]
    [InlineData("/cgi-bin/menu/")]
    [InlineData("/cgi-bin/../menu")]
    [InlineData("/cgi-bin/./menu")]
    [InlineData("/..")]
    [InlineData("/cgi-bin/..")]
    [InlineData("/.well-known/x")]
    [InlineData("/cgi-bin/%2e%2e/menu")]
    [InlineData("/cgi-bin/.%2E/menu")]
    [InlineData("/cgi-bin%2Fmenu")]
    [InlineData("/cgi-bin%5cmenu")]
    [InlineData("/cgi-bin/%252e%252e/menu")]
    [InlineData("/cgi-bin/%74oken")]
    [InlineData("/cgi-bin\\menu")]
    [InlineData("/cgi-bin/..\\menu")]
    [InlineData("/http://other.example/x")]
    [InlineData("/https:other.example")]
    [InlineData("/cgi-bin/token;x=1")]
    [InlineData("/cgi-bin/to ken")]
    [InlineData("/cgi-bin/菜单")]
    [InlineData("/cgi-bin/x\u0001")]
    [InlineData("/cgi-bin/x\r\nHost: other")]
    [InlineData("/cgi-bin/x#y")]
    [InlineData("/cgi-bin/x@other")]
    [InlineData("/cgi-bin/x?a=1#b")]
    [InlineData("/cgi-bin/x?a=你")]
    [InlineData("/cgi-bin/x?a=1\r\nX: y")]
    [InlineData("/cgi-bin/x?a b")]
    public void Whatever_might_lead_elsewhere_is_refused(string rest) =>
        Assert.NotEmpty(Assert.IsType<ProxyTarget.Refused>(ProxyTarget.Read(Prefix + rest, "demo", "proxy")).Why);

    [Theory]
    [InlineData("http://other.example/api/accounts/demo/proxy/cgi-bin/x")]
    [InlineData("other.example:443")]
    [InlineData("*")]
    [InlineData("/api/accounts/other/../demo/proxy/cgi-bin/x")]
    [InlineData("/api/accounts/%64emo/proxy/cgi-bin/x")]
    [InlineData("/api//accounts/demo/proxy/cgi-bin/x")]
    [InlineData("/api/accounts/demo/proxy2/x")]
    [InlineData("/api/accounts/demo/drop-in/x")]
    public void The_way_to_the_proxy_is_the_plain_one(string raw) =>
        Assert.IsType<ProxyTarget.Refused>(ProxyTarget.Read(raw, "demo", "proxy"));

    [Fact]
    public void The_longest_path_has_512_characters()
    {
        Assert.IsType<ProxyTarget.Found>(ProxyTarget.Read($"{Prefix}/{new string('x', ProxyTarget.MaxPath - 1)}", "demo", "proxy"));
        Assert.IsType<ProxyTarget.Refused>(ProxyTarget.Read($"{Prefix}/{new string('x', ProxyTarget.MaxPath)}", "demo", "proxy"));
    }

    [Fact]
    public void Every_path_of_WeChats_catalogue_passes() =>
        Assert.All(
            ApiCatalog.Rows.Select(row => ApiCatalog.PlainPath(row.Path)).Where(path => !path.Contains('{')),
            path => Assert.Equal(path, Assert.IsType<ProxyTarget.Found>(ProxyTarget.Read(Prefix + path, "demo", "proxy")).Path));
}

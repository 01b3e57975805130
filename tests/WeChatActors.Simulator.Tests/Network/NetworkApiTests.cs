using System.Net;
using System.Net.Sockets;

namespace WeChatActors.Simulator.Tests;

public class NetworkApiTests
{
    [Fact]
    public async Task Packets_come_from_this_machine()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        foreach (var path in (string[])["getcallbackip", "get_api_domain_ip"])
            Assert.Equal("127.0.0.1", (await lab.Get($"/cgi-bin/{path}?access_token={token}")).GetProperty("ip_list")[0].GetString());
    }

    [Fact]
    public async Task The_check_really_asks_the_callback()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var callback = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/wechat/demo");
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Callback = callback });
        var path = $"/cgi-bin/callback/check?access_token={await lab.Token()}";

        var found = await lab.Post(path, """{"action":"all","check_operator":"UNICOM"}""");
        Assert.Equal("""[{"ip":"127.0.0.1","real_operator":"DEFAULT"}]""", found.GetProperty("dns").GetRawText());
        var ping = found.GetProperty("ping")[0];
        Assert.Equal(("127.0.0.1", "UNICOM", "0%"), (ping.GetProperty("ip").GetString(), ping.GetProperty("from_operator").GetString(), ping.GetProperty("package_loss").GetString()));
        Assert.Matches("^[0-9]+\\.[0-9]{3}ms$", ping.GetProperty("time").GetString());

        listener.Stop();
        found = await lab.Post(path, """{"action":"ping"}""");
        Assert.False(found.TryGetProperty("dns", out _));
        Assert.Equal("100%", found.GetProperty("ping")[0].GetProperty("package_loss").GetString());
    }

    [Theory]
    [InlineData("""{"action":"all"}""", 40201)]
    [InlineData("""{"action":"sing"}""", 40202)]
    [InlineData("""{}""", 40202)]
    [InlineData("""{"action":"dns","check_operator":"MINE"}""", 40203)]
    public async Task The_check_refuses_what_it_does_not_know(string body, int code)
    {
        await using var lab = await ApiLab.Start_with();
        Assert.Equal(code, await lab.PostCode($"/cgi-bin/callback/check?access_token={await lab.Token()}", body));
    }
}

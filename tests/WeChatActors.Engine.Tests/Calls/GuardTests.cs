using System.Net;

namespace WeChatActors.Engine.Tests.Calls;

public class GuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("100.64.0.1")]
    public async Task A_name_that_leads_to_no_public_address_is_not_connected_to(string address)
    {
        await using var server = RawServer.Answering("never");
        await using var lab = Lab(server, "shop.example", [], _ => [IPAddress.Parse(address)]);

        await lab.Fails(CallError.PrivateAddress, CallLab.Get(new Uri($"http://shop.example:{server.Root.Port}/")));

        Assert.Equal(0, server.Connections);
        Assert.Equal(["shop.example"], lab.Resolved);
    }

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("a.shop.example", "*.shop.example")]
    public async Task A_name_may_lead_to_private_addresses_when_that_is_said_of_it(string host, string allowed)
    {
        await using var server = RawServer.Answering("hello");
        await using var lab = Lab(server, allowed, [allowed], _ => [IPAddress.Loopback]);

        var result = await lab.Call(CallLab.Get(new Uri($"http://{host}:{server.Root.Port}/")));

        Assert.Equal("hello", result["body"].AsText);
        Assert.Equal($"{host}:{server.Root.Port}", Assert.Single(server.Requests).Header("Host"));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task No_allowance_leads_to_where_clouds_keep_credentials(string address)
    {
        await using var server = RawServer.Answering("never");
        await using var lab = Lab(server, "shop.example", ["shop.example"], _ => [IPAddress.Parse(address)]);

        await lab.Fails(CallError.PrivateAddress, CallLab.Get(new Uri($"http://shop.example:{server.Root.Port}/")));
    }

    [Fact]
    public async Task A_name_is_resolved_once_for_a_connection_and_what_was_looked_at_is_connected_to()
    {
        await using var server = RawServer.Answering("hello");
        var looked = 0;
        // The second look would be refused.
        await using var lab = Lab(server, "shop.example", ["shop.example"], _ => [looked++ == 0 ? IPAddress.Loopback : IPAddress.Any]);
        var order = CallLab.Get(new Uri($"http://shop.example:{server.Root.Port}/"));

        Assert.Equal("hello", (await lab.Call(order))["body"].AsText);
        Assert.Equal(1, looked);
        await server.AllEnded();
        await lab.Fails(CallError.PrivateAddress, order);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_are_connected_to_that_may_be()
    {
        await using var server = RawServer.Answering("hello");
        await using var lab = Lab(server, "shop.example", ["shop.example"], _ => [IPAddress.Any, IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]);

        Assert.Equal("hello", (await lab.Call(CallLab.Get(new Uri($"http://shop.example:{server.Root.Port}/"))))["body"].AsText);
    }

    [Fact]
    public async Task Localhost_is_this_machine_and_nothing_else()
    {
        await using var server = RawServer.Answering("hello");
        var address = IPAddress.Parse("10.0.0.1");
        await using var lab = Lab(server, "localhost", [], _ => [address]);
        var order = CallLab.Get(new Uri($"http://localhost:{server.Root.Port}/"));

        await lab.Fails(CallError.PrivateAddress, order);
        address = IPAddress.Loopback;
        Assert.Equal("hello", (await lab.Call(order))["body"].AsText);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", CallError.HostNotAllowed)]
    [InlineData("http://shop.example/", CallError.HostNotAllowed)]
    [InlineData("http://shop.example@evil.example/", CallError.BadUrl)]
    [InlineData("http://evil.example#@shop.example:8080/", CallError.HostNotAllowed)]
    [InlineData("http://evil.example\\@shop.example:8080/", CallError.BadUrl)]
    [InlineData("//shop.example:8080/", CallError.BadUrl)]
    [InlineData("/etc/passwd", CallError.BadUrl)]
    [InlineData("file:///etc/passwd", CallError.BadUrl)]
    [InlineData("gopher://shop.example:8080/", CallError.BadUrl)]
    [InlineData("shop.example", CallError.BadUrl)]
    [InlineData("", CallError.BadUrl)]
    public async Task Nothing_else_is_even_looked_up(string url, string error)
    {
        await using var lab = new CallLab(new CallOptions { AllowHosts = [AllowedHost.Read("shop.example:8080")!] }, resolve: _ => [IPAddress.Loopback]);

        await lab.Fails(error, CallLab.Get(new Uri("http://x/")) with { Url = url });

        Assert.Empty(lab.Resolved);
        Assert.Equal(1, lab.Runner.Counters.Ended("none", error));
    }

    [Fact]
    public async Task A_rule_does_not_reach_the_server_of_a_model()
    {
        await using var model = new FakeModel(FakeModel.Says("好"));
        await using var lab = CallLab.For(model);
        await lab.Call(CallLab.Ask());

        await lab.Fails(CallError.HostNotAllowed, CallLab.Get(model.Url));
    }

    private static CallLab Lab(RawServer server, string host, string[] allowed, Func<string, IPAddress[]> resolve) => new(
        new CallOptions { AllowHosts = [AllowedHost.Read($"{host}:{server.Root.Port}")!], AllowPrivate = [.. allowed.Select(name => AllowedHost.Read(name)!)] },
        resolve: resolve);
}

using System.Net;
using System.Net.Sockets;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

public class SimulatorHostTests
{
    [Fact]
    public async Task A_port_in_use_is_told_in_one_sentence_with_the_remedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.Equal(
            $"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --page.",
            await Refusal($"http://127.0.0.1:{port}"));
    }

    [Theory]
    [InlineData("http://192.0.2.1:0", "cannot be opened")]
    [InlineData("http://some.name.example:0", "cannot be opened")]
    [InlineData("https://127.0.0.1:0", "is not an http address")]
    public async Task An_address_that_cannot_be_had_is_told_with_the_option_to_change(string page, string expected)
    {
        var message = await Refusal(page);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("--page", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_0_takes_a_free_one_and_the_addresses_are_real()
    {
        await using var host = await SimulatorHost.Start(RunningSimulator.Options("http://localhost:0"), new SimulatedClock(new VirtualTime()));
        Assert.NotEqual(0, host.Page.Port);
        Assert.NotEqual(host.Page.Port, host.Api.Port);
        using var http = new HttpClient();
        Assert.True((await http.GetAsync(host.Page)).IsSuccessStatusCode);
        Assert.Contains("errcode", await http.GetStringAsync(new Uri(host.Api, "/cgi-bin/token")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_rules_are_shown_until_they_are_mended()
    {
        var simulator = new RunningSimulator();
        await simulator.InitializeAsync();
        try
        {
            Assert.Empty((await simulator.Get("/simulator/state"))["rules"]!.AsObject());
            simulator.Host.ShowRules("cafe", ["rules.yaml:3:1: no such action"]);
            Assert.Equal("rules.yaml:3:1: no such action", (string)(await simulator.Get("/simulator/state"))["rules"]!["cafe"]![0]!);
            simulator.Host.ShowRules("cafe", []);
            Assert.Empty((await simulator.Get("/simulator/state"))["rules"]!["cafe"]!.AsArray());
        }
        finally
        {
            await simulator.DisposeAsync();
        }
    }

    private static async Task<string> Refusal(string page) =>
        (await Assert.ThrowsAsync<SimulatorStartException>(() => SimulatorHost.Start(RunningSimulator.Options(page), new SimulatedClock(new VirtualTime())))).Message;
}

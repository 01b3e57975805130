using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Simulator.Tests;

public class AccessGuardTests
{
    [Theory]
    [InlineData("127.0.0.1:8082")]
    [InlineData("localhost:8082")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]:8082")]
    [InlineData("127.8.8.8")]
    public async Task The_machine_itself_may_call(string host) => Assert.Equal(200, await Status("http://127.0.0.1:8082", host));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:8082")]
    [InlineData("localhost.evil.example")]
    [InlineData("10.0.0.7:8082")]
    [InlineData("")]
    public async Task A_name_that_was_rebound_to_this_machine_may_not(string host) => Assert.Equal(403, await Status("http://127.0.0.1:8082", host));

    [Theory]
    [InlineData("http://0.0.0.0:8082", "10.0.0.7:8082", 200)]
    [InlineData("http://[::]:8082", "[fd00::7]:8082", 200)]
    [InlineData("http://0.0.0.0:8082", "evil.example:8082", 403)]
    [InlineData("http://10.0.0.7:8082", "10.0.0.7:8082", 200)]
    [InlineData("http://10.0.0.7:8082", "10.0.0.8:8082", 403)]
    public async Task Who_listens_for_others_is_called_by_an_address(string configured, string host, int status) => Assert.Equal(status, await Status(configured, host));

    [Theory]
    [InlineData("http://127.0.0.1:8082", 200)]
    [InlineData("http://127.0.0.1:9999", 403)]
    [InlineData("https://127.0.0.1:8082", 403)]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    public async Task Only_the_page_itself_may_be_the_origin(string origin, int status) =>
        Assert.Equal(status, await Status("http://127.0.0.1:8082", "127.0.0.1:8082", ("Origin", origin)));

    [Fact]
    public async Task Another_page_may_not_embed_but_may_link_here()
    {
        Assert.Equal(403, await Status("http://127.0.0.1:8082", "127.0.0.1:8082", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")));
        Assert.Equal(200, await Status("http://127.0.0.1:8082", "127.0.0.1:8082", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")));
        Assert.Equal(200, await Status("http://127.0.0.1:8082", "127.0.0.1:8082", ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors")));
    }

    [Fact]
    public async Task The_running_listener_stands_behind_it()
    {
        var simulator = new RunningSimulator();
        await simulator.InitializeAsync();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/simulator/people") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            request.Headers.Host = "evil.example";
            Assert.Equal(HttpStatusCode.Forbidden, (await simulator.Http.SendAsync(request)).StatusCode);
            using var page = new HttpRequestMessage(HttpMethod.Get, "/");
            page.Headers.Host = "evil.example";
            Assert.Equal(HttpStatusCode.Forbidden, (await simulator.Http.SendAsync(page)).StatusCode);
            Assert.Equal(3, simulator.Host.Platform.People.Count);
        }
        finally
        {
            await simulator.DisposeAsync();
        }
    }

    private static async Task<int> Status(string configured, string host, params (string Name, string Value)[] headers)
    {
        var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        Microsoft.Extensions.DependencyInjection.LoggingServiceCollectionExtensions.AddLogging(services);
        var context = new DefaultHttpContext { RequestServices = Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services) };
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers) context.Request.Headers[name] = value;
        await new AccessGuard(new Uri(configured)).Check(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }
}

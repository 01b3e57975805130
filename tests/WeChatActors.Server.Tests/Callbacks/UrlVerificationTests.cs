using System.Text;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class UrlVerificationTests : IAsyncLifetime
{
    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("plain", "5927781640023917754", "5927781640023917754")]
    [InlineData("compat", "5927781640023917754", "5927781640023917754")]
    [InlineData("safe", "5927781640023917754", "5927781640023917754")] // never encrypted, whatever the mode
    [InlineData("plain", "a+b/c==", "a+b/c==")]
    [InlineData("plain", "a%2Bb%2Fc%3D%3D", "a+b/c==")]
    [InlineData("plain", "%E4%BD%A0%20%26%20%3Cb%3E%0A", "你 & <b>\n")]
    [InlineData("plain", "%2541", "%41")] // decoded once
    public async Task The_echostr_comes_back_byte_for_byte(string account, string sent, string echoed)
    {
        using var connection = await _edge.Connect();

        var answer = await connection.Get($"/wechat/{account}?{Edge.Credentials.Query(_edge.Seconds, "1284470336")}&echostr={sent}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(Encoding.UTF8.GetBytes(echoed), answer.Body);
        Assert.Equal("text/plain; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal($"{answer.Body.Length}", answer.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&echostr=")]
    [InlineData("&echostr=a&echostr=b")]
    public async Task Without_one_echostr_there_is_nothing_to_echo(string echostr)
    {
        using var connection = await _edge.Connect();

        var answer = await connection.Get($"/wechat/plain?{Edge.Credentials.Query(_edge.Seconds, "1284470336")}{echostr}");

        Assert.Equal((400, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_forged_verification_echoes_nothing()
    {
        using var connection = await _edge.Connect();

        var answer = await connection.Get($"/wechat/plain?{(Edge.Credentials with { Token = "guess" }).Query(_edge.Seconds, "1")}&echostr=42");

        Assert.Equal((403, ""), (answer.Status, answer.Text));
    }
}

using System.Net;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator.Tests;

public sealed class CodesApiTests : IAsyncLifetime
{
    private const string Codes = "/simulator/accounts/cafe/qrcodes";

    private readonly RunningSimulator _simulator = new();

    public Task InitializeAsync() => _simulator.InitializeAsync();

    public Task DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task A_code_of_the_console_is_permanent_and_a_scene_has_only_one()
    {
        var code = await Make("table-12");
        Assert.Equal(["ticket", "scene", "url", "expires_at"], code.AsObject().Select(member => member.Key));
        Assert.Equal(("table-12", null), ((string)code["scene"]!, (string?)code["expires_at"]));
        Assert.Equal((string)code["ticket"]!, (string)(await Make("table-12"))["ticket"]!);
        Assert.Equal("2", (string)(await Make("2"))["scene"]!);
        Assert.Equal(["2", "table-12"], await Scenes());
    }

    [Fact]
    public async Task Scanning_a_code_of_the_console_reports_its_scene()
    {
        var code = await Make("七号桌");
        foreach (var (way, expected) in new[] { ("ticket", "qrscene_七号桌"), ("url", "七号桌") })
        {
            var done = await _simulator.Post("/simulator/accounts/cafe/people/1/actions?wait=true", new JsonObject { ["do"] = "scan", ["code"] = (string)code[way]! }.ToJsonString());
            Assert.Contains($"<EventKey><![CDATA[{expected}]]></EventKey>", (string)done["pushes"]![0]!["packet"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_newest_50_living_codes_are_listed()
    {
        var account = _simulator.Host.Platform.Accounts["cafe"];
        lock (account.Gate)
        {
            for (var i = 1; i <= 60; i++)
                account.QrCodes.Add(new QrCode($"t{i}", $"{i}", $"http://weixin.qq.com/q/{i}", i == 60 ? RunningSimulator.Start.AddMinutes(1) : null));
        }
        Assert.Equal(Enumerable.Range(11, 50).Reverse().Select(i => $"{i}"), await Scenes());
        Assert.Equal("2026-10-17T01:42:08.000Z", (string)(await _simulator.Get(Codes))["codes"]![0]!["expires_at"]!);
        await _simulator.Post("/simulator/clock", """{"advance_seconds":60}""");
        Assert.Equal(Enumerable.Range(10, 50).Reverse().Select(i => $"{i}"), await Scenes());
    }

    [Fact]
    public async Task The_picture_is_the_one_of_showqrcode()
    {
        var ticket = Uri.EscapeDataString((string)(await Make("table-12"))["ticket"]!);
        var picture = await _simulator.Http.GetAsync($"{Codes}/{ticket}/picture");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.ToString());
        Assert.Equal(await _simulator.Http.GetByteArrayAsync(new Uri(_simulator.Host.Api, $"/cgi-bin/showqrcode?ticket={ticket}")), await picture.Content.ReadAsByteArrayAsync());
        Assert.Equal("There is no such QR code", (string)(await _simulator.Get($"{Codes}/unknown/picture", HttpStatusCode.NotFound))["title"]!);
    }

    [Theory]
    [InlineData("""{"scene":""}""", "WeChat refuses it with errcode 40053")]
    [InlineData("""{"scene":"12345678901234567890123456789012345678901234567890123456789012345"}""", "has 65 characters, limit 64")]
    [InlineData("""{"scene":12}""", "'scene' is not a text")]
    [InlineData("""{"scene_id":12}""", "'scene_id' is unknown here. Use scene.")]
    public async Task A_scene_has_to_fit(string json, string expected)
    {
        Assert.Contains(expected, await _simulator.Refusal(Codes, json), StringComparison.Ordinal);
        Assert.Empty(await Scenes());
    }

    [Fact]
    public async Task Another_account_has_no_codes_here() =>
        Assert.Contains("There is cafe", await _simulator.Refusal("/simulator/accounts/shop/qrcodes", """{"scene":"a"}""", HttpStatusCode.NotFound), StringComparison.Ordinal);

    private Task<JsonNode> Make(string scene) => _simulator.Post(Codes, new JsonObject { ["scene"] = scene }.ToJsonString(), HttpStatusCode.Created);

    private async Task<IEnumerable<string>> Scenes() => (await _simulator.Get(Codes))["codes"]!.AsArray().Select(code => (string)code!["scene"]!);
}

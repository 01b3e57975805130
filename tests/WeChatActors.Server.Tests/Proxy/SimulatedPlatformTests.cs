using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests;

/// <summary>The proxy and the drop-in in front of the simulator.</summary>
public sealed class SimulatedPlatformTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;
    private Relay _relay = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts = [Setup("shop", Relay.AppId), Setup("other", Relay.OtherAppId)],
                Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
            },
            new SimulatedClock(TimeProvider.System));
        _relay = await Relay.Start(_simulator.Api);
    }

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_picture_with_a_Chinese_name_goes_up_and_comes_down_byte_by_byte()
    {
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 31))];
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes("------xyz\r\nContent-Disposition: form-data; name=\"media\"; filename=\"春节 海报(1).png\"\r\nContent-Type: image/png\r\n\r\n"),
            .. picture, .. Encoding.UTF8.GetBytes("\r\n------xyz--\r\n"),
        ];
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=----xyz");

        var uploaded = await Relay.Json(await _relay.Proxied(HttpMethod.Post, "/cgi-bin/media/upload?type=image", content));
        var id = uploaded.GetProperty("media_id").GetString()!;
        var downloaded = await _relay.Proxied(HttpMethod.Get, $"/cgi-bin/media/get?media_id={Uri.EscapeDataString(id)}");

        Assert.Equal("image/png", downloaded.Content.Headers.ContentType!.MediaType);
        Assert.Equal(picture, await downloaded.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_token_that_somebody_else_took_is_replaced_on_first_use_and_no_caller_sees_it()
    {
        Assert.Equal(0, await ServerIps());
        await Revoke();

        Assert.Equal(0, await ServerIps());
    }

    [Fact]
    public async Task A_thousand_calls_across_a_refresh_all_succeed_and_the_token_is_replaced_once()
    {
        Assert.Equal(0, await ServerIps());

        var first = Enumerable.Range(0, 500).Select(_ => ServerIps()).ToArray();
        await Revoke();
        var second = Enumerable.Range(0, 500).Select(_ => ServerIps()).ToArray();
        var all = Task.WhenAll([.. first, .. second]);
        // The pace of calls goes by the clock.
        while (!all.IsCompleted)
        {
            _relay.Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1);
        }

        Assert.All(await all, errcode => Assert.Equal(0, errcode));
        var audit = (await Relay.Json(await _relay.Send(HttpMethod.Get, "/api/accounts/shop/tokens/audit"))).GetProperty("audit").EnumerateArray()
            .Count(line => line.GetProperty("result").GetString() == "ok" && line.GetProperty("version").ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Equal(2, audit);
    }

    [Fact]
    public async Task A_program_made_for_the_platform_goes_on_across_a_token_that_somebody_else_took()
    {
        var token = await Ask();
        Assert.Equal(0, await ServerIps($"/api/accounts/shop/drop-in/cgi-bin/get_api_domain_ip?access_token={token}"));
        await Revoke();

        Assert.Equal(0, await ServerIps($"/api/accounts/shop/drop-in/cgi-bin/get_api_domain_ip?access_token={token}"));
        Assert.Equal(0, await ServerIps($"/api/accounts/shop/drop-in/cgi-bin/get_api_domain_ip?access_token={token}"));
        Assert.NotEqual(token, await Ask());
    }

    private async Task<string> Ask() => (await Relay.Json(await _relay.Send(
        HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret={Relay.Secret}"))))
        .GetProperty("access_token").GetString()!;

    private async Task<int> ServerIps(string target = "/api/accounts/shop/proxy/cgi-bin/get_api_domain_ip")
    {
        var answer = await _relay.Send(HttpMethod.Get, target);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await Relay.Json(answer);
        return json.TryGetProperty("errcode", out var errcode) ? errcode.GetInt32() : 0;
    }

    private async Task Revoke()
    {
        using var http = new HttpClient { BaseAddress = _simulator.Page };
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        (await http.PostAsync("/simulator/accounts/shop/token/revoke", content)).EnsureSuccessStatusCode();
    }

    private static AccountSetup Setup(string alias, string appId) =>
        new() { Alias = alias, AppId = appId, AppSecret = Relay.Secret, OriginalId = $"gh_{alias}", Token = "t" };
}

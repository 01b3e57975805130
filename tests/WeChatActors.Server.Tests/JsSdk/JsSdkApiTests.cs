using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.JsSdk;

public sealed class JsSdkApiTests : IAsyncLifetime
{
    private const string Ticket = "/cgi-bin/ticket/getticket";

    private PlatformEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await PlatformEdge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("https://shop.example.com/", "https://shop.example.com/")]
    [InlineData("https://shop.example.com/item/42?from=singlemessage&isappinstalled=0&code=061Abc&state=s%2F1#/detail?x=1",
        "https://shop.example.com/item/42?from=singlemessage&isappinstalled=0&code=061Abc&state=s%2F1")]
    [InlineData("https://m.example.com/搜索?q=咖啡&page=2", "https://m.example.com/搜索?q=咖啡&page=2")]
    [InlineData("https://m.example.com/%E6%90%9C?q=a+b%2Bc%20d", "https://m.example.com/%E6%90%9C?q=a+b%2Bc%20d")]
    [InlineData("http://127.0.0.1:3000/?emoji=😀", "http://127.0.0.1:3000/?emoji=😀")]
    public async Task A_phone_takes_the_signature_of_a_page(string page, string signedUrl)
    {
        var (status, json, message) = await _edge.Get($"/api/accounts/plain/jssdk?url={Uri.EscapeDataString(page)}");

        Assert.Equal(200, status);
        Assert.Equal(["app_id", "timestamp", "nonce_str", "signature", "url"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((Samples.AppId, signedUrl, Samples.Now.ToUnixTimeSeconds()), (json.GetProperty("app_id").GetString(), json.GetProperty("url").GetString(), json.GetProperty("timestamp").GetInt64()));
        Assert.True(message.Headers.CacheControl!.NoStore);
        using var judged = await _edge.Control.PostAsJsonAsync("/simulator/accounts/plain/jssdk", new
        {
            url = page, nonce_str = json.GetProperty("nonce_str").GetString(), signature = json.GetProperty("signature").GetString(),
            timestamp = json.GetProperty("timestamp").GetInt64().ToString(CultureInfo.InvariantCulture),
        });
        var verdict = await judged.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(verdict.GetProperty("valid").GetBoolean(), verdict.ToString());
    }

    [Fact]
    public async Task No_two_signatures_share_a_nonce_and_all_share_a_ticket()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _edge.Get("/api/accounts/plain/jssdk?url=https%3A%2F%2Fshop.example%2F")));

        Assert.Equal(100, answers.Select(answer => answer.Json.GetProperty("nonce_str").GetString()).Distinct().Count());
        Assert.Equal(1, await _edge.Calls(Ticket));
    }

    [Theory]
    [InlineData("", "There is no 'url'")]
    [InlineData("?url=", "There is no 'url'")]
    [InlineData("?url=shop.example", "'url' does not begin with http:// or https://")]
    [InlineData("?url=%2Fpage", "'url' does not begin with http:// or https://")]
    [InlineData("?url=javascript%3Aalert(1)", "'url' does not begin with http:// or https://")]
    [InlineData("?url=file%3A%2F%2F%2Fetc%2Fpasswd", "'url' does not begin with http:// or https://")]
    [InlineData("?url=https%3A%2F%2F", "'url' is no address")]
    [InlineData("?url=https%3A%2F%2Fshop.example%2Fa%20b", "'url' has a blank or a control character, which no browser shows in an address")]
    [InlineData("?url=https%3A%2F%2Fshop.example%2F%0Aurl=x", "'url' has a blank or a control character, which no browser shows in an address")]
    [InlineData("?url=https%3A%2F%2Fshop.example%2F%FF", "'url' cannot be decoded")]
    [InlineData("?url=https%3A%2F%2Fshop.example%2F&url=https%3A%2F%2Fother.example%2F", "'url' comes twice")]
    [InlineData("?url=https://shop.example/?a=1&b=2", "'b' is not a parameter here")]
    [InlineData("?url=https%3A%2F%2Fshop.example%2F&nonce=x", "'nonce' is not a parameter here")]
    public async Task An_address_that_no_page_has_is_refused_with_the_remedy(string query, string fault)
    {
        var (status, json, _) = await _edge.Get("/api/accounts/plain/jssdk" + query);

        Assert.Equal((400, fault), (status, json.GetProperty("title").GetString()));
        Assert.Equal(
            "Give ?url= the page's address as the browser has it (location.href), percent-encoded once as encodeURIComponent does: http or https, at most 2048 characters.",
            json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(2048, 200)]
    [InlineData(2049, 400)]
    public async Task An_address_has_an_end(int length, int status)
    {
        const string start = "https://shop.example/?q=";

        Assert.Equal(status, (await _edge.Get($"/api/accounts/plain/jssdk?url={Uri.EscapeDataString(start + new string('a', length - start.Length))}")).Status);
    }

    [Theory]
    [InlineData("?card_id=pCard_1", "pCard_1", "", "")]
    [InlineData("?card_id=pCard_1&code=&openid=oAnn", "pCard_1", "", "oAnn")]
    [InlineData("?openid=oAnn&code=a%2Bb&card_id=pCard_1", "pCard_1", "a+b", "oAnn")]
    public async Task A_card_is_signed_with_the_ticket_of_cards(string query, string cardId, string code, string openId)
    {
        var ticket = (await _edge.Get("/api/accounts/plain/wx_card_ticket")).Json.GetProperty("ticket").GetString()!;

        var (status, json, _) = await _edge.Get("/api/accounts/plain/card_signature" + query);

        Assert.Equal(200, status);
        Assert.Equal(
            CardSignature.Compute(ticket, json.GetProperty("timestamp").GetInt64().ToString(CultureInfo.InvariantCulture), json.GetProperty("nonce_str").GetString()!, cardId, code, openId),
            json.GetProperty("signature").GetString());
        Assert.Equal((code.Length > 0, openId.Length > 0), (json.TryGetProperty("code", out _), json.TryGetProperty("openid", out _)));
    }

    [Theory]
    [InlineData("", "There is no 'card_id'")]
    [InlineData("?code=1", "There is no 'card_id'")]
    [InlineData("?card_id=p&api_ticket=x", "'api_ticket' is not a parameter here")]
    public async Task A_card_without_a_name_is_refused(string query, string fault)
    {
        var (status, json, _) = await _edge.Get("/api/accounts/plain/card_signature" + query);

        Assert.Equal((400, fault), (status, json.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task A_ticket_is_shared_as_a_token_is()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _edge.Get("/api/accounts/plain/jsapi_ticket")));

        Assert.All(answers, answer => Assert.Equal(["ticket", "expires_in", "version"], answer.Json.EnumerateObject().Select(member => member.Name)));
        Assert.Single(answers.Select(answer => answer.Json.GetProperty("ticket").GetString()).Distinct());
        Assert.Equal(1, await _edge.Calls(Ticket));
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_had_is_told_by_its_name()
    {
        await _edge.Token();
        await _edge.Fault("""{"do":"errcode","errcode":48001,"path":"/cgi-bin/ticket/getticket"}""");

        var (status, json, _) = await _edge.Get("/api/accounts/plain/jssdk?url=https%3A%2F%2Fshop.example%2F");

        Assert.Equal((503, "There is no jsapi_ticket for 'plain' now", 48001), (status, json.GetProperty("title").GetString(), json.GetProperty("errcode").GetInt32()));
    }
}

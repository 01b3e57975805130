using WeChatActors.Protocol;

namespace WeChatActors.Simulator.Tests;

public class JsSdkTests
{
    private const string Page = "https://shop.example/a?b=1#/c";

    [Fact]
    public async Task A_page_is_checked_as_a_phone_would()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        Assert.Contains("never asked", Bilingual.Check(Check(lab, "", "x").Verdict).English, StringComparison.Ordinal);
        var answer = await lab.Get($"/cgi-bin/ticket/getticket?type=jsapi&access_token={token}");
        Assert.Equal(7200, answer.GetProperty("expires_in").GetInt32());
        var ticket = answer.GetProperty("ticket").GetString()!;
        await lab.Get($"/cgi-bin/ticket/getticket?type=jsapi&access_token={token}");
        var card = (await lab.Get($"/cgi-bin/ticket/getticket?type=wx_card&access_token={token}")).GetProperty("ticket").GetString()!;

        Assert.True(Check(lab, ticket, "https://shop.example/a?b=1").Valid);
        Assert.Contains("leave out #", Bilingual.Check(Check(lab, ticket, Page).Verdict).English, StringComparison.Ordinal);
        Assert.Contains("none of the account's tickets", Bilingual.Check(Check(lab, ticket, "https://shop.example/").Verdict).English, StringComparison.Ordinal);
        Assert.Contains("wx_card ticket", Bilingual.Check(Check(lab, card, "https://shop.example/a?b=1").Verdict).English, StringComparison.Ordinal);
        lab.Clock.Advance(Ticket.Lifetime - TimeSpan.FromTicks(1));
        Assert.True(Check(lab, ticket, "https://shop.example/a?b=1").Valid);
        lab.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("has expired", Bilingual.Check(Check(lab, ticket, "https://shop.example/a?b=1").Verdict).English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", AccountKind.Service, 40097)]
    [InlineData("&type=other", AccountKind.Service, 40097)]
    [InlineData("&type=jsapi", AccountKind.Unverified, 0)]
    [InlineData("&type=wx_card", AccountKind.Unverified, 48001)]
    [InlineData("&type=wx_card", AccountKind.Subscription, 0)]
    public async Task A_ticket_is_of_a_known_type(string type, AccountKind kind, int code)
    {
        await using var lab = await ApiLab.Start_with(ApiLab.Demo with { Kind = kind });
        Assert.Equal(code, await lab.GetCode($"/cgi-bin/ticket/getticket?access_token={await lab.Token()}{type}"));
    }

    private static JsSdkVerdict Check(ApiLab lab, string ticket, string signedUrl) =>
        JsSdk.Check(lab.Account, new JsSdkConfig(Page, "n0nce", "1700000000", JsSdkSignature.Compute(ticket, "n0nce", "1700000000", signedUrl)), lab.Clock.GetUtcNow());
}

using System.Text.Json;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>Others' client of the platform's API, which shares the token.</summary>
[Collection(Processes.Name)]
public sealed class ForeignSdkTests(Published published)
{
    private const string Key = "KeyOfTheForeignProgram2026";

    [NodeTheory]
    [InlineData("proxy", "stable")]
    [InlineData("drop-in", "stable")]
    [InlineData("drop-in", "classic")]
    public async Task The_package_co_wechat_api_goes_on_working_when_the_token_is_replaced_by_force(string door, string mode)
    {
        var scope = door == "proxy" ? "proxy" : "token";
        await using var shop = await TokenShop.Open(
            published, mode: mode, section: "tokens: {between_forced: 0s}", keys: $"[{{name: sdk, key: {Key}, scopes: [{scope}], accounts: [a0]}}]");
        await using var served = await shop.Serve();
        var follower = await shop.Follow("a0");

        var ran = await NodeClient.Run(
            "shared.cjs", door, new Uri(served.Admin, $"/api/accounts/a0/{door}").ToString(), TokenShop.AppId(0), Key, follower,
            shop.Command, "token", "refresh", "--conf", shop.Configuration);

        Assert.True(ran.ExitCode == 0, $"{ran}\n{await served.Written()}");
        var did = JsonDocument.Parse(ran.Output).RootElement;
        foreach (var (part, name) in new[] { ("before", "前"), ("after", "后"), ("another", "新") })
        {
            var steps = did.GetProperty(part);
            foreach (var step in new[] { "text", "image", "menuCreated" }) Assert.Equal((part, step, 0), (part, step, steps.GetProperty(step).GetInt32()));
            Assert.True(steps.GetProperty("sameBytes").GetBoolean());
            Assert.True(steps.GetProperty("ip").GetBoolean());
            Assert.Equal($"今日{name}", steps.GetProperty("menu").GetString());
            Assert.Equal(1, steps.GetProperty("user").GetInt32());
            Assert.Equal(follower, Assert.Single(steps.GetProperty("followers").EnumerateArray()).GetString());
            Assert.Equal(40007, steps.GetProperty("unknownMedia").GetInt32());
        }
        Assert.Equal(2, shop.Stored.Of("a0").Version);
        // The command's request and the server's first one: the program itself never reached a token endpoint.
        Assert.InRange(await shop.TokenCalls("a0"), 2, 3);
    }
}

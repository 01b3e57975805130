namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class RunScriptTests
{
    private const string AnyPort = "http://127.0.0.1:0";

    [ToolsFact("bash", "dotnet")]
    public async Task The_address_that_run_sh_prints_last_is_a_phone_that_talks_to_the_demo_bot()
    {
        await using var dev = await Served.Start(
            "bash", ["scripts/run.sh", "--page", AnyPort, "--public", AnyPort, "--admin", AnyPort, "--api", AnyPort],
            Published.Repository(), limit: TimeSpan.FromMinutes(3), last: "phone"); // it builds first
        using var phone = new Phone(dev);

        Assert.Contains("<html", await phone.Text("/"), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("subscribe replied: ", await phone.Follow(), StringComparison.Ordinal);
        Assert.StartsWith("欢迎来到晨光茶馆", await phone.LastText(), StringComparison.Ordinal);
        Assert.StartsWith("text replied: ", await phone.Say("你好"), StringComparison.Ordinal);
        Assert.Contains("好", await phone.LastText(), StringComparison.Ordinal);
        Assert.Equal("今日推荐", (await phone.View()).GetProperty("menu")[0].GetProperty("name").GetString());
        Assert.Equal(0, await dev.Stop());
    }
}

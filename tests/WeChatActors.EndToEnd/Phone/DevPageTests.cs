using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

/// <summary>The page as a newcomer meets it: <c>wechatactors dev</c> with the demo rules.</summary>
[Collection(Processes.Name)]
public sealed class DevPageTests(Published published, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolsFact(Chromium.Program)]
    public async Task The_demo_bot_answers_and_a_saved_rule_is_in_force_without_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-");
        try
        {
            Copy(Path.Combine(Published.Repository(), "conf"), folder.FullName);
            var rules = Path.Combine(folder.FullName, "rules", "demo.yaml");
            await using var served = await Served.Start(
                published.Command,
                ["dev", "--conf", Path.Combine(folder.FullName, "wechatactors.yaml"), "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0", "--public", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0"],
                last: "phone");
            var phone = await PhoneDriver.Visit(await chromium.Open("zh-CN", 1280, 860), new Uri(served["phone"]));
            await phone.Follow();
            await phone.Hears("欢迎来到晨光茶馆");
            await phone["menu-1"].ClickAsync();
            await Expect(phone["news"]).ToContainTextAsync("今日推荐");
            await phone.Tab("rules");
            await Expect(phone["rules"]).ToContainTextAsync("规则没有问题");
            await phone.Picture("19-dev-zh-light");

            var text = await File.ReadAllTextAsync(rules);
            await File.WriteAllTextAsync(rules, text.Replace("any: [{menu: TODAY}", "anyy: [{menu: TODAY}", StringComparison.Ordinal));
            await Expect(phone["rules"]).ToContainTextAsync("anyy", new() { Timeout = 15_000 });
            await phone.Picture("20-dev-findings-zh-light");
            await File.WriteAllTextAsync(rules, text.Replace("shop: 晨光茶馆", "shop: 晚风茶馆", StringComparison.Ordinal));
            await Expect(phone["rules"]).ToContainTextAsync("规则没有问题", new() { Timeout = 15_000 });
            await phone["back"].ClickAsync();
            await phone["unfollow"].ClickAsync();
            await phone["choice-unfollow"].ClickAsync();
            await phone.Follow();
            await phone.Hears("欢迎来到晚风茶馆");

            await phone["person-2"].ClickAsync();
            await phone.Follow();
            await phone["keyboard-toggle"].ClickAsync();
            var line = await phone["input"].BoundingBoxAsync();
            Assert.True(line!.Height > 30, $"The field of the keyboard is {line.Height} pixels high.");
            Assert.Empty(phone.Complaints);
            Assert.Equal(0, await served.Stop());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

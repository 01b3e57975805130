using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

/// <summary>A dialog on the phone page of <c>wechatactors dev</c>, whose file is saved meanwhile.</summary>
[Collection(Processes.Name)]
public sealed class DialogPageTests(Published published, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Rules = """
        version: 1
        rules:
          - {id: welcome, event: subscribe, reply: 欢迎来到晨光书店，回复“订座”订一个位子。}
          - {id: booking, keyword: [订座, 预约], do: [{dialog: book-table}]}
          - {id: other, default: true, reply: 没听懂}
        dialogs:
          book-table:
            slots:
              - name: people
                ask: 您好，阅览室周一到周五 9:00–21:00、周末 10:00–22:00 开放，每桌最多坐 20 人，六人以上请提前一天预订，当天的位子请直接到店。请问一共几位？（回复一个数字，回复“取消”随时退出）
                type: int
                check: people >= 1 and people <= 20
                retry: 请输入 1-20 的数字
              - {name: seat, ask: 想坐哪里？回复编号或文字：, type: choice, options: [大厅（靠近书架，可以带饮料）, 包间（最多 8 人，低消 200 元）, 窗边的双人小桌，下午有阳光, 露台]}
              - {name: day, ask: 哪天来？, type: date, check: day >= today}
            confirm: "{{ people }} 位，{{ day | date('M月d日') }}，{{ seat }}，对吗？（是/否）"
            done: [{reply: "订好了：{{ seat }}"}]
        """;

    [ToolsTheory(Chromium.Program)]
    [InlineData(1280, 860, "wide")]
    [InlineData(390, 844, "narrow")]
    public async Task An_open_dialog_goes_on_as_it_began_when_its_file_is_saved(int width, int height, string name)
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-");
        try
        {
            var rules = Path.Combine(folder.FullName, "rules.yaml");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wechatactors.yaml"), "accounts:\n  demo: {app_id: wx1, token: t, rules: rules.yaml}\n");
            await File.WriteAllTextAsync(rules, Rules);
            await using var served = await Served.Start(
                published.Command,
                ["dev", "--conf", Path.Combine(folder.FullName, "wechatactors.yaml"), "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0", "--public", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0"],
                last: "phone");
            var phone = await PhoneDriver.Visit(await chromium.Open("zh-CN", width, height), new Uri(served["phone"]));
            await phone.Follow();
            await phone.Hears("欢迎来到晨光书店");
            await phone.Say("我想订座");
            await phone.Hears("请问一共几位？");
            await phone.Say("很多");
            await phone.Hears("请输入 1-20 的数字");
            await phone.Say("4");
            await phone.Hears("4. 露台");
            await phone.Picture($"21-dialog-{name}-zh-light");

            await File.WriteAllTextAsync(rules, Rules.Replace("ask: 哪天来？", "ask: 何日光临？", StringComparison.Ordinal).Replace("露台]", "露台, 楼上]", StringComparison.Ordinal));
            await served.Says("rules of demo reloaded");
            await phone.Say("第三个");
            await phone.Hears("哪天来？");
            await phone.Say("明天");
            await phone.Hears("窗边的双人小桌，下午有阳光，对吗？");
            await phone.Say("是");
            await phone.Hears("订好了：窗边的双人小桌，下午有阳光");
            await phone.Picture($"22-dialog-done-{name}-zh-light");
            await phone.Say("订座");
            await phone.Hears("请问一共几位？");
            await phone.Say("2");
            await phone.Hears("5. 楼上");

            // The whole list can be seen, and no line of it is cut.
            var bubble = phone.Page.Locator("[data-origin=passive_reply]").Last;
            await Expect(bubble).ToBeInViewportAsync(new() { Ratio = 1 });
            Assert.True(await bubble.EvaluateAsync<bool>("bubble => [...bubble.querySelectorAll('*')].every(part => part.scrollWidth <= part.clientWidth + 1 || getComputedStyle(part).display === 'inline')"), "Something of the list is cut.");
            Assert.Empty(phone.Complaints);
            Assert.Equal(0, await served.Stop());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

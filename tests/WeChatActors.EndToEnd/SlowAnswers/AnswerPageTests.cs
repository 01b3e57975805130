using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>The page on which a person of an account that cannot push reads an answer while it is made.</summary>
[Collection(Processes.Name)]
public sealed partial class AnswerPageTests(Published published, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Rules = """
        version: 1
        defaults: {placeholder: "正在想 {{ link }} "}
        rules:
          - {id: model, exact: 怎么泡茶, slow: placeholder, do: [{llm: {model: slow, deadline: 60s, reply: true, fallback: 想不出来}}]}
          - {id: other, type: text, reply: "你说 {{ msg.text }}"}
        """;

    private static readonly string[] Pieces = ["先用热水温杯，", "再放三克茶叶，\n", "八十五度的水，<b>泡一分钟</b> 🍵。"];

    [ToolsFact(Chromium.Program)]
    public async Task The_link_of_a_placeholder_shows_the_answer_as_it_grows_and_keeps_it_from_the_chat()
    {
        var signals = Pieces.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var model = new FakeModel(FakeModel.Says(Pieces.Select((piece, number) => ((Task)signals[number].Task, piece))));
        await using var shop = await SlowShop.Open(published, Rules, $"models: {{slow: {{url: \"{model.Url}\", model: fake-1}}}}", "quiet");
        await using var served = await shop.Serve();
        shop.LeadTo(served);
        var person = shop.Of("quiet");
        await person.Follow();
        await person.Say("怎么泡茶");
        var link = LinkIn().Match(string.Join('\n', await person.Chat())).Value;
        Assert.StartsWith(shop.Door.Address + "answers/", link, StringComparison.Ordinal);

        var complaints = new List<string>();
        var light = await Open(link, ColorScheme.Light, complaints);
        var dark = await Open(link, ColorScheme.Dark, complaints);
        foreach (var page in (IPage[])[light, dark])
        {
            await Expect(page.Locator("#zh")).ToHaveTextAsync("正在想……");
            await Expect(page.Locator("#text")).ToHaveTextAsync("");
        }
        var text = "";
        for (var number = 0; number < Pieces.Length; number++)
        {
            if (number == 2) await Picture(light, dark, "growing");
            signals[number].SetResult();
            text += Pieces[number];
            foreach (var page in (IPage[])[light, dark]) await Shows(page, text);
        }
        foreach (var page in (IPage[])[light, dark]) await Expect(page.Locator("#zh")).ToHaveTextAsync("回答完了");
        await Picture(light, dark, "complete");

        await light.ReloadAsync();
        await Shows(light, text);
        await Expect(light.Locator("#zh")).ToHaveTextAsync("回答完了");
        await person.Say("还在吗");
        await person.Say("1");
        Assert.Equal((1, 0), (await person.Seen("你说 还在吗"), await person.Seen("温杯")));
        await light.ReloadAsync();
        await Shows(light, text);
        Assert.Empty(complaints);

        await using var again = await shop.Serve();
        await served.Kill();
        shop.LeadTo(again);
        await light.ReloadAsync();
        await Shows(light, text);
        await Refuses(light, Forged(link), 404, "没有这个回答");
        var lapsed = OldLink.Of(link, SlowShop.AppId(0), SlowShop.AppSecret, DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1));
        foreach (var page in (IPage[])[light, dark]) await Refuses(page, lapsed, 410, "链接已过期");
        await Picture(light, dark, "expired");
        await Shows(await Open(OldLink.Of(link, SlowShop.AppId(0), SlowShop.AppSecret, DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1)), ColorScheme.Light, complaints), text);
        foreach (var page in (IPage[])[light, dark]) await page.Context.CloseAsync();
    }

    private async Task<IPage> Open(string link, ColorScheme scheme, List<string> complaints)
    {
        var page = await chromium.Open("zh-CN", 390, 844, scheme);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add($"{message.Text} ({message.Location})"); };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(link);
        return page;
    }

    private static async Task Shows(IPage page, string text)
    {
        await Expect(page.Locator("#text")).ToHaveTextAsync(text);
        // Nothing of what a model says is read as a page.
        Assert.Equal(text, await page.Locator("#text").TextContentAsync());
        await Expect(page.Locator("#text b")).ToHaveCountAsync(0);
    }

    private static async Task Refuses(IPage page, string link, int status, string words)
    {
        var answer = await page.GotoAsync(link);
        Assert.Equal((HttpStatusCode)status, (HttpStatusCode)answer!.Status);
        await Expect(page.Locator("main")).ToContainTextAsync(words);
        // And what to do.
        await Expect(page.Locator("main")).ToContainTextAsync("回到公众号回复 1");
    }

    private static string Forged(string link) => link[..^5] + (link[^5] == 'A' ? 'B' : 'A') + link[^4..];

    private static async Task Picture(IPage light, IPage dark, string name)
    {
        await new PhoneDriver(light).Picture($"answer-{name}-light");
        await new PhoneDriver(dark).Picture($"answer-{name}-dark");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/answers/[A-Za-z0-9_-]+")]
    private static partial Regex LinkIn();
}

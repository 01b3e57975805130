using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

public sealed class PhonePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ToolsFact(Chromium.Program)]
    public async Task A_newcomer_follows_chats_taps_the_menu_and_sends_a_picture()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var phone = stage.Phone;
        await phone.Picture("01-follow-zh-light");

        await phone.Follow();
        await phone.Hears("你好，这里是山茶咖啡");
        await phone["menu-1"].ClickAsync();
        await Expect(phone["menu-list-1"]).ToBeVisibleAsync();
        await phone.Picture("02-menu-zh-light");
        await phone["menu-1.1"].ClickAsync();
        await phone.Hears("营业时间：营业至 22:00");

        await phone["menu-link"].ClickAsync();
        await phone.Hears("排队");
        await phone.Say("取号");
        await phone.Hears("您前面还有 3 桌");
        await phone["plus"].ClickAsync();
        await phone.Picture("03-plus-zh-light");
        await phone["plus-picture"].ClickAsync();
        await phone["choice-sample"].ClickAsync();
        await Expect(phone.Page.Locator("[data-origin=passive_reply] .picture img")).ToBeVisibleAsync();
        await phone.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.picture img')].length === 2 && [...document.querySelectorAll('.picture img')].every(image => image.naturalWidth > 0)");

        await phone["plus"].ClickAsync();
        await phone["plus-picture"].ClickAsync();
        var chooser = await phone.Page.RunAndWaitForFileChooserAsync(() => phone["choice-file"].ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "dot.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") });
        await Expect(phone["packet-6"]).ToContainTextAsync("image");

        await phone["emoji"].ClickAsync();
        await phone["emoji-face"].Nth(2).ClickAsync();
        await phone.Picture("04-emoji-zh-light");
        await phone["input"].PressAsync("Enter");
        await phone.Hears("😂");
        await phone["packet-1"].ClickAsync();
        await Expect(phone["packet-xml"]).ToContainTextAsync("<Event><![CDATA[subscribe]]></Event>");
        await phone.Picture("05-packets-zh-light");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task A_slow_bot_leaves_a_grey_notice_and_three_deliveries_on_the_timeline()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US", scheme: ColorScheme.Dark);
        var phone = stage.Phone;
        await phone.Follow();

        await phone.Say("慢一点");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            await stage.Bot.Stuck();
            stage.Wall.Advance(TimeSpan.FromSeconds(5));
        }
        await Expect(phone["notice"]).ToContainTextAsync("提供的服务出现故障，请稍后再试");
        await phone["packet-2"].ClickAsync();
        await Expect(phone["timeline"].Locator("rect")).ToHaveCountAsync(3);
        await Expect(phone["verdict"]).ToHaveClassAsync(new Regex("bad"));
        await Expect(phone["verdict"]).ToContainTextAsync("None of the 3 deliveries was answered well; the last one: No answer came within 5 s");
        await phone.Picture("06-slow-en-dark");

        await phone["language"].ClickAsync();
        await Expect(phone["verdict"]).ToContainTextAsync("3 次投递均未得到正常应答；最后一次：5 秒内没有应答");
        await Expect(phone["timeline"]).ToContainTextAsync("5 秒内没有应答");
        await phone.Picture("06b-slow-zh-dark");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task Moving_the_clock_47_hours_leaves_an_hour_of_the_window_and_3_days_close_it()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US");
        var phone = stage.Phone;
        await phone.Follow();
        await phone.Say("hello");
        await phone.Hears("hello");
        await phone.Tab("ledger");
        await Expect(phone["ledger-left"]).ToHaveTextAsync("8");
        await Expect(phone["countdown"].Last).ToHaveTextAsync(new Regex("^4[78]:"));
        await phone.Picture("07-ledger-en-light");

        await phone.Tab("world");
        await phone["clock-hours47"].ClickAsync();
        await phone.Tab("ledger");
        await Expect(phone["ledger-left"]).ToHaveTextAsync("5");
        await Expect(phone["countdown"]).ToHaveTextAsync(new Regex("^0[01]:"));
        await Expect(phone["chat"].Locator(".stamp").First).ToHaveTextAsync("Saturday 09:41");
        await phone.Say("still here");
        await Expect(phone["countdown"]).ToHaveTextAsync(new Regex("^4[78]:"));

        await phone.Tab("world");
        await phone.Picture("08-world-en-light");
        await phone["clock-days3"].ClickAsync();
        await phone.Tab("ledger");
        await Expect(phone["ledger-left"]).ToHaveTextAsync("0");
        await phone.Picture("09-ledger-closed-en-light");
        await phone["theme"].ClickAsync();
        await phone.Tab("world");
        await phone["fault-kind"].SelectOptionAsync("latency");
        await phone["add-fault"].ClickAsync();
        await Expect(phone["fault"]).ToContainTextAsync("latency 3000 ms");
        await phone["weather-cut"].CheckAsync();
        await Expect(phone["trouble"]).ToContainTextAsync("The network is cut");
        await phone["callback-verify"].ClickAsync();
        await Expect(phone["callback-verdict"]).ToContainTextAsync("cut");
        await phone["language"].ClickAsync();
        await Expect(phone["callback-verdict"]).ToContainTextAsync("网络已断开");
        await phone["language"].ClickAsync();
        await Expect(phone["callback-verdict"]).ToContainTextAsync("cut");
        await phone["coverage"].ScrollIntoViewIfNeededAsync();
        await phone.Picture("09b-world-en-dark");
        await phone["weather-cut"].UncheckAsync();
        await Expect(phone["trouble"]).ToBeHiddenAsync();
        await phone["callback-url"].FillAsync(stage.Bot.Callback + "?shop=1");
        await phone["callback-save"].ClickAsync();
        await Expect(phone["callback-verdict"]).ToContainTextAsync("it is taken");
        await phone["language"].ClickAsync();
        await Expect(phone["callback-verdict"]).ToContainTextAsync("验证通过");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task Language_theme_and_width_can_be_changed_and_are_remembered()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US");
        var phone = stage.Phone;
        await Expect(phone["follow"]).ToHaveTextAsync("Follow");
        await phone["language"].ClickAsync();
        await Expect(phone["follow"]).ToHaveTextAsync("关注公众号");
        await phone["theme"].ClickAsync();
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await phone.Page.ReloadAsync();
        await Expect(phone["follow"]).ToHaveTextAsync("关注公众号");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await phone.Follow();
        await phone.Say("菜单");
        await Expect(phone["news"]).ToContainTextAsync("秋日限定");
        await phone.Picture("10-chat-zh-dark");

        await phone.Page.SetViewportSizeAsync(390, 780);
        await Expect(phone["inspector"]).ToBeHiddenAsync();
        await phone.Picture("11-narrow-zh-dark");
        await phone["open-inspector"].ClickAsync();
        await Expect(phone["inspector"]).ToBeVisibleAsync();
        await phone.Picture("12-narrow-inspector-zh-dark");
        await phone.Page.Keyboard.PressAsync("Escape");
        await Expect(phone["inspector"]).ToBeHiddenAsync();
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task Every_kind_of_message_has_its_card()
    {
        await using var stage = await PhoneStage.Start(chromium, height: 1000);
        var phone = stage.Phone;
        await phone.Follow();
        await phone.Say("你好");
        await phone["plus"].ClickAsync();
        await phone["plus-location"].ClickAsync();
        await phone["sheet-ok"].ClickAsync();
        await Expect(phone["location"]).ToBeVisibleAsync();
        await phone["plus"].ClickAsync();
        await phone["plus-voice"].ClickAsync();
        await phone["field-recognition"].FillAsync("今天有什么推荐的吗");
        await phone["sheet-ok"].ClickAsync();
        await phone.Hears("听到了：今天有什么推荐的吗");
        await phone["plus"].ClickAsync();
        await phone["plus-video"].ClickAsync();
        await phone["choice-short"].ClickAsync();
        await Expect(phone["video"]).ToBeVisibleAsync();
        await phone["plus"].ClickAsync();
        await phone["plus-link"].ClickAsync();
        await phone["sheet-ok"].ClickAsync();
        await Expect(phone["link"]).ToBeVisibleAsync();
        await phone.Picture("13-sent-zh-light");

        var openId = (string)(await stage.Ask("/simulator/accounts/cafe/people/1"))["open_id"]!;
        var api = stage.Host.Api;
        await stage.Bot.Send(api, openId, "msgmenu", JsonNode.Parse("""{"head_content":"这次服务您满意吗？","list":[{"id":"101","content":"满意"},{"id":"102","content":"不满意"}],"tail_content":"谢谢您的反馈。"}""")!);
        await stage.Bot.Send(api, openId, "wxcard", JsonNode.Parse("""{"card_id":"pEXAMPLE-card-0001"}""")!);
        await stage.Bot.Send(api, openId, "news", JsonNode.Parse("""{"articles":[{"title":"周末烘焙课：从一颗豆子开始","description":"周六下午两点，名额 12 位。","url":"https://example.com/class","picurl":"https://example.com/class.jpg"}]}""")!);
        await Expect(phone["coupon"]).ToBeVisibleAsync();
        await phone.Tab("calls");
        await phone.Picture("14-received-zh-light");
        var picture = await stage.SendPicture();
        await stage.Bot.Send(api, openId, "music", JsonNode.Parse($$"""{"title":"雨声","description":"田野录音","musicurl":"https://example.com/rain.mp3","hqmusicurl":"https://example.com/rain.mp3","thumb_media_id":"{{picture}}"}""")!);
        await stage.Bot.Send(api, openId, "miniprogrampage", JsonNode.Parse($$"""{"title":"预约座位","appid":"wx00example00000009","pagepath":"pages/book/index","thumb_media_id":"{{picture}}"}""")!);
        await Expect(phone["miniprogram"]).ToBeVisibleAsync();
        await Expect(phone["news"]).ToContainTextAsync("周末烘焙课");
        await Expect(phone["calls"]).ToContainTextAsync("/cgi-bin/message/custom/send");
        var template = await stage.Bot.Call(api, "/cgi-bin/template/api_add_template", JsonNode.Parse("""{"template_id_short":"43217","keyword_name_list":["预约人","预约项目","预约日期"]}""")!);
        await stage.Bot.Call(api, "/cgi-bin/message/template/send", JsonNode.Parse($$$"""{"touser":"{{{openId}}}","template_id":"{{{template["template_id"]}}}","url":"https://example.com/o/7731","data":{"name1":{"value":"小明"},"thing2":{"value":"周末烘焙课"},"date3":{"value":"2026-10-24"} } }""")!);
        await Expect(phone["template"]).ToBeVisibleAsync();
        await phone.Picture("14b-received-zh-light");
        await phone["msgmenu-entry"].First.ClickAsync();
        await phone.Hears("满意");
        Assert.Empty(phone.Complaints);
    }

    /// <summary>With WRITE_GOLDEN=1 in the environment the picture of the README is taken anew.</summary>
    [ToolsFact(Chromium.Program)]
    public async Task A_bot_that_answers_the_second_delivery_makes_the_picture_of_the_README()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US", 1200, 800);
        stage.Bot.Works = () => stage.Wall.Advance(TimeSpan.FromMilliseconds(23.4));
        var phone = stage.Phone;
        await phone.Follow();
        await phone.Hears("你好");
        await phone.Say("菜单");
        await Expect(phone["news"]).ToContainTextAsync("秋日限定");
        await phone.Say("有什么推荐？");
        await stage.Bot.Stuck();
        stage.Wall.Advance(TimeSpan.FromSeconds(5));
        await phone.Hears("今天的桂花拿铁很好");
        await phone["packet-3"].ClickAsync();
        await Expect(phone["timeline"].Locator("rect")).ToHaveCountAsync(2);
        await phone["keyboard-toggle"].ClickAsync();
        await Expect(phone["menubar"]).ToBeVisibleAsync();
        await phone.Page.Mouse.MoveAsync(600, 5);

        await phone.Picture("18-readme");
        var kept = Path.Combine(Published.Repository(), "src", "WeChatActors.Simulator", "phone.png");
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1") await phone.Page.ScreenshotAsync(new() { Path = kept });
        Assert.InRange(new FileInfo(kept).Length, 20_000, 200_000);
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task Whatever_people_and_bots_write_stays_text()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var phone = stage.Phone;
        await phone.Follow();
        foreach (var text in new[]
        {
            "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>", "<a href=\"javascript:document.title='broken'\">press</a>",
            "<a href='data:text/html,x' onclick=alert(1)>press</a>", "]]&gt; {{constructor.constructor('x')()}} \u202Eabc", new string('长', 400) + "https://example.com/?" + new string('a', 480),
        })
        {
            await phone.Say(text);
            await phone.Hears(text);
        }
        Assert.Equal(0, await phone.Page.Locator(".chat a, .chat script, .chat img").CountAsync());
        Assert.NotEqual("broken", await phone.Page.TitleAsync());
        Assert.True(await phone.Page.EvaluateAsync<bool>("() => document.querySelector('.chat').scrollWidth <= document.querySelector('.chat').clientWidth"));
        await phone.Picture("15-hostile-zh-light");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task Everything_can_be_done_with_the_keyboard_alone()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var phone = stage.Phone;
        var keys = phone.Page.Keyboard;
        await phone["follow"].FocusAsync();
        await keys.PressAsync("Enter");
        await phone.Hears("你好");
        await phone["menu-1"].FocusAsync();
        await keys.PressAsync("ArrowRight");
        await Expect(phone["menu-2"]).ToBeFocusedAsync();
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("Enter");
        await Expect(phone["menu-1.1"]).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(phone["menu-1.2"]).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(phone["menu-list-1"]).ToBeHiddenAsync();
        await Expect(phone["menu-1"]).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");
        await phone.Hears("营业至 22:00");

        await phone["keyboard-toggle"].FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(phone["input"]).ToBeFocusedAsync();
        await keys.TypeAsync("一");
        await keys.PressAsync("Shift+Enter");
        await keys.TypeAsync("二");
        await keys.PressAsync("Enter");
        await phone.Hears("一\n二");
        await phone["plus"].FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(phone["plus-picture"]).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(phone["choice-sample"]).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(phone["plus-picture"]).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(phone["plus-panel"]).ToBeHiddenAsync();
        var nameless = await phone.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button, input, select, textarea, a')].filter(each => !each.textContent.trim() && !each.ariaLabel && !each.closest('label')).map(each => each.outerHTML.slice(0, 120))");
        Assert.Empty(nameless);
        await phone["tab-packets"].FocusAsync();
        await keys.PressAsync("ArrowRight");
        await Expect(phone["page-ledger"]).ToBeVisibleAsync();
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task The_page_says_what_to_do_when_the_callback_is_away_and_comes_back_with_the_simulator()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US");
        var phone = stage.Phone;
        await phone.Follow();
        await phone.Hears("你好");
        stage.Host.SetCallback("cafe", new Uri("http://127.0.0.1:9/nobody"));
        await phone.Say("anybody?");
        await Expect(phone["trouble"]).ToContainTextAsync("The callback cannot be reached");
        await phone.Picture("16-unreachable-en-light");
        stage.Host.SetCallback("cafe", stage.Bot.Callback);
        await phone["check-callback"].ClickAsync();
        await Expect(phone["trouble"]).ToBeHiddenAsync();
        stage.Host.ShowRules("cafe", ["rules/cafe.yaml:12:5: 'replly' is not an action: reply, set, llm, call, handoff."]);
        await phone.Tab("rules");
        await Expect(phone["rules"]).ToContainTextAsync("'replly' is not an action");
        await phone.Picture("17-rules-en-light");
        Assert.Empty(phone.Complaints);

        await stage.Restart();
        await Expect(phone["follow"]).ToBeVisibleAsync();
        await Expect(phone["connection"]).ToHaveTextAsync("");
        await phone.Follow();
        await phone.Hears("你好");
        Assert.DoesNotContain(phone.Complaints, complaint => !complaint.Contains("ERR_", StringComparison.Ordinal));
    }
}

using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatActors.EndToEnd;

public sealed class ScanTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ToolsFact(Chromium.Program)]
    public async Task A_newcomer_follows_by_the_picture_of_a_code_and_scans_it_again()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var phone = stage.Phone;
        var picture = await Picture(stage, await Make(stage, "QR_STR_SCENE", """{"scene_str":"table-12"}"""));

        await phone["follow-by-code"].ClickAsync();
        await Expect(phone["code"]).ToContainTextAsync("table-12");
        await phone.Picture("20b-follow-by-code-zh-light");
        await Choose(phone, picture);
        await phone.Hears("你好，这里是山茶咖啡");
        await phone["packet-1"].ClickAsync();
        await Expect(phone["packet-xml"]).ToContainTextAsync("<EventKey><![CDATA[qrscene_table-12]]></EventKey>");
        await phone["packet-1"].ClickAsync();

        await OpenScan(phone);
        await Choose(phone, picture);
        await phone.Hears("table-12：已为您开台");
        await Expect(phone["sheet"]).ToBeHiddenAsync();
        await Expect(phone["plus-panel"]).ToBeHiddenAsync();
        await phone["packet-2"].ClickAsync();
        await Expect(phone["packet-xml"]).ToContainTextAsync("<EventKey><![CDATA[table-12]]></EventKey>");
        await phone.Picture("21-scanned-zh-light");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task A_code_is_chosen_from_the_list_or_made_with_a_scene()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var phone = stage.Phone;
        await phone.Follow();
        await OpenScan(phone);
        await Expect(phone["codes"]).ToContainTextAsync("qrcode/create");
        await phone.Picture("22-scan-none-zh-light");
        await phone["field-scene"].FillAsync("靠窗 7 号桌");
        await phone["field-scene"].PressAsync("Enter");
        await phone.Hears("靠窗 7 号桌：已为您开台");

        await Make(stage, "QR_SCENE", """{"scene_id":1207}""");
        await Make(stage, "QR_LIMIT_STR_SCENE", """{"scene_str":"branch-suzhou"}""");
        await OpenScan(phone);
        await Expect(phone["code"]).ToContainTextAsync(["branch-suzhou", "1207", "靠窗 7 号桌"]);
        await phone.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.code-choice img')].every(image => image.naturalWidth > 0)");
        await phone.Picture("23-scan-zh-light");
        await phone["code"].Nth(0).FocusAsync();
        await phone.Page.Keyboard.PressAsync("ArrowDown");
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.Hears("1207：已为您开台");
        Assert.Empty(phone.Complaints);
    }

    [ToolsFact(Chromium.Program)]
    public async Task A_picture_is_pasted_or_dropped_and_what_cannot_be_scanned_is_said_in_the_sheet()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US", scheme: ColorScheme.Dark);
        var phone = stage.Phone;
        await phone.Follow();
        var picture = await Picture(stage, await Make(stage, "QR_LIMIT_STR_SCENE", """{"scene_str":"table-12"}"""));
        await OpenScan(phone);
        await Give(phone, "paste", [1, 2, 3]);
        await Expect(phone["zone-words"]).ToHaveTextAsync("No code can be read in this picture.");
        await phone["field-code"].FillAsync("gQ-nobody's");
        await phone["field-code"].PressAsync("Enter");
        await Expect(phone["scan-note"]).ToContainTextAsync("cafe has no QR code 'gQ-nobody's'");
        await phone.Picture("24-scan-refused-en-dark");
        await Give(phone, "paste", picture);
        await phone.Hears("table-12");
        await OpenScan(phone);
        await phone.Picture("25-scan-en-dark");
        await Give(phone, "drop", picture);
        await Expect(phone["sheet"]).ToBeHiddenAsync();
        await Expect(phone["packet-3"]).ToContainTextAsync("SCAN");

        await phone["keyboard-toggle"].ClickAsync();
        await phone["menu-1"].ClickAsync();
        await phone["menu-1.2"].ClickAsync();
        await Give(phone, "drop", picture);
        await Expect(phone["field-scanned"]).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^http://weixin.qq.com/q/"));
        await phone["sheet-ok"].ClickAsync();
        await Expect(phone["packet-4"]).ToContainTextAsync("scancode_waitmsg");

        await phone["language"].ClickAsync();
        await OpenScan(phone);
        await phone["field-code"].FillAsync("gQ-nobody's");
        await phone["field-code"].PressAsync("Enter");
        await Expect(phone["scan-note"]).ToHaveTextAsync("cafe 没有二维码 'gQ-nobody's'，或已过期；请用 /cgi-bin/qrcode/create 创建。");
        // The browser notes the refused scans.
        Assert.DoesNotContain(phone.Complaints, complaint => !complaint.Contains("409", StringComparison.Ordinal));
    }

    [ToolsFact(Chromium.Program)]
    public async Task Who_turns_messages_off_gets_none_until_they_are_on_again()
    {
        await using var stage = await PhoneStage.Start(chromium, "en-US");
        var phone = stage.Phone;
        await phone.Follow();
        await phone.Say("hello");
        await phone["profile-button"].ClickAsync();
        await phone["receive"].FocusAsync();
        await phone.Page.Keyboard.PressAsync("Space");
        await Expect(phone["receive"]).Not.ToBeCheckedAsync();
        await Expect(phone["receive"]).ToBeFocusedAsync();
        var view = await stage.Ask("/simulator/accounts/cafe/people/1");
        Assert.False((bool)view["receives"]!);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Greet(stage, view));
        Assert.Contains("48002", refusal.Message, StringComparison.Ordinal);
        await phone.Picture("26-receive-off-en-light");

        await phone["receive"].CheckAsync();
        await Expect(phone["receive"]).ToBeCheckedAsync();
        await phone["enter"].ClickAsync();
        await phone.Page.WaitForFunctionAsync("async () => (await (await fetch('/simulator/accounts/cafe/people/1')).json()).receives");
        await Greet(stage, view);
        await phone.Hears("still there?", "customer_service");
        Assert.Empty(phone.Complaints);
    }

    private static Task Greet(PhoneStage stage, JsonNode view) =>
        stage.Bot.Send(stage.Host.Api, (string)view["open_id"]!, "text", new JsonObject { ["content"] = "still there?" });

    /// <summary>Makes a code through WeChat's API, as an account does.</summary>
    /// <returns>Its ticket.</returns>
    private static async Task<string> Make(PhoneStage stage, string action, string scene) => (string)(await stage.Bot.Call(
        stage.Host.Api, "/cgi-bin/qrcode/create", JsonNode.Parse($$$"""{"expire_seconds":604800,"action_name":"{{{action}}}","action_info":{"scene":{{{scene}}}}}""")!))["ticket"]!;

    private static async Task<byte[]> Picture(PhoneStage stage, string ticket)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(stage.Host.Api, "/cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(ticket)));
    }

    private static async Task OpenScan(PhoneDriver phone)
    {
        if (!await phone["plus"].IsVisibleAsync()) await phone["keyboard-toggle"].ClickAsync();
        await phone["plus"].ClickAsync();
        await phone["plus-scan"].ClickAsync();
        await Expect(phone["scan"]).ToBeVisibleAsync();
        await Expect(phone["field-code"]).ToBeFocusedAsync();
    }

    private static async Task Choose(PhoneDriver phone, byte[] picture)
    {
        var chooser = await phone.Page.RunAndWaitForFileChooserAsync(() => phone["scan-picture"].ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "code.png", MimeType = "image/png", Buffer = picture });
    }

    /// <summary>Pastes a picture from the clipboard, or drops it.</summary>
    private static async Task Give(PhoneDriver phone, string way, byte[] picture) => await phone.Page.EvaluateAsync(
        """
        ([way, picture]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(atob(picture), c => c.charCodeAt(0))], 'code.png', { type: 'image/png' }));
            const props = { bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(way === 'paste' ? new ClipboardEvent('paste', { ...props, clipboardData: transfer }) : new DragEvent('drop', { ...props, dataTransfer: transfer }));
        }
        """, new[] { way, Convert.ToBase64String(picture) });
}

namespace WeChatActors.Rules.Tests.Menus;

public class MenuTests
{
    [Fact]
    public void Reads_every_kind_of_button()
    {
        var menu = Rulebook.Of("""
            menu:
              - {name: 客服, click: KF}
              - name: 更多
                items:
                  - {name: 官网, view: "https://shop.example/"}
                  - {name: 扫一扫, scancode_waitmsg: SCAN}
                  - {name: 小程序, miniprogram: {app_id: wx1, page: pages/index, url: "https://shop.example/old"}}
                  - {name: 发图, pic_photo_or_album: PIC}
                  - {name: 文章, article_id: ART}
            """).Menu!;
        Assert.Equal(new MenuButton("客服", "click", "KF", null, null, null, []), menu.Buttons[0]);
        Assert.Null(menu.Buttons[1].Type);
        Assert.Equal(
            [
                new("官网", "view", null, "https://shop.example/", null, null, []),
                new("扫一扫", "scancode_waitmsg", "SCAN", null, null, null, []),
                new("小程序", "miniprogram", null, "https://shop.example/old", "wx1", "pages/index", []),
                new("发图", "pic_photo_or_album", "PIC", null, null, null, []),
                new("文章", "article_id", "ART", null, null, null, []),
            ],
            menu.Buttons[1].Items.ToArray());
    }

    [Fact]
    public void No_menu_is_null() => Assert.Null(Rulebook.Of("rules: []").Menu);

    [Theory]
    [InlineData("a", "t.yaml:2:7: 'a' stands at 'menu', expected a list of buttons.")]
    [InlineData("[]", "t.yaml:2:7: 'menu' is empty, expected 1 to 3 buttons.")]
    [InlineData("[{name: a, click: k}, {name: b, click: k}, {name: c, click: k}, {name: d, click: k}]", "t.yaml:2:71: 'menu' has 4 buttons, expected at most 3.")]
    [InlineData("[{name: 一二三四五六, click: k}]", "t.yaml:2:15: 'name' has 18 bytes of UTF-8, WeChat takes at most 16.")]
    [InlineData("[{name: 一二三四五a, click: k}]", null)]
    [InlineData("[{click: k}]", "t.yaml:2:8: a button needs the key 'name'.")]
    [InlineData("[{name: a}]", "t.yaml:2:8: a button does nothing, expected one of: click, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin, location_select, media_id, article_id, article_view_limited, view, miniprogram, items.")]
    [InlineData("[{name: a, click: k, view: 'https://a.example'}]", "t.yaml:2:28: a button has 'view' beside 'click', expected one of the two.")]
    [InlineData("[{name: a, view: shop.example}]", "t.yaml:2:24: 'shop.example' stands at 'view', expected an address that begins with https:// or http://.")]
    [InlineData("[{name: a, click: ''}]", "t.yaml:2:25: 'click' is empty, expected text.")]
    [InlineData("[{name: a, klick: k}]", "t.yaml:2:18: 'klick' is not a key of a button; did you mean 'click'? allowed: name, click, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin, location_select, media_id, article_id, article_view_limited, view, miniprogram, items. [unknown-key]")]
    [InlineData("[{name: a, items: [{name: b, items: []}]}]", "t.yaml:2:36: 'items' is not a key of a button; allowed: name, click, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin, location_select, media_id, article_id, article_view_limited, view, miniprogram. [unknown-key]")]
    [InlineData("[{name: a, miniprogram: {app_id: x, page: y}}]", "t.yaml:2:31: a Mini Program needs the key 'url'.")]
    public void Holds_the_menu_to_the_limits_of_WeChat(string menu, string? finding) =>
        Assert.Equal(finding, Rulebook.Findings($"menu: {menu}").FirstOrDefault());

    [Theory]
    [InlineData(128, null)]
    [InlineData(129, "t.yaml:2:25: 'click' has 129 bytes of UTF-8, WeChat takes at most 128.")]
    public void A_key_has_at_most_128_bytes(int length, string? finding) =>
        Assert.Equal(finding, Rulebook.Findings($"menu: [{{name: a, click: {new string('k', length)}}}]").FirstOrDefault());

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "t.yaml:2:24: 'view' has 1025 bytes of UTF-8, WeChat takes at most 1024.")]
    public void An_address_has_at_most_1024_bytes(int length, string? finding) =>
        Assert.Equal(finding, Rulebook.Findings($"menu: [{{name: a, view: 'https://a.example/{new string('k', length - 18)}'}}]").FirstOrDefault());

    [Fact]
    public void A_submenu_has_at_most_five_buttons_with_names_of_60_bytes()
    {
        static string Items(int count, int bytes) => string.Join(", ", Enumerable.Repeat($"{{name: {new string('n', bytes)}, click: k}}", count));
        Assert.Empty(Rulebook.Findings($"menu: [{{name: a, items: [{Items(5, 60)}]}}]"));
        Assert.Single(Rulebook.Findings($"menu: [{{name: a, items: [{Items(6, 60)}]}}]"));
        Assert.Equal(5, Rulebook.Findings($"menu: [{{name: a, items: [{Items(5, 61)}]}}]").Length);
    }
}

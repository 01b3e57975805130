using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class MenusTests
{
    private readonly HandlerBench _bench = new();

    [Fact]
    public async Task Every_type_of_button_is_kept_and_shown_as_WeChat_shows_it()
    {
        var (article, image) = (await _bench.Published(), _bench.Media("image", permanent: true));
        var news = Text(_bench.Post("/cgi-bin/material/add_news", $$"""{"articles":[{"title":"T","content":"C","thumb_media_id":"{{image}}"}]}"""), "media_id");
        Done(Create($$"""
            {"name":"Shop","sub_button":[
              {"type":"view","name":"Catalogue","url":"https://m.example.com/"},
              {"type":"miniprogram","name":"Order","url":"https://m.example.com/o","appid":"wx00example00000009","pagepath":"pages/index"},
              {"type":"click","name":"Coupons","key":"COUPON_LIST","sub_button":[]},
              {"type":"article_id","name":"Story","article_id":"{{article}}"},
              {"type":"article_view_limited","name":"News","article_id":"{{article}}"}]},
            {"name":"Tools","sub_button":[
              {"type":"scancode_push","name":"Scan","key":"SCAN_PUSH"},
              {"type":"scancode_waitmsg","name":"Scan+wait","key":"SCAN_WAIT"},
              {"type":"pic_sysphoto","name":"Camera","key":"PIC_CAM"},
              {"type":"pic_photo_or_album","name":"Photo","key":"PIC_ANY"},
              {"type":"pic_weixin","name":"Album","key":"PIC_ALBUM"}]},
            {"name":"More","sub_button":[
              {"type":"location_select","name":"Where","key":"LOC"},
              {"type":"media_id","name":"Poster","media_id":"{{image}}"},
              {"type":"view_limited","name":"Post","media_id":"{{news}}"}]}
            """));
        Assert.Equal("menu", _bench.Told.Last());
        Shape("menus/get", Get());
        Shape("menus/selfmenu", _bench.Get("/cgi-bin/get_current_selfmenu_info"));
    }

    [Fact]
    public void A_new_menu_replaces_the_old_one_whole()
    {
        Done(Create("""{"type":"click","name":"A","key":"a"},{"type":"click","name":"B","key":"b"}"""));
        Done(Create("""{"type":"click","name":"C","key":"c"}"""));
        Assert.Equal(["C"], _bench.Account.Menus.Of(_bench.Ann).Select(button => button.Name));
    }

    [Fact]
    public void Without_a_menu_there_is_nothing_to_get()
    {
        Refused(46003, Get());
        Shape("menus/selfmenu-none", _bench.Get("/cgi-bin/get_current_selfmenu_info"));
        Done(Create("""{"type":"click","name":"A","key":"a"}"""));
        Done(_bench.Get("/cgi-bin/menu/delete"));
        Refused(46003, Get());
        Assert.Empty(_bench.Account.Menus.Of(_bench.Ann));
        Done(_bench.Get("/cgi-bin/menu/delete"));
    }

    [Theory]
    [InlineData(40016, "")]
    [InlineData(40016, "$,$,$,$")]
    [InlineData(40017, """{"name":"A"}""")]
    [InlineData(40017, """{"name":"A","type":"hologram"}""")]
    [InlineData(40018, """{"name":"","type":"click","key":"a"}""")]
    [InlineData(40018, """{"name":"12345678901234567","type":"click","key":"a"}""")]
    [InlineData(40019, """{"name":"A","type":"click"}""")]
    [InlineData(40020, """{"name":"A","type":"view"}""")]
    [InlineData(40055, """{"name":"A","type":"view","url":"m.example.com"}""")]
    [InlineData(40119, """{"name":"A","type":"click","sub_button":[$]}""")]
    [InlineData(40022, """{"name":"A","sub_button":[{"name":"B","sub_button":[$]}]}""")]
    [InlineData(40023, """{"name":"A","sub_button":[$,$,$,$,$,$]}""")]
    [InlineData(40024, """{"name":"A","sub_button":[{"name":"B"}]}""")]
    [InlineData(40025, """{"name":"A","sub_button":[{"name":"1234567890123456789012345678901234567890123456789012345678901","type":"click","key":"a"}]}""")]
    [InlineData(40026, """{"name":"A","sub_button":[{"name":"B","type":"location_select"}]}""")]
    [InlineData(40027, """{"name":"A","sub_button":[{"name":"B","type":"view"}]}""")]
    [InlineData(40054, """{"name":"A","sub_button":[{"name":"B","type":"view","url":"javascript:alert(1)"}]}""")]
    [InlineData(45064, """{"name":"A","type":"miniprogram","url":"https://m.example.com/","pagepath":"p"}""")]
    [InlineData(45064, """{"name":"A","type":"miniprogram","url":"https://m.example.com/","appid":"gh_1","pagepath":"p"}""")]
    [InlineData(40165, """{"name":"A","type":"miniprogram","url":"https://m.example.com/","appid":"wx1"}""")]
    [InlineData(41006, """{"name":"A","type":"media_id"}""")]
    [InlineData(40007, """{"name":"A","type":"media_id","media_id":"unknown"}""")]
    [InlineData(40007, """{"name":"A","type":"view_limited","media_id":"unknown"}""")]
    [InlineData(53600, """{"name":"A","type":"article_id","article_id":"unknown"}""")]
    [InlineData(40035, """{"name":"A","type":"click","key":"a","colour":"red"}""")]
    [InlineData(47001, """{"name":7,"type":"click","key":"a"}""")]
    [InlineData(47001, "7")]
    public void A_wrong_menu_is_refused_and_the_old_one_stays(int code, string buttons)
    {
        Done(Create("""{"type":"click","name":"Old","key":"a"}"""));
        Refused(code, Create(buttons.Replace("$", """{"name":"B","type":"click","key":"b"}""", StringComparison.Ordinal)));
        Assert.Equal("Old", Assert.Single(_bench.Account.Menus.Default).Name);
    }

    [Fact]
    public void Limits_hold_to_the_byte()
    {
        static string X(int count) => new('x', count);
        Done(Create($$"""{"name":"{{X(16)}}","type":"click","key":"{{X(128)}}"}"""));
        Refused(40018, "'button[0].name' has 17 bytes, limit 16.", Create($$"""{"name":"{{X(17)}}","type":"click","key":"a"}"""));
        Refused(40019, Create($$"""{"name":"A","type":"click","key":"{{X(129)}}"}"""));
        var url = "https://m.example.com/";
        Done(Create($$"""{"name":"A","type":"view","url":"{{url + X(1024 - url.Length)}}"}"""));
        Refused(40020, Create($$"""{"name":"A","type":"view","url":"{{url + X(1025 - url.Length)}}"}"""));
        Done(Create($$"""{"name":"A","sub_button":[{"name":"{{new string('好', 20)}}","type":"click","key":"a"}]}"""));
        Refused(40025, Create($$"""{"name":"A","sub_button":[{"name":"{{new string('好', 20)}}a","type":"click","key":"a"}]}"""));
    }

    [Fact]
    public void Temporary_media_are_no_material_for_a_menu() =>
        Refused(40007, Create($$"""{"name":"A","type":"media_id","media_id":"{{_bench.Media("image")}}"}"""));

    private ApiAnswer Get() => _bench.Get("/cgi-bin/menu/get");

    private ApiAnswer Create(string buttons) => _bench.Post("/cgi-bin/menu/create", $$"""{"button":[{{buttons}}]}""");
}

using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Cli.Tests.Menus;

public class MenuYamlTests
{
    private static readonly string[] Types =
        ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "media_id", "article_id", "article_view_limited"];

    private static readonly string[] Awkward =
        ["今日推荐", "a", "yes", "null", "12:30", "1", "-", "- a", "a: b", "{x}", "[微笑]", "#1", "a #b", "\"q\"", "it's", "a\\b", "two\nlines", " edge ", "😀", "@x", "%", "&a", "*b", "!c", "|", ">", "`", "?", "\t", "\u0085", "\u2028", "\uFEFFx", "中：文"];

    [Fact]
    public void What_is_pulled_is_read_back_as_the_same_menu()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var menu = new Menu([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Top(random))]);
            var lines = MenuYaml.Lines(menu);
            var load = ScriptFile.Parse($"version: 1\n{string.Join('\n', lines)}\nrules: []\n", "r.yaml");
            Assert.DoesNotContain(load.Findings, finding => finding.Severity == Severity.Warning || finding.Message.Contains("menu", StringComparison.Ordinal));
            Assert.True(load.Script is not null, $"{string.Join('\n', lines)}\n{string.Join('\n', load.Findings)}");
            Assert.Equal(MenuJson.Of(menu), MenuJson.Of(load.Script.Menu!));
            Assert.Equal(string.Join('\n', lines), string.Join('\n', MenuYaml.Lines(load.Script.Menu)));
        }
    }

    [Fact]
    public void Menus_of_the_platform_are_read_in_both_its_shapes()
    {
        const string Leaves = """{"type":"click","name":"今日推荐","key":"TODAY","sub_button":[]},""";
        var self = Read($$$"""{"is_menu_open":1,"selfmenu_info":{"button":[{{{Leaves}}}{"name":"门店","sub_button":{"list":[{"type":"view","name":"官网","url":"https://example.com/"}]}}]}}""");
        var plain = Read($$$"""{"is_menu_open":1,"selfmenu_info":{"button":[{{{Leaves}}}{"name":"门店","sub_button":[{"type":"view","name":"官网","url":"https://example.com/"}]}]}}""");
        string[] expected = ["menu:", "  - {name: 今日推荐, click: TODAY}", "  - name: 门店", "    items:", "      - {name: 官网, view: \"https://example.com/\"}"];
        Assert.Equal(expected, self);
        Assert.Equal(expected, plain);
    }

    [Theory]
    [InlineData("""{"is_menu_open":0,"selfmenu_info":{"button":[{"type":"click","name":"a","key":"A"}]}}""")]
    [InlineData("""{"is_menu_open":1,"selfmenu_info":{"button":[]}}""")]
    [InlineData("""{"is_menu_open":1}""")]
    [InlineData("""{"is_menu_open":"1","selfmenu_info":[]}""")]
    [InlineData("[]")]
    public void A_menu_that_is_off_or_not_there_has_no_lines(string answer) => Assert.Empty(Read(answer));

    [Fact]
    public void Buttons_that_no_rule_file_can_have_are_comments_with_their_names()
    {
        var lines = Read("""
            {"is_menu_open":1,"selfmenu_info":{"button":[
              {"type":"text","name":"关于","value":"我们"},
              {"name":"更多","sub_button":{"list":[{"type":"view_limited","name":"文章","media_id":"M1"}]}},
              {"name":"混合","sub_button":{"list":[{"type":"news","name":"图文","value":"P1"},{"type":"click","name":"点","key":"K"}]}}]}}
            """);
        Assert.Equal(
        [
            "menu:",
            "  # - {name: 关于, text: 我们}  # no button of a rule file",
            "  # - name: 更多",
            "    # items:",
            "      # - {name: 文章, view_limited: M1}  # no button of a rule file",
            "  - name: 混合",
            "    items:",
            "      # - {name: 图文, news: P1}  # no button of a rule file",
            "      - {name: 点, click: K}",
        ],
        lines);
        Assert.Equal(["  # - {name: 关于, text: 我们}  # no button of a rule file"], Read("""{"selfmenu_info":{"button":[{"type":"text","name":"关于","value":"我们"}]}}"""));
    }

    [Fact]
    public void What_is_sent_keeps_Chinese_and_emoji_as_they_are() =>
        Assert.Equal("""{"button":[{"name":"茶😀","type":"click","key":"\"茶\""}]}""", MenuJson.Of(new Menu([new("茶😀", "click", "\"茶\"", null, null, null, [])])));

    private static string[] Read(string answer) => [.. MenuYaml.Lines(CurrentMenu.Read(JsonDocument.Parse(answer).RootElement))];

    private static MenuButton Top(Random random) => random.Next(3) > 0
        ? Leaf(random, 16)
        : new(Name(random, 16), null, null, null, null, null, [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Leaf(random, 60))]);

    private static MenuButton Leaf(Random random, int bytes) => random.Next(4) switch
    {
        0 => new(Name(random, bytes), "view", null, $"https://example.com/{Uri.EscapeDataString(Name(random, 60))}?a=1&b=2#x", null, null, []),
        1 => new(Name(random, bytes), "miniprogram", null, "http://mp.example/", "wx1", $"pages/{Name(random, 60)}", []),
        _ => new(Name(random, bytes), Types[random.Next(Types.Length)], Name(random, 128), null, null, null, []),
    };

    private static string Name(Random random, int bytes)
    {
        var text = Awkward[random.Next(Awkward.Length)] + (random.Next(2) == 0 ? "" : Awkward[random.Next(Awkward.Length)]);
        return System.Text.Encoding.UTF8.GetByteCount(text) <= bytes ? text : "短";
    }
}

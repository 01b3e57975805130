using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class ConditionalMenusTests
{
    private readonly HandlerBench _bench = new();
    private readonly int _vip;
    private readonly int _staff;

    public ConditionalMenusTests()
    {
        _vip = _bench.Account.Tags.Make("VIP").Id;
        _staff = _bench.Account.Tags.Make("Staff").Id;
        Done(_bench.Post("/cgi-bin/menu/create", """{"button":[{"type":"click","name":"All","key":"a"}]}"""));
    }

    [Fact]
    public void The_newest_tag_of_a_follower_decides()
    {
        Add("Vip", _vip);
        Add("Staff", _staff);
        Assert.Equal("All", Shown());
        _bench.Ann.Tags = [_vip, _staff];
        Assert.Equal("Staff", Shown());
        _bench.Ann.Tags = [_staff, _vip];
        Assert.Equal("Vip", Shown());
        Assert.Equal(_bench.Account.Menus.Conditional[0].Id, _bench.Account.Menus.IdOf(_bench.Ann));
        Assert.Equal(_bench.Account.Menus.DefaultId, _bench.Account.Menus.IdOf(_bench.Ming));
    }

    [Fact]
    public void The_newest_of_several_menus_is_tried_first()
    {
        Add("Old", _vip);
        Add("New", _vip);
        _bench.Ann.Tags = [_vip];
        Assert.Equal("New", Shown());
    }

    [Fact]
    public void A_menu_may_be_for_a_kind_of_phone()
    {
        Done(_bench.Post("/cgi-bin/menu/addconditional", """{"button":[{"type":"click","name":"iOS","key":"a"}],"matchrule":{"client_platform_type":"1"}}"""));
        Assert.Equal("All", Shown());
        Done(_bench.Post("/cgi-bin/menu/addconditional", """{"button":[{"type":"click","name":"Android","key":"a"}],"matchrule":{"client_platform_type":2}}"""));
        Assert.Equal("Android", Shown());
    }

    [Fact]
    public void They_are_listed_tried_and_deleted()
    {
        var id = Add("Vip", _vip);
        Shape("menus/get-conditional", _bench.Get("/cgi-bin/menu/get"));
        _bench.Ann.Tags = [_vip];
        Shape("menus/trymatch", Try(Id(_bench.Ann)));
        Shape("menus/trymatch", Try("Ann"));
        Refused(65302, Try("oNobody"));
        Refused(65315, Try(Id(_bench.Hong)));

        Refused(65301, _bench.Post("/cgi-bin/menu/delconditional", """{"menuid":"7"}"""));
        Refused(65301, _bench.Post("/cgi-bin/menu/delconditional", "{}"));
        Done(_bench.Post("/cgi-bin/menu/delconditional", $$"""{"menuid":"{{id}}"}"""));
        Assert.Equal("All", Shown());
    }

    [Fact]
    public void Deleting_the_menu_deletes_them_too()
    {
        Add("Vip", _vip);
        Done(_bench.Get("/cgi-bin/menu/delete"));
        Assert.Empty(_bench.Account.Menus.Conditional);
        Refused(65303, Add("""{"type":"click","name":"A","key":"a"}""", $$"""{"tag_id":"{{_vip}}"}"""));
        Refused(46003, Try("Ann"));
    }

    [Theory]
    [InlineData(65304, "{}")]
    [InlineData(65304, """{"tag_id":"","client_platform_type":""}""")]
    [InlineData(65320, """{"sex":"1"}""")]
    [InlineData(65320, """{"tag_id":"100","city":"广州"}""")]
    [InlineData(40152, """{"tag_id":"999"}""")]
    [InlineData(40035, """{"client_platform_type":"4"}""")]
    [InlineData(40035, """{"tag":"100"}""")]
    [InlineData(47001, """{"tag_id":"VIP"}""")]
    public void A_rule_names_a_tag_or_a_kind_of_phone(int code, string rule) => Refused(code, Add("""{"type":"click","name":"A","key":"a"}""", rule));

    [Fact]
    public void Buttons_and_a_rule_are_needed()
    {
        Refused(65307, Add("", $$"""{"tag_id":"{{_vip}}"}"""));
        Refused(65304, _bench.Post("/cgi-bin/menu/addconditional", """{"button":[{"type":"click","name":"A","key":"a"}]}"""));
        Refused(65308, Add("""{"name":"A"}""", $$"""{"tag_id":"{{_vip}}"}"""));
        Refused(65317, Link("m.example.com"));
        Refused(40018, Add("""{"type":"click","name":"","key":"a"}""", $$"""{"tag_id":"{{_vip}}"}"""));
    }

    [Fact]
    public void All_together_lead_to_three_domains()
    {
        for (var i = 1; i <= 3; i++) Done(Link($"https://d{i}.example.com/"));
        Done(Link("https://d1.example.com/more"));
        Refused(65316, "The conditional menus would lead to d1.example.com, d2.example.com, d3.example.com, d4.example.com; the limit is 3 domains.", Link("https://d4.example.com/"));
    }

    [Fact]
    public void There_is_a_limit_to_them()
    {
        for (var i = 0; i < ConditionalMenusApi.MostMenus; i++) Add("A", _vip);
        Refused(65305, Add("""{"type":"click","name":"A","key":"a"}""", $$"""{"tag_id":"{{_vip}}"}"""));
    }

    private string Shown() => Assert.Single(_bench.Account.Menus.Of(_bench.Ann)).Name;

    private string Add(string name, int tag) => Text(Add($$"""{"type":"click","name":"{{name}}","key":"a"}""", $$"""{"tag_id":"{{tag}}"}"""), "menuid");

    private ApiAnswer Link(string url) => Add($$"""{"type":"view","name":"A","url":"{{url}}"}""", $$"""{"tag_id":"{{_vip}}"}""");

    private ApiAnswer Add(string buttons, string rule) => _bench.Post("/cgi-bin/menu/addconditional", $$"""{"button":[{{buttons}}],"matchrule":{{rule}}}""");

    private ApiAnswer Try(string user) => _bench.Post("/cgi-bin/menu/trymatch", $$"""{"user_id":"{{user}}"}""");
}

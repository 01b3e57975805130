using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class TemplatesTests
{
    private readonly HandlerBench _bench = new();

    [Fact]
    public void A_new_account_has_two_templates_and_two_industries()
    {
        Shape("templates/private-templates", _bench.Get("/cgi-bin/template/get_all_private_template"));
        Shape("templates/industry", _bench.Get("/cgi-bin/template/get_industry"));
    }

    [Fact]
    public void A_template_is_taken_from_the_library_and_dropped_again()
    {
        var id = Text(Add("""{"template_id_short":"43217","keyword_name_list":["预约日期","预约人"]}"""), "template_id");
        Assert.Equal("预约日期：{{date3.DATA}}\n预约人：{{name1.DATA}}\n", _bench.Account.Templates.Find(id)!.Content);
        Done(_bench.Post("/cgi-bin/template/del_private_template", $$"""{"template_id":"{{id}}"}"""));
        Refused(40037, _bench.Post("/cgi-bin/template/del_private_template", $$"""{"template_id":"{{id}}"}"""));

        Refused(40037, "'template_id_short' is '99'; the library holds TM00001, TM00002, TM00010, 43216, 43217, 43218.", Add("""{"template_id_short":"99"}"""));
        Refused(40246, Add("""{"template_id_short":"43217"}"""));
        Refused(40246, "'keyword_name_list' holds '价格'; '43217' has 预约人, 预约项目, 预约日期, 联系电话, each once.", Add("""{"template_id_short":"43217","keyword_name_list":["价格"]}"""));
    }

    [Fact]
    public void An_account_has_at_most_25_templates()
    {
        for (var i = 2; i < 25; i++) Done(Add("""{"template_id_short":"TM00001"}"""));
        Refused(45026, Add("""{"template_id_short":"TM00001"}"""));
    }

    [Fact]
    public void Industries_change_once_a_month_and_take_their_templates_with_them()
    {
        Done(Industry("10", "13"));
        Assert.Equal(["发货通知"], _bench.Account.Templates.All.Select(template => template.Title));
        Refused(45027, Add("""{"template_id_short":"TM00001"}"""));
        Done(Add("""{"template_id_short":"TM00010"}"""));

        _bench.Clock.Advance(new DateTimeOffset(2026, 3, 31, 15, 59, 59, TimeSpan.Zero) - _bench.Now);
        Refused(43100, Industry("1", "4"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1)); // April begins in Beijing
        Done(Industry("1", "4"));
    }

    [Theory]
    [InlineData("0"), InlineData("42")]
    public void An_industry_has_a_code_of_the_table(string code)
    {
        Refused(40102, $"'industry_id2' is {code}, not from 1 to 41.", Industry("1", code));
        Refused(40102, _bench.Post("/cgi-bin/template/api_set_industry", """{"industry_id1":"1"}"""));
    }

    private ApiAnswer Add(string json) => _bench.Post("/cgi-bin/template/api_add_template", json);

    private ApiAnswer Industry(string first, string second) =>
        _bench.Post("/cgi-bin/template/api_set_industry", $$"""{"industry_id1":"{{first}}","industry_id2":"{{second}}"}""");
}

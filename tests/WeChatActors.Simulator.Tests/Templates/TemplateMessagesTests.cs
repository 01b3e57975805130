using System.Text.Json.Nodes;
using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class TemplateMessagesTests
{
    private readonly HandlerBench _bench = new();

    private string Old => _bench.Account.Templates.All[0].Id;

    private string Typed => _bench.Account.Templates.All[1].Id;

    [Fact]
    public async Task A_message_appears_in_the_chat_and_its_delivery_is_reported_after_the_answer()
    {
        var answer = Send(Typed, Shipped());
        Done(answer);
        var message = Number(answer, "msgid");
        Assert.InRange(message, 3_000_000_000_000_000_000, long.MaxValue);
        var shown = Content<TemplateContent>(_bench.Ann);
        Assert.Equal(("发货通知", "https://m.example.com/o/7731"), (shown.Title, shown.Url));
        Assert.Equal([new TemplateLine("订单编号", "7731"), new TemplateLine("商品名称", "Tent, green"), new TemplateLine("发货时间", "2026-03-01 09:30")], shown.Lines.AsEnumerable());
        Assert.Empty(_bench.Account.Pushes.Snapshot());

        var packet = await _bench.Pushed(answer);
        Assert.Contains("<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>", packet, StringComparison.Ordinal);
        Assert.Contains($"<MsgID>{message}</MsgID>", packet, StringComparison.Ordinal);
        Assert.Contains("<Status><![CDATA[success]]></Status>", packet, StringComparison.Ordinal);
        Assert.Contains($"<FromUserName><![CDATA[{Id(_bench.Ann)}]]></FromUserName>", packet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_refuses_messages_sees_nothing_and_the_report_says_so()
    {
        _bench.Ann.Receives = false;
        var answer = Send(Typed, Shipped());
        Done(answer);
        Assert.Empty(_bench.Ann.Chat.Entries);
        Assert.Contains("<Status><![CDATA[failed:user block]]></Status>", await _bench.Pushed(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_no_window_but_a_follower()
    {
        Refused(43004, Send(Typed, Shipped(), _bench.Hong));
        _bench.Ann.Blacklisted = true;
        Refused(43019, Send(Typed, Shipped()));
        Refused(40003, _bench.Post("/cgi-bin/message/template/send", new JsonObject { ["touser"] = "oNobody", ["template_id"] = Typed, ["data"] = Shipped() }));
    }

    [Fact]
    public void The_template_has_to_be_one_of_the_account()
    {
        Refused(40037, "'template_id' is no template of this account; get_all_private_template lists them.", Send("TPL-unknown", Shipped()));
        Refused(40037, Send("", Shipped()));
        Refused(40036, Send(new string('x', 65), Shipped()));
    }

    [Fact]
    public void A_bad_field_is_named()
    {
        var data = Shipped();
        data["thing2"]!["value"] = new string('好', 21);
        Refused(47003, "'data.thing2.value' has 21 characters, limit 20.", Send(Typed, data));
        data = Shipped();
        data["thing2"]!["value"] = "";
        Refused(47003, "'data.thing2.value' is empty.", Send(Typed, data));
        data = Shipped();
        data.Remove("time3");
        Refused(47003, "'data.time3' is missing.", Send(Typed, data));
        data = Shipped();
        data["thing9"] = new JsonObject { ["value"] = "x" };
        Refused(47003, "'data.thing9' is no key of the template; it has character_string1, thing2, time3.", Send(Typed, data));
        data = Shipped();
        data["thing2"] = "Tent";
        Refused(47001, Send(Typed, data));
    }

    [Fact]
    public void An_old_template_may_leave_lines_out()
    {
        Done(Send(Old, new JsonObject { ["keyword1"] = new JsonObject { ["value"] = "7731", ["color"] = "#173177" } }));
        Assert.Equal(new TemplateLine("订单编号", "7731"), Assert.Single(Content<TemplateContent>(_bench.Ann).Lines));
    }

    [Fact]
    public void A_client_msg_id_sends_once_in_ten_minutes()
    {
        var first = Number(Send(Typed, Shipped(), clientId: "order-7731"), "msgid");
        _bench.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        var again = Send(Typed, Shipped(), clientId: "order-7731");
        Assert.Equal(first, Number(again, "msgid"));
        Assert.Null(again.After);
        Assert.Single(_bench.Ann.Chat.Entries);

        Assert.NotEqual(first, Number(Send(Typed, Shipped(), _bench.Ming, "order-7731"), "msgid"));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(first, Number(Send(Typed, Shipped(), clientId: "order-7731"), "msgid"));
        Assert.Equal(2, _bench.Ann.Chat.Entries.Count);
    }

    [Fact]
    public void A_jump_leads_to_an_address_or_a_mini_program()
    {
        JsonObject With(string name, JsonNode value) => new() { ["touser"] = Id(_bench.Ann), ["template_id"] = Typed, ["data"] = Shipped(), [name] = value };
        Refused(40039, _bench.Post("/cgi-bin/message/template/send", With("url", "https://m.example.com/" + new string('x', 1024))));
        Done(_bench.Post("/cgi-bin/message/template/send", With("miniprogram", new JsonObject { ["appid"] = "wx00example00000009", ["pagepath"] = "pages/a" })));
        Refused(40013, _bench.Post("/cgi-bin/message/template/send", With("miniprogram", new JsonObject { ["pagepath"] = "pages/a" })));
        Refused(40013, _bench.Post("/cgi-bin/message/template/send", With("miniprogram", new JsonObject { ["appid"] = "gh_1" })));
    }

    [Theory]
    [InlineData("thing1", "任何字符 any 20", "123456789012345678901")]
    [InlineData("number1", "-12.50", "12a")]
    [InlineData("letter1", "abcXYZ", "abc1")]
    [InlineData("symbol1", "!@#￥%", "!@#￥%&")]
    [InlineData("character_string1", "A-7731/b", "订单7731")]
    [InlineData("time1", "2026年3月1日 15:01", "下午三点")]
    [InlineData("time1", "15:01~16:30", "24:00")]
    [InlineData("date1", "2026-03-01", "03-01")]
    [InlineData("date1", "2026年3月1日 15:01", "明天")]
    [InlineData("amount1", "¥35.00", "¥12345678901")]
    [InlineData("amount1", "35元", "三十五元")]
    [InlineData("phone_number1", "+86-13800000000", "138000000001380000")]
    [InlineData("car_number1", "粤A8Z888挂", "粤A8Z888888挂")]
    [InlineData("name1", "李娜", "一二三四五六七八九十一")]
    [InlineData("name1", "Li Na", "Li娜")]
    [InlineData("phrase1", "已发货", "已经发货了吗")]
    public void A_typed_value_keeps_to_its_rule(string key, string right, string wrong)
    {
        Assert.Null(TemplateValue.Fault(key, right));
        Assert.NotNull(TemplateValue.Fault(key, wrong));
    }

    private static JsonObject Shipped() => new()
    {
        ["character_string1"] = new JsonObject { ["value"] = "7731" },
        ["thing2"] = new JsonObject { ["value"] = "Tent, green" },
        ["time3"] = new JsonObject { ["value"] = "2026-03-01 09:30" },
    };

    private ApiAnswer Send(string template, JsonObject data, Follower? to = null, string? clientId = null)
    {
        var body = new JsonObject { ["touser"] = Id(to ?? _bench.Ann), ["template_id"] = template, ["url"] = "https://m.example.com/o/7731", ["data"] = data };
        if (clientId is not null) body["client_msg_id"] = clientId;
        return _bench.Post("/cgi-bin/message/template/send", body);
    }
}

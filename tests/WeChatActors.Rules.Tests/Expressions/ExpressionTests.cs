using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Expressions;

public class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("-2 * -3", "6")]
    [InlineData("- 2 + 3", "1")]
    [InlineData("1 / 0", "")]
    [InlineData("'a' - 1", "")]
    [InlineData("null + 1", "")]
    [InlineData("'a' * 2", "")]
    [InlineData("-'a'", "")]
    [InlineData("9999999999999999999999999999 * 9999999999999999999999999999", "")]
    [InlineData("'a' + 1", "a1")]
    [InlineData("1 + 'a'", "1a")]
    [InlineData("'a' + null + true", "atrue")]
    [InlineData("'a' + 1 + 2", "a12")]
    [InlineData("1 + 2 + 'a'", "3a")]
    public void Calculates_and_joins(string expression, string text) => Assert.Equal(text, Rulebook.Eval(expression).ToText());

    [Theory]
    [InlineData("1 < 2 and 2 <= 2 and 3 > 2 and 2 >= 2", true)]
    [InlineData("1 == 1.0", true)]
    [InlineData("'755' == 755", true)]
    [InlineData("'7x' == 7", false)]
    [InlineData("'7x' != 7", true)]
    [InlineData("'10' > 9", true)]
    [InlineData("'10' > '9'", false)]
    [InlineData("'b' > 'a'", true)]
    [InlineData("null == null", true)]
    [InlineData("null == ''", false)]
    [InlineData("msg.text == null", false)]
    [InlineData("null == msg.text", false)]
    [InlineData("true == 1", false)]
    [InlineData("not 1 == 2", true)]
    [InlineData("not true or true", true)]
    [InlineData("false and false or true", true)]
    [InlineData("1 == 1 and 'x'", true)]
    [InlineData("0 or '' or null", false)]
    [InlineData("2 in [1, 2]", true)]
    [InlineData("'2' in [1, 2]", true)]
    [InlineData("3 not in [1, 2]", true)]
    [InlineData("'晨' in shop", true)]
    [InlineData("'small' in price", true)]
    [InlineData("'big' in vars.price", false)]
    [InlineData("1 in 5", false)]
    [InlineData("null in 'abc'", false)]
    public void Compares(string expression, bool truth) => Assert.Equal(Value.Of(truth), Rulebook.Eval(expression));

    [Theory]
    [InlineData("null < 1")]
    [InlineData("'a' < 1")]
    [InlineData("true > false")]
    [InlineData("[1] < [2]")]
    public void Comparing_what_has_no_order_gives_null(string expression) => Assert.True(Rulebook.Eval(expression).IsNull);

    [Theory]
    [InlineData("null ?? 2", "2")]
    [InlineData("user.x ?? user.y ?? 3", "3")]
    [InlineData("'' ?? 2", "")]
    [InlineData("user.coins ?? 0 >= 10", "false")]
    [InlineData("user.coins ?? 10 + 1", "11")]
    [InlineData("1 > 2 ? 'a' : 'b'", "b")]
    [InlineData("true ? false ? 1 : 2 : 3", "2")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("true ? 'a' : 'b' | upper", "A")]
    [InlineData("'A' + 'B' | lower", "ab")]
    [InlineData("msg.text | upper == 'HI'", "true")]
    [InlineData("('a' | upper) + 'b'", "Ab")]
    public void Chooses_and_filters_by_precedence(string expression, string text) => Assert.Equal(text, Rulebook.Eval(expression).ToText());

    [Theory]
    [InlineData("price.small", "9.5")]
    [InlineData("price['small']", "9.5")]
    [InlineData("vars.sizes[0]", "1")]
    [InlineData("sizes[-1]", "3")]
    [InlineData("sizes[9]", "")]
    [InlineData("sizes[0.5]", "")]
    [InlineData("sizes.x", "")]
    [InlineData("price.big.small[2]", "")]
    [InlineData("shop.x", "")]
    [InlineData("[1, 'a', null][1]", "a")]
    [InlineData("sizes", "1、2、3")]
    [InlineData("open", "true")]
    [InlineData("nothing", "")]
    [InlineData("\"a\\\"b\\n'\" + 'c\\'d\\\\'", "a\"b\n'c'd\\")]
    public void Reads_members_and_literals(string expression, string text) => Assert.Equal(text, Rulebook.Eval(expression).ToText());

    [Fact]
    public void Reads_the_message()
    {
        var text = Packets.Text(" Hi ");
        Assert.Equal("text| Hi |77|2026-02-01 12:30", Rulebook.Eval("msg.type + '|' + msg.text + '|' + msg.id + '|' + msg.time", text).ToText());
        var scan = Packets.Event("SCAN", "755", "755", fields: [new("Ticket", "T"), new("ScanCodeInfo/ScanResult", "http://x")]);
        Assert.Equal("event|scan|755|755|http://x|T", Rulebook.Eval("msg.type + '|' + msg.event + '|' + msg.key + '|' + msg.scene + '|' + msg.fields[\"ScanCodeInfo/ScanResult\"] + '|' + msg.fields.Ticket", scan).ToText());
        Assert.Equal("M|http://p/1", Rulebook.Eval("msg.media_id + '|' + msg['pic_url']", Packets.Image("M")).ToText());
        Assert.Equal("V", Rulebook.Eval("msg.media_id", Packets.Voice(null, "V")).ToText());
        Assert.Equal("22.54|113.9|路", Rulebook.Eval("msg.latitude + '|' + msg.longitude + '|' + msg.label", Packets.Location(22.54, 113.9, "路")).ToText());
        Assert.Equal("t|d|u", Rulebook.Eval("msg.title + '|' + msg.description + '|' + msg.url", Packets.Of("link", new("Title", "t"), new("Description", "d"), new("Url", "u"))).ToText());
        Assert.Equal("22.5", Rulebook.Eval("msg.latitude", Packets.Event("LOCATION", fields: [new("Latitude", "22.500")])).ToText());
        Assert.True(Rulebook.Eval("msg.event ?? msg.key ?? msg.scene ?? msg.title ?? msg.latitude ?? msg.format").IsNull);
    }

    [Fact]
    public void Reads_the_follower_and_the_account()
    {
        var user = Packets.With(("name", "Ann"), ("n", 2)) with { Turns = 5, Since = Packets.T0.AddDays(-3) };
        Assert.Equal("Ann|3|5|true|3d", Rulebook.Eval("user.name + '|' + (user.n + 1) + '|' + user.turns + '|' + user.subscribed + '|' + (now() - user.since)", user: user).ToText());
        Assert.Equal("demo/wx0000000000000demo", Rulebook.Eval("account.alias + '/' + account.app_id").ToText());
        Assert.Equal("""{"n":2,"name":"Ann","profile":null,"since":{"$moment":"2026-01-29T12:30:00.0000000+08:00"},"subscribed":true,"tags":[],"turns":5}""", Rulebook.Eval("user | json", user: user).ToText());
        Assert.True(Rulebook.Eval("user['na' + 'me'] == 'Ann'", user: user).IsTrue);
    }

    [Theory]
    [InlineData("today()", "2026-02-01")]
    [InlineData("today", "2026-02-01")]
    [InlineData("today + 1", "2026-02-02")]
    [InlineData("today - 1", "2026-01-31")]
    [InlineData("today + 2d", "2026-02-03")]
    [InlineData("today + 5h", "")]
    [InlineData("today + 0.5", "")]
    [InlineData("today + 99999999", "")]
    [InlineData("(today + 10) - today", "10")]
    [InlineData("today == '2026-02-01'", "true")]
    [InlineData("today < '2026-02-02' and '2026-01-31' < today", "true")]
    [InlineData("now()", "2026-02-01 12:30")]
    [InlineData("now() + 90m", "2026-02-01 14:00")]
    [InlineData("now() - 13h", "2026-01-31 23:30")]
    [InlineData("now() - now()", "0s")]
    [InlineData("now() > today", "false")]
    [InlineData("now() == today", "true")]
    [InlineData("1d + 2h + 3m + 4.5s", "1d 2h 3m 4s")]
    [InlineData("2h / 30m", "4")]
    [InlineData("1h * 3", "3h")]
    [InlineData("3h / 2", "1h 30m")]
    [InlineData("-90s", "-1m 30s")]
    [InlineData("1h > 59m", "true")]
    public void Counts_time(string expression, string text) => Assert.Equal(text, Rulebook.Eval(expression).ToText());

    [Fact]
    public void Time_at_the_edges_of_the_calendar_gives_null()
    {
        Assert.True(Rulebook.Eval("now() + 100d", now: DateTimeOffset.MaxValue).IsNull);
        Assert.True(Rulebook.Eval("user.since - 100d", user: Packets.Newcomer with { Since = DateTimeOffset.MinValue }).IsNull);
        Assert.True(Rulebook.Eval("10000000d * 99999").IsNull);
    }
}

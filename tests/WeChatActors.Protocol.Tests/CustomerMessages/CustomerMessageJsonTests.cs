using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol.Tests.CustomerMessages;

public sealed class CustomerMessageJsonTests
{
    private static readonly OpenId Ann = new("oEXAMPLE-user-0001");

    [Fact]
    public void Every_kind_has_the_body_that_the_platform_documents()
    {
        var lines = new StringBuilder();
        foreach (var message in Pushes.All) lines.Append(Encoding.UTF8.GetString(CustomerMessageJson.Send(Ann, message))).Append('\n');
        lines.Append(Encoding.UTF8.GetString(CustomerMessageJson.Typing(Ann, true))).Append('\n');
        lines.Append(Encoding.UTF8.GetString(CustomerMessageJson.Typing(Ann, false))).Append('\n');
        lines.Append(Encoding.UTF8.GetString(FollowerJson.CreateTag("潜在客户 ⭐"))).Append('\n');
        lines.Append(Encoding.UTF8.GetString(FollowerJson.Tagging(108, Ann))).Append('\n');
        lines.Append(Encoding.UTF8.GetString(FollowerJson.Remark(Ann, "老顾客"))).Append('\n');

        Golden.Matches("customer-messages.jsonl", lines.ToString());
    }

    [Fact]
    public void Every_kind_there_is_stands_in_the_samples() =>
        Assert.Equal(
            typeof(CustomerMessage).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CustomerMessage))).OrderBy(type => type.Name).Select(type => type.Name),
            Pushes.All.Select(message => message.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Half_a_character_does_not_make_invalid_JSON()
    {
        using var body = JsonDocument.Parse(CustomerMessageJson.Send(Ann, new TextPush("a" + '\uD83C' + "b\u0001")));

        Assert.Equal("a\uFFFDb\u0001", body.RootElement.GetProperty("text").GetProperty("content").GetString());
    }

    [Fact]
    public void A_notice_is_its_object_to_the_follower()
    {
        const string template = """{"template_id":"TPL-1","data":{"thing2":{"value":"帐篷 \u26FA️"},"amount":{"value":1.50}}}""";

        Assert.Equal(
            """{"touser":"oEXAMPLE-user-0001","template_id":"TPL-1","data":{"thing2":{"value":"帐篷 ⛺️"},"amount":{"value":1.50}},"client_msg_id":"c1"}""",
            Encoding.UTF8.GetString(NoticeJson.Body(template, Ann, "c1")));
        Assert.DoesNotContain("client_msg_id", Encoding.UTF8.GetString(NoticeJson.Body(template, Ann, null)), StringComparison.Ordinal);
        Assert.Equal(
            """{"touser":"oEXAMPLE-user-0001","client_msg_id":"own"}""",
            Encoding.UTF8.GetString(NoticeJson.Body("""{"client_msg_id":"own"}""", Ann, "c1")));
    }

    [Theory]
    [InlineData("[1]", "The notice is a list; write an object such as {\"template_id\":\"...\",\"data\":{}}.")]
    [InlineData("null", "The notice is null; write an object such as {\"template_id\":\"...\",\"data\":{}}.")]
    [InlineData("{\"touser\":\"oBob\"}", "The notice names a touser; leave it out: it goes to the conversation's follower.")]
    [InlineData("{\"data\":\n oops}", "The notice cannot be read as JSON from line 2, byte 2; write one object such as {\"template_id\":\"...\",\"data\":{}}.")]
    [InlineData("{\"a\":1,\"a\":2}", "The notice has a member twice; write each once.")]
    [InlineData("", "The notice cannot be read as JSON from line 1, byte 1; write one object such as {\"template_id\":\"...\",\"data\":{}}.")]
    public void What_is_no_notice_is_refused_with_the_remedy(string json, string fault)
    {
        Assert.Equal(fault, NoticeJson.FindFault(json));
        Assert.Equal(fault, Assert.Throws<FormatException>(() => NoticeJson.Body(json, Ann, null)).Message);
    }
}

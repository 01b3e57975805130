using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class ReplyTests : IAsyncLifetime
{
    private static readonly Credentials Previous = Edge.Credentials with { AesKey = Samples.PreviousAesKey };

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start("callbacks: {timestamp_tolerance: 15m}");

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Nothing_to_say_is_the_word_success_and_nothing_else()
    {
        var answer = await _edge.Post("plain", _edge.Text("oAnn", "安静", 1));

        Assert.Equal(200, answer.Status);
        Assert.Equal("success"u8.ToArray(), answer.Body);
        Assert.Equal(["Content-Length: 7", "Content-Type: text/plain; charset=utf-8"], HeadersOf(answer));
    }

    [Fact]
    public async Task A_reply_is_xml_of_known_length_from_the_account_to_the_sender()
    {
        var answer = await _edge.Post("plain", _edge.Text("oAnn", "你好", 1));

        Assert.Equal(200, answer.Status);
        Assert.Equal([$"Content-Length: {answer.Body.Length}", "Content-Type: application/xml; charset=utf-8"], HeadersOf(answer));
        Assert.Equal(
            ["ToUserName: oAnn", $"FromUserName: {Samples.OriginalId}", $"CreateTime: {_edge.Seconds}", "MsgType: text", "Content: 1: 你好"],
            Leaves(answer.Reply()));
    }

    [Fact]
    public async Task A_hostile_text_cannot_break_its_own_echo()
    {
        var answer = await _edge.Post("plain", _edge.Text("oAnn", "a ]]]]><![CDATA[> </Content><MsgType>", 1));

        Assert.Equal("1: a ]]> </Content><MsgType>", answer.ReplyText());
    }

    [Fact]
    public async Task In_safe_mode_a_reply_is_sealed_and_signed()
    {
        var answer = await _edge.Post("safe", Delivery.Safe(Edge.Credentials, PacketXml.Text("oAnn", "你好", 1), _edge.Seconds));

        Assert.DoesNotContain("你好", answer.Text, StringComparison.Ordinal);
        Assert.Equal("application/xml; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal(
            ["ToUserName: oAnn", $"FromUserName: {Samples.OriginalId}", $"CreateTime: {_edge.Seconds}", "MsgType: text", "Content: 1: 你好"],
            Leaves(answer.Opened(Edge.Credentials)));
    }

    [Fact]
    public async Task In_safe_mode_the_word_success_stays_plain() =>
        Assert.Equal("success", (await _edge.Post("safe", Delivery.Safe(Edge.Credentials, PacketXml.Text("oAnn", "安静", 1), _edge.Seconds))).Text);

    [Theory]
    [InlineData("short-chinese")]
    [InlineData("emoji")]
    [InlineData("over-4-kib")]
    [InlineData("padding-full-32")]
    [InlineData("padding-1")]
    [InlineData("padding-17")]
    [InlineData("previous-key-noncanonical")]
    public async Task A_recorded_push_in_safe_mode_gets_a_reply_under_the_key_it_came_with(string name)
    {
        var row = Samples.Json("vectors/crypto.json").GetProperty("vectors").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        var packet = XElement.Parse(Of(row, "msg"));

        var answer = await _edge.Post("safe", new Delivery(Of(row, "query"), Encoding.UTF8.GetBytes(Of(row, "body_safe_mode"))));

        var reply = answer.Opened(Edge.Credentials with { AesKey = Of(row, "encoding_aes_key") });
        Assert.Equal(packet.Element("FromUserName")!.Value, reply.Element("ToUserName")!.Value);
        Assert.StartsWith($"1: {packet.Element("Content")!.Value[..2]}", reply.Element("Content")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_earlier_key_opens_and_seals_while_the_newer_one_is_there()
    {
        var old = await _edge.Post("safe", Delivery.Safe(Previous, PacketXml.Text("oAnn", "旧", 1), _edge.Seconds));
        var young = await _edge.Post("safe", Delivery.Safe(Edge.Credentials, PacketXml.Text("oAnn", "新", 2), _edge.Seconds));

        Assert.Equal("1: 旧", old.Opened(Previous).Element("Content")!.Value);
        Assert.Equal("2: 新", young.Opened(Edge.Credentials).Element("Content")!.Value);
    }

    [Fact]
    public async Task In_compatible_mode_only_the_sealed_packet_counts_and_the_reply_is_sealed()
    {
        var xml = PacketXml.Text("oAnn", "真", 1);
        var delivery = Delivery.Compatible(Edge.Credentials, xml, _edge.Seconds);
        var forged = delivery with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(delivery.Body).Replace("真", "假", StringComparison.Ordinal)) };

        Assert.Equal("1: 真", (await _edge.Post("compat", forged)).Opened(Edge.Credentials).Element("Content")!.Value);
    }

    [Fact]
    public async Task In_compatible_mode_a_plain_push_gets_a_plain_reply() =>
        Assert.Equal("1: 你好", (await _edge.Post("compat", _edge.Text("oAnn", "你好", 1))).ReplyText());

    [Theory]
    [InlineData("")]
    [InlineData("&encrypt_type=raw")]
    public async Task A_plain_push_to_an_account_in_safe_mode_is_refused(string more)
    {
        var plain = _edge.Text("oAnn", "你好", 1);

        var answer = await _edge.Post("safe", plain with { Query = plain.Query + more });

        Assert.Equal((400, ""), (answer.Status, answer.Text));
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
    }

    [Fact]
    public async Task A_push_sealed_for_another_account_is_refused()
    {
        var foreign = Delivery.Safe(Edge.Credentials with { AppId = "wx0000000000000000" }, PacketXml.Text("oAnn", "你好", 1), _edge.Seconds);

        Assert.Equal(400, (await _edge.Post("safe", foreign)).Status);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("compat")]
    [InlineData("safe")]
    public async Task A_retry_gets_the_same_bytes_whatever_the_clock_says(string account)
    {
        var xml = PacketXml.Text("oAnn", "你好", 1);
        var delivery = account switch
        {
            "plain" => Delivery.Plain(Edge.Credentials, xml, _edge.Seconds),
            "compat" => Delivery.Compatible(Edge.Credentials, xml, _edge.Seconds),
            _ => Delivery.Safe(Edge.Credentials, xml, _edge.Seconds),
        };
        var first = await _edge.Post(account, delivery);
        _edge.Time.Advance(TimeSpan.FromSeconds(5));

        var again = await _edge.Post(account, delivery);

        Assert.Equal(first.Body, again.Body);
    }

    private static string Of(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static IEnumerable<string> Leaves(XElement xml) => xml.Elements().Select(element => $"{element.Name}: {element.Value}");

    private static IEnumerable<string> HeadersOf(PushAnswer answer) =>
        answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);
}

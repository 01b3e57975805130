using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests;

public class UserPacketTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private static Packet Read(UserPacket packet)
    {
        var parsed = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(packet.ToXml(T0, 17), T0));
        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        return parsed.Packet;
    }

    [Theory]
    [InlineData("你好 🍵")]
    [InlineData("]]> <b>&amp;</b> ]]]]>>")]
    [InlineData("<![CDATA[x]]>")]
    public void A_text_arrives_as_it_was_typed(string text) =>
        Assert.Equal(text, Assert.IsType<TextMessage>(Read(UserPacket.Message("text", ("Content", text)))).Content);

    [Fact]
    public void What_XML_cannot_carry_is_left_out() =>
        Assert.Equal("a你🍵", Read(UserPacket.Message("text", ("Content", "a\u001b\0你\uD83C🍵\uDF75"))).Text);

    [Fact]
    public void A_message_has_an_id_and_an_event_has_none()
    {
        var message = Assert.IsType<ImageMessage>(Read(UserPacket.Message("image", ("MediaId", "m"))));
        Assert.Equal(("17", T0.ToUnixTimeSeconds(), UserPacket.OpenId), (message.MsgId, message.CreateTime, message.Conversation?.Value));
        Assert.Null(Read(UserPacket.Event("CLICK", "KEY")).Fields.Find("MsgId"));
    }

    [Fact]
    public void A_follow_by_a_code_names_its_scene() =>
        Assert.Equal("755", Assert.IsType<SubscribeEvent>(Read(UserPacket.Event("subscribe", "qrscene_755"))).Scene);
}

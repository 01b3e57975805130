using System.Text;

namespace WeChatActors.Protocol.Tests.Packets;

public class DeliveryKeyTests
{
    [Fact]
    public void The_key_of_a_packet_equals_the_same_key_as_it_is_written()
    {
        var key = Read("gh_1", "oAnn", 1763600000, "<MsgId>7</MsgId>").Key;
        var written = new DeliveryKey("msg:oAnn:7");

        Assert.Equal("msg:oAnn:7", key.Value);
        Assert.True(key == written && written == key);
        Assert.Equal(written.GetHashCode(), key.GetHashCode());
        Assert.NotEqual(new DeliveryKey("msg:oAnn:8"), key);
        Assert.NotEqual(Read("gh_1", "oBen", 1763600000, "<MsgId>7</MsgId>").Key, key);
    }

    [Theory]
    [InlineData("<MsgId>7</MsgId>")]
    [InlineData("")]
    public void A_key_is_copied_as_it_is_written(string msgId)
    {
        var key = Read("gh_1", "oAnn", 1763600000, msgId).Key;
        var copy = new char[key.Length];
        key.CopyTo(copy);

        Assert.Equal(key.Value, new string(copy));
    }

    [Fact]
    public void Packets_of_several_accounts_and_times_after_each_other_keep_their_own()
    {
        foreach (var (account, time) in new[] { ("gh_1", 1763600000L), ("gh_2", 1763600000L), ("gh_1", 1763600001L), ("gh_12", 1763600001L), ("gh_1", 17636000010L) })
        {
            var packet = Read(account, "oAnn", time, "<MsgId>7</MsgId>");
            Assert.Equal(account, packet.ToUserName);
            Assert.Equal(account, packet.Fields.Find("ToUserName"));
            Assert.Equal(time, packet.CreateTime);
        }
    }

    private static Packet Read(string account, string sender, long time, string more) => ((PacketResult.Parsed)PacketReader.Read(Encoding.UTF8.GetBytes(
        $"<xml><ToUserName>{account}</ToUserName><FromUserName>{sender}</FromUserName><CreateTime>{time}</CreateTime><MsgType>text</MsgType><Content>hi</Content>{more}</xml>"))).Packet;
}

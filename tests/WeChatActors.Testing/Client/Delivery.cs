using System.Globalization;
using System.Text;

namespace WeChatActors.Testing;

/// <summary>One HTTP POST of a packet. Sent again, it is WeChat's retry: same query string, same body.</summary>
public sealed record Delivery(string Query, byte[] Body)
{
    private const string Nonce = "1284470336";

    /// <summary>A push in plaintext mode.</summary>
    public static Delivery Plain(Credentials credentials, string xml, long timestamp, string? openId = null) =>
        new(credentials.Query(timestamp, Nonce, openId), Encoding.UTF8.GetBytes(xml));

    /// <summary>A push in safe mode.</summary>
    public static Delivery Safe(Credentials credentials, string xml, long timestamp, string to = PacketXml.Account)
    {
        var encrypt = credentials.Encrypt(xml);
        return new(
            credentials.Query(timestamp, Nonce, encrypt: encrypt),
            Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[{to}]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"));
    }

    /// <summary>A push in compatible mode: the packet twice.</summary>
    public static Delivery Compatible(Credentials credentials, string xml, long timestamp)
    {
        var encrypt = credentials.Encrypt(xml);
        return new(
            credentials.Query(timestamp, Nonce, encrypt: encrypt),
            Encoding.UTF8.GetBytes(xml.Replace("</xml>", $"<Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>", StringComparison.Ordinal)));
    }
}

/// <summary>Packets as WeChat writes them.</summary>
public static class PacketXml
{
    public const string Account = "gh_7f3c19ab02de";

    public static string Text(string openId, string content, long msgId, long createTime = 1763600600) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <xml><ToUserName><![CDATA[{Account}]]></ToUserName>
        <FromUserName><![CDATA[{openId}]]></FromUserName>
        <CreateTime>{createTime}</CreateTime>
        <MsgType><![CDATA[text]]></MsgType>
        <Content><![CDATA[{content}]]></Content>
        <MsgId>{msgId}</MsgId>
        </xml>
        """);

    public static string Event(string openId, string name, string key, long createTime = 1763600600) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <xml><ToUserName><![CDATA[{Account}]]></ToUserName>
        <FromUserName><![CDATA[{openId}]]></FromUserName>
        <CreateTime>{createTime}</CreateTime>
        <MsgType><![CDATA[event]]></MsgType>
        <Event><![CDATA[{name}]]></Event>
        <EventKey><![CDATA[{key}]]></EventKey>
        </xml>
        """);
}

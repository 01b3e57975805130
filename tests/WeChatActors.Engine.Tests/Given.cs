using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests;

/// <summary>The words the tests of the engine share.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Counts its turns in a variable and says the count, so that a rule that ran twice shows.</summary>
    public const string CountingRules = """
        version: 1
        rules:
          - {id: quiet, exact: quiet, do: [{set: {quiet: true}}]}
          - {id: same, exact: same, reply: 原样}
          - {id: keep, regex: '^keep (?<what>.+)$', do: [{set: {kept: "{{ m.what }}"}}, {reply: "kept {{ user.kept }}"}]}
          - {id: recall, exact: recall, reply: "{{ user.kept ?? 'nothing' }}"}
          - {id: count, default: true, do: [{set: {count: "{{ (user.count ?? 0) + 1 }}"}}, {reply: "{{ msg.text }} is number {{ user.count }}"}]}
        """;

    public static Script Script(string yaml = CountingRules)
    {
        var load = ScriptFile.Parse(yaml, "test.yaml");
        return load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
    }

    public static Account Account(string alias = "demo", Script? script = null) =>
        new(alias, new AccountSecurity("wx0000000000000demo", "demo-token", SecurityMode.Plaintext, [], null), TimeZoneInfo.Utc, script ?? Script());

    public static ConversationId Id(string openId = "oAnn") => new("demo", new OpenId(openId));

    public static Packet Text(string content, long msgId, string openId = "oAnn") => Read(
        $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>{openId}</FromUserName><CreateTime>{Noon.ToUnixTimeSeconds()}</CreateTime>" +
        $"<MsgType>text</MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msgId}</MsgId></xml>");

    public static Packet Event(string name, long at = 0, string openId = "oAnn") => Read(
        $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>{openId}</FromUserName><CreateTime>{Noon.ToUnixTimeSeconds() + at}</CreateTime>" +
        $"<MsgType>event</MsgType><Event>{name}</Event></xml>");

    public static ConversationInput.Delivery Delivery(Packet packet) => new(packet, PacketFingerprint.Of(packet.Key), Noon);

    public static StepContext Context(Script script, DateTimeOffset now, ulong seed, AccountSetting? setting = null) =>
        new(Id(), script, setting ?? new AccountSetting { View = Account().View }, now, seed);

    public static ConversationInput.Authorised Authorised(string id, string? name = "小明", AuthorisationScope scope = AuthorisationScope.UserInfo, TimeSpan later = default) =>
        new(id, new Profile(scope == AuthorisationScope.UserInfo ? "uAnn" : null, name, null, scope, Noon + later), Noon);

    private static Packet Read(string xml) =>
        ((PacketResult.Parsed)PacketReader.Read(Encoding.UTF8.GetBytes(xml))).Packet;
}

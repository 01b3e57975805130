using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

/// <summary>A platform with one account and its first person, at the time of the samples.</summary>
internal sealed class World
{
    public World(Uri? callback = null, SecurityMode security = SecurityMode.Plaintext, AccountKind kind = AccountKind.Service)
    {
        Wall.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        Clock = new SimulatedClock(Wall);
        Setup = new AccountSetup
        {
            Alias = "demo", AppId = Samples.AppId, AppSecret = "secret", OriginalId = Samples.OriginalId, Kind = kind,
            Callback = callback, Token = Samples.Token, Security = security, AesKey = Samples.AesKey,
        };
        Platform = new Platform(new SimulatorOptions { Accounts = [Setup] }, Clock);
        Account = Platform.Accounts["demo"];
        Ming = Account.Find(Account.OpenIdOf(1))!;
        Platform.Feed.Published += happened => { lock (Events) Events.Add(happened); };
    }

    public VirtualTime Wall { get; } = new();

    public SimulatedClock Clock { get; }

    public AccountSetup Setup { get; }

    public Platform Platform { get; }

    public SimulatedAccount Account { get; }

    public Follower Ming { get; }

    public List<FeedEvent> Events { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The first person follows, without a packet.</summary>
    public World Followed()
    {
        Ming.Subscribed = true;
        return this;
    }

    public async Task<PushRecord> PushText(string content = "你好") => Bilingual.Check(await Platform.Pusher.Push(Account, Text(content)));

    public SimulatedPacket Text(string content = "你好") =>
        new(Ming.OpenId.Value, Now, "text", [PacketElement.Of("Content", content), PacketElement.Of("MsgId", 25093846172905301)]);

    public SimulatedPacket Event(string name) => SimulatedPacket.OfEvent(Ming.OpenId.Value, Now, name, PacketElement.Of("EventKey", "KEY"));

    /// <summary>The first person does something, and all pushes end.</summary>
    public async Task<IReadOnlyList<PushRecord>> Do(UserAction action) =>
        [.. (await Assert.IsType<Acted>(Platform.Act(Account, Ming, action)).Finished).Select(Bilingual.Check)];

    public string Refused(UserAction action) => Bilingual.Check(Assert.IsType<ActionRefused>(Platform.Act(Account, Ming, action)).Sentence).English;

    public string Reply(string inner) =>
        $"<xml><ToUserName>{Ming.OpenId}</ToUserName><FromUserName>{Setup.OriginalId}</FromUserName><CreateTime>1763600700</CreateTime>{inner}</xml>";

    public string TextReply(string content) => Reply($"<MsgType>text</MsgType><Content><![CDATA[{content}]]></Content>");
}

using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Replay.Tests;

public sealed class LoadSourceTests
{
    private static LoadScenario Scenario(string yaml)
    {
        var load = LoadScenario.Parse("version: 1\n" + yaml, "s.yaml", Repository.Folder);
        Assert.True(load.Scenario is not null, string.Join('\n', load.Findings));
        return load.Scenario;
    }

    internal static List<PlannedPacket> Take(LoadScenario scenario, int count)
    {
        var source = new LoadSource(scenario, "gh_demo");
        var packets = new List<PlannedPacket>();
        // It never waits for anything.
        while (packets.Count < count && source.Next(default).AsTask().GetAwaiter().GetResult() is { } packet) packets.Add(packet);
        return packets;
    }

    private static string Text(PlannedPacket packet) => Encoding.UTF8.GetString(packet.Xml.Span);

    private static T Read<T>(PlannedPacket packet) where T : Packet => Assert.IsType<T>(Assert.IsType<PacketResult.Parsed>(PacketReader.Read(packet.Xml.Span)).Packet);

    [Fact]
    public void The_same_seed_gives_the_same_packets_and_another_one_others()
    {
        var demo = LoadScenario.Load(Path.Combine(Repository.Folder, "conf", "loads", "demo.yaml")).Scenario!;
        var packets = Take(demo, 5000);
        Assert.Equal(packets.Select(Text), Take(demo, 5000).Select(Text));
        Assert.NotEqual(packets.Select(Text), Take(demo with { Seed = 8 }, 5000).Select(Text));
    }

    [Fact]
    public void Every_packet_of_the_demo_scenario_is_one_that_WeChat_could_have_sent()
    {
        var packets = Take(LoadScenario.Load(Path.Combine(Repository.Folder, "conf", "loads", "demo.yaml")).Scenario! with { Duration = null }, 20_000);
        Assert.All(packets, packet =>
        {
            var parsed = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(packet.Xml.Span));
            Assert.Equal(PacketWarnings.None, parsed.Warnings);
            Assert.Equal((packet.From, "gh_demo"), (parsed.Packet.FromUserName, parsed.Packet.ToUserName));
            Assert.Equal(28, packet.From.Length);
        });
        Assert.Equal(
            ["event CLICK", "event SCAN", "event VIEW", "event subscribe", "event unsubscribe", "image", "link", "location", "text", "voice"],
            packets.Select(packet => packet.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Packets_have_their_elements_in_the_order_of_WeChat()
    {
        Assert.Contains("<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[<你好> & ]]]]><![CDATA[>]]></Content>\n<MsgId>", Only("{text: \"<你好> & ]]>\"}"), StringComparison.Ordinal);
        Assert.Matches("<PicUrl>.*</PicUrl>\n<MediaId>.*</MediaId>\n<MsgId>", Only("{image: true}"));
        Assert.Matches("<MediaId>.*</MediaId>\n<Format>.*amr.*</Format>\n<Recognition>.*今日.*</Recognition>\n<MsgId>.*</MsgId>\n<MediaId16K>", Only("{voice: 今日}"));
        Assert.Matches("<Location_X>22.5</Location_X>\n<Location_Y>113.9</Location_Y>\n<Scale>16</Scale>\n<Label>.*</Label>\n<MsgId>", Only("{location: {lat: 22.5, lon: 113.9}}"));
        Assert.Matches("<Title>.*a.*</Title>\n<Description>.*</Description>\n<Url>.*http://b.*</Url>\n<MsgId>", Only("{link: {title: a, url: \"http://b\"}}"));
        Assert.Matches("<Event>.*subscribe.*</Event>\n<EventKey>.*qrscene_shop.*</EventKey>\n<Ticket>", Only("{subscribe: shop}"));
        Assert.Matches("<Event>.*VIEW.*</Event>\n<EventKey>.*http://b.*</EventKey>\n<MenuId>[0-9]+<", Only("{view: \"http://b\"}"));
        Assert.Equal(("shop-12", "CLICK"), (Read<ScanEvent>(Packet("{scan: shop-12}")).Scene, Read<ClickEvent>(Packet("{click: TODAY}")).Name));

        static PlannedPacket Packet(string entry) => Take(Scenario($"followers: 1\nmix: [{entry}]"), 1)[0];
        static string Only(string entry) => Text(Packet(entry));
    }

    [Fact]
    public void Weights_say_how_often_something_is_sent()
    {
        var packets = Take(Scenario("followers: 5000\nmix: [{weight: 60, text: [a, b]}, {weight: 30, image: true}, {weight: 10, click: K}]"), 50_000);
        Assert.InRange(packets.Count(packet => packet.Kind == "text"), 29_400, 30_600);
        Assert.InRange(packets.Count(packet => packet.Kind == "image"), 14_500, 15_500);
        Assert.InRange(packets.Count(packet => packet.Kind == "event CLICK"), 4_700, 5_300);
        Assert.InRange(packets.Count(packet => Text(packet).Contains("[a]", StringComparison.Ordinal)), 14_400, 15_600);
    }

    [Theory]
    [InlineData(1, "2s..8s")]
    [InlineData(7, "2s..8s")]
    [InlineData(1000, "2s..8s")]
    [InlineData(1000, "1ms..10s")]
    [InlineData(999, "3s")]
    public void Between_two_packets_of_one_follower_lies_a_think_time_and_all_begin_within_one(int followers, string think)
    {
        var scenario = Scenario($"followers: {followers}\nthink: {think}\nmix: [{{text: a}}]");
        var packets = Take(scenario, followers * 8);

        Assert.Equal(packets.Select(packet => packet.Offset), packets.Select(packet => packet.Offset).Order());
        Assert.Equal(TimeSpan.Zero, packets[0].Offset);
        var byFollower = packets.GroupBy(packet => packet.From).ToList();
        Assert.Equal(followers, byFollower.Count);
        foreach (var his in byFollower)
        {
            var offsets = his.Select(packet => packet.Offset).ToList();
            Assert.True(offsets[0] < scenario.Think);
            foreach (var (before, after) in offsets.Zip(offsets.Skip(1)))
                Assert.InRange(after - before, scenario.ShortestThink - TimeSpan.FromTicks(1), scenario.LongestThink + TimeSpan.FromTicks(1));
        }

        // The times differ when they may.
        if (followers > 100) Assert.Equal(scenario.ShortestThink < scenario.LongestThink, byFollower.Select(his => his.ElementAt(1).Offset - his.First().Offset).Distinct().Count() > 50);
    }

    [Fact]
    public void A_conversation_is_said_by_one_follower_from_its_beginning_to_its_end()
    {
        string[] conversation = ["订座", "四位", "明天", "是"];
        var packets = Take(Scenario("followers: 200\nmix: [{weight: 5, say: [订座, 四位, 明天, 是]}, {weight: 5, text: 你好}]"), 8000);
        foreach (var his in packets.GroupBy(packet => packet.From))
        {
            var said = his.Select(packet => Read<TextMessage>(packet).Content).ToList();
            for (var i = 0; i < said.Count; i++)
            {
                if (said[i] == "你好") continue;
                foreach (var word in conversation)
                    if (i < said.Count) Assert.Equal(word, said[i++]);
                i--;
            }
        }
    }

    [Fact]
    public void It_ends_after_its_packets_or_its_duration()
    {
        Assert.Equal(37, Take(Scenario("followers: 10\npackets: 37\nmix: [{text: a}]"), 1000).Count);
        var packets = Take(Scenario("followers: 10\nthink: 1s\nduration: 30s\nmix: [{text: a}]"), 1000);
        Assert.Equal((300, TimeSpan.FromSeconds(29.9)), (packets.Count, packets[^1].Offset));
    }

    [Fact]
    public void Ten_million_followers_are_at_hand_at_once()
    {
        var scenario = Scenario("followers: 10000000\nmix: [{say: [a, b]}]");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var packets = Take(scenario, 1000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 42_000_000);
        Assert.Equal(1000, packets.Select(packet => packet.From).Distinct().Count());
        // Two million a second, spread evenly.
        Assert.Equal(TimeSpan.FromMicroseconds(499.5), packets[^1].Offset);
    }

    [Fact]
    public void A_shuffled_block_holds_every_number_once_whatever_its_size()
    {
        for (var size = 1; size < 300; size++)
            Assert.Equal(Enumerable.Range(0, size), Enumerable.Range(0, size).Select(number => FollowerTurns.Shuffled(number, size, (ulong)size * 77)).Order());
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Simulator;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>A packet goes out anew: other names, times and ids where they stand, the rest byte for byte.</summary>
public class RewritingTests
{
    private readonly VirtualTime _time = new();

    public RewritingTests() => _time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);

    [Fact]
    public void Sender_time_and_id_are_replaced_where_they_stand_and_nothing_else()
    {
        const string packet = "<xml>\n<ToUserName> <![CDATA[gh_1]]> </ToUserName><!-- <MsgId>1</MsgId> --><MsgId>  123 </MsgId><FromUserName>oAnn</FromUserName>\r\n<CreateTime><![CDATA[1]]></CreateTime><MsgType>text</MsgType><Content a='>'><![CDATA[<MsgId>5</MsgId>]]></Content><X><MsgId>9</MsgId></X></xml>\n";
        var written = Write(packet, "oAnn", "oBen");
        Assert.Equal(
            packet.Replace("<MsgId>  123 ", $"<MsgId>  {FirstMsgId} ", StringComparison.Ordinal).Replace("oAnn", "oBen", StringComparison.Ordinal)
                .Replace("<![CDATA[1]]>", $"<![CDATA[{Samples.Now.ToUnixTimeSeconds()}]]>", StringComparison.Ordinal),
            written);
    }

    [Fact]
    public void Every_sample_packet_says_the_same_with_another_sender_and_id()
    {
        foreach (var file in Directory.GetFiles(Samples.Folder("packets"), "*.xml"))
        {
            var xml = File.ReadAllBytes(file);
            if (PacketReader.Read(xml, Samples.Now) is not PacketResult.Parsed { Packet: var before }) continue;
            var after = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(Encoding.UTF8.GetBytes(Write(Encoding.UTF8.GetString(xml), before.FromUserName, "oBen")), Samples.Now)).Packet;
            Assert.Equal("oBen", after.FromUserName);
            Assert.Equal(Samples.Now.ToUnixTimeSeconds(), after.CreateTime);
            Assert.Equal(Rest(before), Rest(after));
            Assert.Equal(before is Message, after is Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<xml><FromUserName>oAnn</FromUserName>")]
    [InlineData("<xml><FromUserName>oAnn</FromUserName><CreateTime>1</CreateTime></html>")]
    [InlineData("<!DOCTYPE xml><xml><FromUserName>oAnn</FromUserName></xml>")]
    [InlineData("<xml><FromUserName>oA&#110;n</FromUserName><CreateTime>-1</CreateTime><MsgId>x</MsgId></xml>")]
    [InlineData("<html><FromUserName>oAnn</FromUserName></html>")]
    public void What_cannot_be_read_goes_out_as_it_is(string packet) => Assert.Equal(packet, Write(packet, "oAnn", "oAnn"));

    [Fact]
    public void Bytes_that_are_no_UTF_8_go_out_as_they_are()
    {
        byte[] packet = [.. "<xml><MsgId>1</MsgId>"u8, 0xC3, 0x28, .. "</xml>"u8];
        Assert.Equal(default, PacketPlaces.Find(packet));
    }

    [Fact]
    public void Random_bytes_and_cut_packets_never_break_the_search()
    {
        var random = new Random(7);
        var files = Directory.GetFiles(Samples.Folder("packets"), "*.xml").Select(File.ReadAllBytes).ToList();
        for (var i = 0; i < 50_000; i++)
        {
            var xml = files[random.Next(files.Count)].ToArray();
            for (var n = random.Next(4); n > 0 && xml.Length > 0; n--) xml[random.Next(xml.Length)] = (byte)"<>!?/[]\"' &1a\0"[random.Next(14)];
            PacketPlaces.Find(xml.AsSpan(0, random.Next(xml.Length + 1)));
        }
    }

    [Fact]
    public void MsgIds_are_new_and_never_come_twice_and_a_later_run_has_higher_ones()
    {
        var writer = Writer();
        var first = Enumerable.Range(0, 1000).Select(_ => MsgIdOf(Write(writer, Stage.Text(0, 1)))).ToList();
        Assert.Equal(first.Order().Distinct(), first);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(MsgIdOf(Write(Writer(), Stage.Text(0, 1))) > first[^1]);
    }

    [Fact]
    public void Equal_events_within_one_second_stay_two_packets()
    {
        var writer = Writer();
        var times = new[] { Stage.Click(0, 1), Stage.Click(0, 1), Stage.Click(0, 1, "OTHER"), Stage.Click(0, 2), Stage.Click(0, 1) }.Select(packet => TimeOf(Write(writer, packet)) - Samples.Now.ToUnixTimeSeconds()).ToList();
        Assert.Equal([0, 1, 0, 0, 2], times);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, TimeOf(Write(writer, Stage.Click(0, 1))) - Samples.Now.ToUnixTimeSeconds());
    }

    [Fact]
    public void Of_events_only_those_of_the_present_second_are_remembered()
    {
        var times = new EventTimes();
        for (var second = 0; second < 1000; second++)
            for (var n = 0; n < 50; n++) Assert.Equal(second, times.Next(Stage.OpenId(n), second, second));
        Assert.InRange(times.Count, 50, 1100);
    }

    [Fact]
    public void A_clock_that_is_set_back_far_begins_anew()
    {
        var times = new EventTimes();
        Assert.Equal([100_000, 100_001, 50, 51, 100_000], new long[] { 100_000, 100_000, 50, 50, 100_000 }.Select(now => times.Next("oAnn", 1, now)));
    }

    [Theory]
    [InlineData(SecurityMode.Plaintext)]
    [InlineData(SecurityMode.Compatible)]
    [InlineData(SecurityMode.Safe)]
    public void The_target_finds_query_signature_and_envelope_right(SecurityMode mode)
    {
        foreach (var packet in new[] { Stage.Text(0, 1), Stage.Click(0, 1), new PlannedPacket(default, "no xml"u8.ToArray(), "", "text") })
        {
            var request = Encoding.UTF8.GetString(Writer(mode, new Uri("http://bot.example:81/wx?a=b")).Write(Flight(packet)).Span);
            var (head, body) = (request.Split("\r\n\r\n", 2)[0], request.Split("\r\n\r\n", 2)[1]);
            Assert.StartsWith("POST /wx?a=b&signature=", head);
            Assert.Contains("\r\nHost: bot.example:81\r\n", head);
            Assert.EndsWith($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}", head);
            var text = head.Split(' ')[1].Split("?a=b&")[1];
            Assert.Equal(packet.From.Length > 0, text.Contains($"&openid={packet.From}", StringComparison.Ordinal));
            Assert.True(EncodingAesKey.TryParse(Samples.AesKey, out var key, out _));
            var security = new AccountSecurity(Samples.AppId, Samples.Token, mode, mode == SecurityMode.Plaintext ? [] : [key], null);
            Assert.Equal(QueryFault.None, CallbackQuery.TryParse(text, out var query));
            var read = Callback.ReadBody(Encoding.UTF8.GetBytes(body), query, security, Samples.Now);
            Assert.Equal(packet.From.Length > 0, read.Packet is PacketResult.Parsed);
        }
    }

    [Fact]
    public void Followers_are_kept_multiplied_or_strangers_by_the_seed()
    {
        var ann = Stage.OpenId(1);
        Assert.Equal((1, ann), (Names(new Followers.Keep()).Copies(ann), Names(new Followers.Keep()).Of(ann, 0)));
        var three = Names(new Followers.Multiply(3));
        var copies = Enumerable.Range(0, three.Copies(ann)).Select(copy => three.Of(ann, copy)).ToList();
        Assert.Equal((3, ann), (copies.Distinct().Count(), copies[0]));
        var strangers = Enumerable.Range(0, 10_000).Select(number => Names(new Followers.Random()).Of(Stage.OpenId(number), 0)).ToList();
        Assert.Equal(10_000, strangers.Distinct().Count());
        Assert.All(strangers.Concat(copies), name => Assert.True(OpenId.IsValid(name)));
        Assert.All(strangers, name => Assert.Equal((28, 'o'), (name.Length, name[0])));
        Assert.Equal(Names(new Followers.Random()).Of(ann, 0), Names(new Followers.Random()).Of(ann, 0));
        Assert.NotEqual(Names(new Followers.Random(), 2).Of(ann, 0), Names(new Followers.Random()).Of(ann, 0));
        Assert.Equal((1, "a b"), (three.Copies("a b"), Names(new Followers.Random()).Of("a b", 0)));
    }

    [Fact]
    public async Task An_answer_is_judged_by_the_names_that_were_sent()
    {
        var stage = new Stage();
        var options = Stage.Options(new Pace.Speed(1)) with { Followers = new Followers.Random(), ReplaceOriginalId = true, Account = Stage.Account() with { OriginalId = "gh_other" } };
        await stage.Play(options, [Stage.Text(0, 1)], delivery => (TimeSpan.Zero, ScriptedTarget.Ok(
            $"<xml><ToUserName>{delivery.OpenId}</ToUserName><FromUserName>gh_other</FromUserName><CreateTime>1</CreateTime><MsgType>image</MsgType><Image><MediaId>whoever knows it</MediaId></Image></xml>")));
        Assert.Contains("<ToUserName><![CDATA[gh_other]]></ToUserName>", Assert.Single(stage.Target!.Deliveries).Body);
        Assert.Equal((PlayedOutcome.Replied, "Replied with a picture."), (stage.Played[0].Outcome, stage.Played[0].Verdict));
        Assert.NotEqual(Stage.OpenId(1), stage.Played[0].OpenId);
    }

    [Fact]
    public async Task An_encrypted_answer_is_handed_on_as_it_was_inside()
    {
        var stage = new Stage();
        Assert.True(EncodingAesKey.TryParse(Samples.AesKey, out var key, out _));
        var reply = $"<xml><ToUserName>{Stage.OpenId(1)}</ToUserName><FromUserName>{Samples.OriginalId}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>";
        var envelope = new ArrayBufferWriter<byte>();
        new AesEnvelope(Samples.AppId, [key]).Seal(envelope, Encoding.UTF8.GetBytes(reply), 0, Samples.Token, "1", "2", new byte[16]);
        await stage.Play(Stage.Options(new Pace.Speed(1)) with { Account = Stage.Account(mode: SecurityMode.Safe) }, [Stage.Text(0, 1)], _ => (TimeSpan.Zero, ScriptedTarget.Ok(Encoding.UTF8.GetString(envelope.WrittenSpan))));
        Assert.Equal((PlayedOutcome.Replied, reply), (stage.Played[0].Outcome, stage.Answers[0]));
    }

    private long FirstMsgId => _time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000 + 1;

    private static FollowerNames Names(Followers followers, ulong seed = 1) => new(followers, seed);

    private PacketWriter Writer(SecurityMode mode = SecurityMode.Plaintext, Uri? callback = null)
    {
        var account = Stage.Account(callback, mode);
        Assert.True(PushSigner.TryCreate(account, out var signer, out _));
        return new PacketWriter(new PacketMint(signer, new PlayOptions { Account = account, Pace = new Pace.Saturate() }, _time));
    }

    private string Write(string packet, string from, string to)
    {
        var flight = Flight(new PlannedPacket(default, Encoding.UTF8.GetBytes(packet), from, "text"));
        flight.OpenId = to;
        return Encoding.UTF8.GetString(Writer().Write(flight).Span).Split("\r\n\r\n", 2)[1];
    }

    private static string Write(PacketWriter writer, PlannedPacket packet) => Encoding.UTF8.GetString(writer.Write(Flight(packet)).Span);

    private static Flight Flight(PlannedPacket packet) => new() { Packet = packet, OpenId = packet.From, Places = PacketPlaces.Find(packet.Xml.Span) };

    private static long MsgIdOf(string request) => Number(request, "<MsgId>");

    private static long TimeOf(string request) => Number(request, "<CreateTime>");

    private static long Number(string request, string tag) => long.Parse(request.Split(tag)[1].Split('<')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<PacketField> Rest(Packet packet) => packet.Fields.Where(field => field.Path is not ("FromUserName" or "CreateTime" or "MsgId"));
}

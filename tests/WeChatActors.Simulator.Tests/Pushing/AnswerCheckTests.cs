using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Pushing;

public class AnswerCheckTests
{
    private readonly World _world = new World().Followed();

    public AnswerCheckTests()
    {
        Keep("PICTURE", "image");
        Keep("CLIP", "voice");
        Keep("FILM", "video");
        Keep("THUMB", "thumb");
        Keep("OLD", "image", -MediaShelf.Lifetime);
    }

    [Fact]
    public void Every_answer_gets_its_verdict()
    {
        var answers = new (string Name, string Body)[]
        {
            ("success", "success"),
            ("nothing", ""),
            ("quoted success", "\"success\""),
            ("success and a line end", "success\n"),
            ("success behind a byte order mark", "\uFEFFsuccess"),
            ("loud success", "SUCCESS"),
            ("white space", " \r\n"),
            ("JSON", """{"errcode":0}"""),
            ("an HTML page", "<!DOCTYPE html><html></html>"),
            ("other words", "ok"),
            ("a text", _world.TextReply("你好")),
            ("a text of 2,047 bytes", _world.TextReply(new string('x', 2047))),
            ("a text of 2,048 bytes", _world.TextReply(new string('x', 2048))),
            ("a text of 770 characters", _world.TextReply(new string('汉', 770))),
            ("an empty text", _world.TextReply("")),
            ("no content", _world.Reply("<MsgType>text</MsgType>")),
            ("content in lower case", _world.Reply("<MsgType>text</MsgType><content>x</content>")),
            ("content twice", _world.Reply("<MsgType>text</MsgType><Content>x</Content><Content>y</Content>")),
            ("content with an element", _world.Reply("<MsgType>text</MsgType><Content>x <b>y</b></Content>")),
            ("a blank in a tag", _world.Reply("<MsgType>text</MsgType><Content >x</Content>")),
            ("an open ampersand", _world.Reply("<MsgType>text</MsgType><Content>a & b</Content>")),
            ("another root", "<XML></XML>"),
            ("a DTD", "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml/>"),
            ("cut off", _world.TextReply("x")[..^6]),
            ("the wrong case of a type", _world.Reply("<MsgType>Text</MsgType><Content>x</Content>")),
            ("an unknown type", _world.Reply("<MsgType>miniprogrampage</MsgType>")),
            ("no type", _world.Reply("<Content>x</Content>")),
            ("a device's type", _world.Reply("<MsgType>device_text</MsgType>")),
            ("names not swapped", Addressed(_world.Setup.OriginalId, _world.Ming.OpenId.Value)),
            ("another follower", Addressed("oSomebodyElse", _world.Setup.OriginalId)),
            ("another account", Addressed(_world.Ming.OpenId.Value, "gh_other")),
            ("no time", _world.TextReply("x").Replace("<CreateTime>1763600700</CreateTime>", "", StringComparison.Ordinal)),
            ("a date as time", _world.TextReply("x").Replace("1763600700", "2026-01-01", StringComparison.Ordinal)),
            ("a picture", _world.Reply("<MsgType>image</MsgType><Image><MediaId>PICTURE</MediaId></Image>")),
            ("a picture without its structure", _world.Reply("<MsgType>image</MsgType><MediaId>PICTURE</MediaId>")),
            ("an unknown picture", _world.Reply("<MsgType>image</MsgType><Image><MediaId>NOWHERE</MediaId></Image>")),
            ("an expired picture", _world.Reply("<MsgType>image</MsgType><Image><MediaId>OLD</MediaId></Image>")),
            ("a clip as picture", _world.Reply("<MsgType>image</MsgType><Image><MediaId>CLIP</MediaId></Image>")),
            ("a voice clip", _world.Reply("<MsgType>voice</MsgType><Voice><MediaId>CLIP</MediaId></Voice>")),
            ("a video", _world.Reply("<MsgType>video</MsgType><Video><MediaId>FILM</MediaId><Title>t</Title></Video>")),
            ("music", _world.Reply("<MsgType>music</MsgType><Music><Title>t</Title><ThumbMediaId>THUMB</ThumbMediaId></Music>")),
            ("music without a picture", _world.Reply("<MsgType>music</MsgType><Music><MusicUrl>http://m</MusicUrl></Music>")),
            ("no music", _world.Reply("<MsgType>music</MsgType>")),
            ("an article", News(1, Item("a"))),
            ("two articles", News(2, Item("a"), Item("b"))),
            ("a wrong count", News(2, Item("a"))),
            ("no articles", News(0)),
            ("an article without description", News(1, "<item><Title>a</Title><PicUrl/><Url>u</Url></item>")),
            ("an article without a title", News(1, "<item><Title/><Description/><PicUrl/><Url>u</Url></item>")),
            ("an empty article", News(1, "<item></item>")),
            ("to the agents", _world.Reply("<MsgType>transfer_customer_service</MsgType>")),
            ("to one agent", _world.Reply("<MsgType>transfer_customer_service</MsgType><TransInfo><KfAccount>kf2001@demo</KfAccount></TransInfo>")),
            ("to the AI", _world.Reply("<MsgType>transfer_biz_ai_ivr</MsgType>")),
            ("encrypted in plaintext mode", "<xml><Encrypt>AAAA</Encrypt><MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>"),
        };
        var click = _world.Event("CLICK");
        var events = new (string Name, string Body, SimulatedPacket Packet)[]
        {
            ("nine articles to a click", News(9, [.. Enumerable.Range(1, 9).Select(i => Item($"{i}"))]), click),
            ("eight articles to a click", News(8, [.. Enumerable.Range(1, 8).Select(i => Item($"{i}"))]), click),
            ("an agent for a click", _world.Reply("<MsgType>transfer_customer_service</MsgType>"), click),
            ("the AI for a click", _world.Reply("<MsgType>transfer_biz_ai_ivr</MsgType>"), click),
            ("a text to VIEW", _world.TextReply("x"), _world.Event("VIEW")),
            ("a text to unsubscribe", _world.TextReply("x"), _world.Event("unsubscribe")),
            ("JSON to VIEW", "{}", _world.Event("VIEW")),
        };

        var verdicts = new StringBuilder();
        foreach (var (name, body) in answers) Tell(verdicts, name, Check(body));
        foreach (var (name, body, packet) in events) Tell(verdicts, name, Check(body, packet));
        Tell(verdicts, "gzip", AnswerCheck.Check([0x1F, 0x8B, 8, 0], _world.Text().AnsweredBy(Samples.OriginalId), Rules(_world)));
        Tell(verdicts, "noise", AnswerCheck.Check([0xC3, 0x28, 0xA0], _world.Text().AnsweredBy(Samples.OriginalId), Rules(_world)));
        Golden.Matches("answers.txt", verdicts.ToString());
    }

    [Fact]
    public void A_reply_is_shown_with_all_that_it_holds()
    {
        Assert.Equal(new TextContent("你好 <a href=\"x\">y</a>\n再见"), Check(_world.TextReply("你好 <a href=\"x\">y</a>\n再见")).Content);
        Assert.Equal(new VideoContent("FILM", "t", null), Check(_world.Reply("<MsgType>video</MsgType><Video><MediaId>FILM</MediaId><Title>t</Title></Video>")).Content);
        Assert.Equal(new Article("a", "", "", "http://a"), Assert.Single(Assert.IsType<NewsContent>(Check(News(2, Item("a"), Item("b"))).Content).Articles));
        Assert.Equal(8, Assert.IsType<NewsContent>(Check(News(9, [.. Enumerable.Range(1, 9).Select(i => Item($"{i}"))]), _world.Event("CLICK")).Content).Articles.Length);
        Assert.Equal(
            new MusicContent("t", null, null, null, "THUMB"),
            Check(_world.Reply("<MsgType>music</MsgType><Music><ThumbMediaId>THUMB</ThumbMediaId><Title>t</Title></Music>")).Content);
    }

    [Theory]
    [InlineData(SecurityMode.Safe)]
    [InlineData(SecurityMode.Compatible)]
    public void An_encrypted_reply_is_opened(SecurityMode mode)
    {
        var world = new World(security: mode).Followed();
        var answer = AnswerCheck.Check(Sealed(world, world.TextReply("你好")), world.Text().AnsweredBy(Samples.OriginalId), Rules(world));
        Assert.Equal(new TextContent("你好"), answer.Content);
        Assert.Equal(world.TextReply("你好"), answer.Decrypted);
    }

    [Fact]
    public void The_envelope_is_judged_as_strictly()
    {
        var world = new World(security: SecurityMode.Safe).Followed();
        var sealedReply = Encoding.UTF8.GetString(Sealed(world, world.TextReply("你好")));
        PassiveAnswer Safe(string body) => AnswerCheck.Check(Encoding.UTF8.GetBytes(body), world.Text().AnsweredBy(Samples.OriginalId), Rules(world));
        var verdicts = new StringBuilder();
        Tell(verdicts, "success", Safe("success"));
        Tell(verdicts, "encrypted", Safe(sealedReply));
        Tell(verdicts, "plaintext in safe mode", Safe(world.TextReply("x")));
        Tell(verdicts, "another time stamp", Safe(sealedReply.Replace("<TimeStamp>1", "<TimeStamp>2", StringComparison.Ordinal)));
        Tell(verdicts, "no nonce", Safe(sealedReply.Replace("Nonce", "nonce", StringComparison.Ordinal)));
        Tell(verdicts, "another key", AnswerCheck.Check(Sealed(world, world.TextReply("x"), key: Samples.PreviousAesKey), world.Text().AnsweredBy(Samples.OriginalId), Rules(world)));
        Tell(verdicts, "another AppID", AnswerCheck.Check(Sealed(world, world.TextReply("x"), appId: "wx0000000000000000"), world.Text().AnsweredBy(Samples.OriginalId), Rules(world)));
        Tell(verdicts, "nonsense inside", AnswerCheck.Check(Sealed(world, "{}"), world.Text().AnsweredBy(Samples.OriginalId), Rules(world)));
        Tell(verdicts, "a long text inside", AnswerCheck.Check(Sealed(world, world.TextReply(new string('x', 2048))), world.Text().AnsweredBy(Samples.OriginalId), Rules(world)));
        Golden.Matches("answers-safe.txt", verdicts.ToString());
    }

    [Fact]
    public void In_compatible_mode_a_plain_reply_counts_too()
    {
        var world = new World(security: SecurityMode.Compatible).Followed();
        Assert.Equal(PushOutcome.Replied, AnswerCheck.Check(Encoding.UTF8.GetBytes(world.TextReply("x")), world.Text().AnsweredBy(Samples.OriginalId), Rules(world)).Outcome);
    }

    [Fact]
    public void Whatever_our_engine_writes_is_accepted()
    {
        PassiveReply[] replies =
        [
            new TextReply("你好 ]]> & <"), new ImageReply("PICTURE"), new VoiceReply("CLIP"), new VideoReply("FILM", "t", "d"),
            new MusicReply("THUMB", "t", "d", "u", "h"), new NewsReply([new Protocol.Article("t", "d", "p", "u")]), new TransferReply("a@b"), new AiTransferReply(),
        ];
        foreach (var reply in replies)
        {
            var xml = new System.Buffers.ArrayBufferWriter<byte>();
            PassiveReplyXml.Write(xml, reply, _world.Ming.OpenId.Value, _world.Setup.OriginalId, 1763600700);
            Assert.NotEqual(PushOutcome.Failed, AnswerCheck.Check(xml.WrittenSpan, _world.Text().AnsweredBy(Samples.OriginalId), Rules(_world)).Outcome);
        }
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(7);
        var good = Encoding.UTF8.GetBytes(News(2, Item("a"), Item("b")));
        for (var round = 0; round < 5000; round++)
        {
            var bytes = good.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.NotEmpty(AnswerCheck.Check(bytes.AsSpan(0, random.Next(bytes.Length + 1)), _world.Text().AnsweredBy(Samples.OriginalId), Rules(_world)).Verdict.English);
        }
    }

    private static AnswerRules Rules(World world)
    {
        Assert.True(PushSigner.TryCreate(world.Setup, out var signer, out _));
        return new AnswerRules(world.Setup, signer.Envelope, id => world.Account.Media.Find(id, world.Now));
    }

    private static byte[] Sealed(World world, string xml, string key = Samples.AesKey, string appId = Samples.AppId)
    {
        Assert.True(EncodingAesKey.TryParse(key, out var parsed, out _));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new AesEnvelope(appId, [parsed]).Seal(output, Encoding.UTF8.GetBytes(xml), 0, world.Setup.Token, "1763600700", "42", new byte[16]);
        return output.WrittenSpan.ToArray();
    }

    private static void Tell(StringBuilder verdicts, string name, PassiveAnswer answer) =>
        verdicts.Append(name).Append(": ").Append(answer.Outcome).Append(". ").Append(Bilingual.Check(answer.Verdict).English).Append("\n  ").Append(answer.Verdict.Chinese).Append('\n');

    private PassiveAnswer Check(string body, SimulatedPacket? packet = null) => AnswerCheck.Check(Encoding.UTF8.GetBytes(body), (packet ?? _world.Text()).AnsweredBy(Samples.OriginalId), Rules(_world));

    private void Keep(string id, string type, TimeSpan age = default) =>
        _world.Account.Media.Add(new MediaFile(id, type, "application/octet-stream", [1], _world.Now + age, _world.Now + age + MediaShelf.Lifetime));

    private static string Addressed(string to, string from) =>
        $"<xml><ToUserName>{to}</ToUserName><FromUserName>{from}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>";

    private string News(int count, params string[] items) =>
        _world.Reply($"<MsgType>news</MsgType><ArticleCount>{count}</ArticleCount><Articles>{string.Concat(items)}</Articles>");

    private static string Item(string title) =>
        $"<item><Title>{title}</Title><Description></Description><PicUrl></PicUrl><Url>http://{title}</Url></item>";
}

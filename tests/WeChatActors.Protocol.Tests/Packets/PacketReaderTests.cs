using System.Globalization;
using System.Text;

namespace WeChatActors.Protocol.Tests.Packets;

public class PacketReaderTests
{
    private const string Common =
        "<ToUserName>gh_7f3c19ab02de</ToUserName><FromUserName>oAnn</FromUserName><CreateTime>1763600001</CreateTime>";

    [Theory]
    [InlineData(" \n <![CDATA[ a ]]>\t ", " a ")]
    [InlineData("<![CDATA[a]]> \n <![CDATA[b]]>", "ab")]
    [InlineData("<![CDATA[a]]> <!-- --> <![CDATA[b]]>", "ab")]
    [InlineData("<![CDATA[a]]> x <![CDATA[b]]>", "a x b")]
    [InlineData("<![CDATA[]]>", "")]
    [InlineData("<![CDATA[ ]]>", " ")]
    [InlineData("\n  a  b \n", "a  b")]
    [InlineData("&#32;a&#32; ", " a ")]
    [InlineData(" x<![CDATA[ ]]>\n", "x ")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("<![CDATA[a\r\nb]]>", "a\nb")]
    [InlineData("a&#13;b", "a\rb")]
    [InlineData("<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b")]
    [InlineData("<![CDATA[\u3000a\u00A0]]>", "\u3000a\u00A0")]
    [InlineData("a<b>c<d>e</d></b>f", "acef")]
    [InlineData("a<w:b xmlns:w='u'>c</w:b>d", "ad")]
    public void Of_free_text_only_white_space_outside_CDATA_is_noise(string inside, string content) =>
        Assert.Equal(content, Assert.IsType<TextMessage>(Parse($"<MsgType>text</MsgType><MsgId>1</MsgId><Content>{inside}</Content>").Packet).Content);

    [Theory]
    [InlineData(" <![CDATA[ a b ]]> ", "a b")]
    [InlineData("<![CDATA[a]]> <![CDATA[b]]>", "a b")]
    [InlineData("&#32;a&#10;", "a")]
    [InlineData("a<!-- c -->b<?p?>c", "abc")]
    [InlineData("\u3000a\u3000", "\u3000a\u3000")]
    public void Other_values_are_trimmed_of_XML_white_space(string inside, string url) =>
        Assert.Equal(url, Assert.IsType<LinkMessage>(Parse($"<MsgType>link</MsgType><MsgId>1</MsgId><Url>{inside}</Url>").Packet).Url);

    [Theory]
    [InlineData("<PicList><item><PicMd5Sum>a</PicMd5Sum></item></PicList><PicList><item><PicMd5Sum>b</PicMd5Sum></item></PicList>")]
    [InlineData("<Count>7</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item></PicList>")]
    [InlineData("<Count/><PicList>\n<item/><item><PicMd5Sum>a</PicMd5Sum></item><item><Other/><PicMd5Sum>b</PicMd5Sum></item></PicList>")]
    public void Items_are_counted_by_what_is_there(string info) =>
        Assert.Equal(
            new ItemList<string>("a", "b"),
            Assert.IsType<PicturesEvent>(Parse($"<MsgType>event</MsgType><Event>pic_weixin</Event><SendPicsInfo>{info}</SendPicsInfo>").Packet).PicMd5Sums);

    [Fact]
    public void Items_that_lack_an_element_do_not_run_into_each_other() =>
        Assert.Equal(
            new ItemList<PublishedArticle>(new PublishedArticle(1, null), new PublishedArticle(null, "u2")),
            Assert.IsType<PublishJobFinishEvent>(Parse(
                "<MsgType>event</MsgType><Event>PUBLISHJOBFINISH</Event><PublishEventInfo><article_detail>"
                + "<item><idx>1</idx></item><item><article_url>u2</article_url></item></article_detail></PublishEventInfo>").Packet).Articles);

    [Theory]
    [InlineData("subscribe_msg_change_event", "SubscribeMsgChangeEvent")]
    [InlineData("subscribe_msg_change_event", "SubscribeMsgPopupEvent")]
    public void A_subscription_change_has_either_wrapper(string name, string wrapper) =>
        Assert.Equal(
            new ItemList<SubscribeChoice>(new SubscribeChoice("T", "reject", null)),
            Assert.IsType<SubscribeMsgChangeEvent>(Parse(
                $"<MsgType>event</MsgType><Event>{name}</Event><{wrapper}><List><TemplateId>T</TemplateId>"
                + $"<SubscribeStatusString>reject</SubscribeStatusString></List></{wrapper}>").Packet).Choices);

    [Theory]
    [InlineData("OpenID", "AppID")]
    [InlineData("openid", "appid")]
    public void Authorisation_events_are_spelled_in_two_ways(string openId, string appId)
    {
        var packet = Assert.IsType<UserAuthorizationRevokeEvent>(Parse(
            $"<MsgType>event</MsgType><Event>user_authorization_revoke</Event><{openId}>oBob</{openId}><{appId}>wx1</{appId}>").Packet);

        Assert.Equal((new OpenId("oBob"), "wx1"), (packet.Conversation!.Value, packet.AppId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<OpenID>../x</OpenID>")]
    public void An_unusable_inner_OpenID_wakes_no_conversation(string element)
    {
        var parsed = Parse($"<MsgType>event</MsgType><Event>user_info_modified</Event>{element}");

        Assert.Null(parsed.Packet.Conversation);
        Assert.Equal(PacketWarnings.UnreadableOpenId, parsed.Warnings);
    }

    [Theory]
    [InlineData("PUBLISHJOBFINISH")]
    [InlineData("FREEPUBLISHJOBFINISH")]
    [InlineData("MASSSENDJOBFINISH")]
    public void The_end_of_a_publish_job_has_three_names(string name) =>
        Assert.Equal(
            "7",
            Assert.IsType<PublishJobFinishEvent>(Parse(
                $"<MsgType>event</MsgType><Event>{name}</Event><PublishEventInfo><publish_id>7</publish_id></PublishEventInfo>").Packet).PublishId);

    [Theory]
    [InlineData("qrscene_755", "755", null)]
    [InlineData("qrscene_qrscene_a", "qrscene_a", null)]
    [InlineData("qrscene_", null, null)]
    [InlineData("last_trade_no_42", null, "42")]
    [InlineData("", null, null)]
    public void A_follow_says_where_it_came_from(string eventKey, string? scene, string? tradeNo)
    {
        var packet = Assert.IsType<SubscribeEvent>(Parse($"<MsgType>event</MsgType><Event>subscribe</Event><EventKey>{eventKey}</EventKey>").Packet);

        Assert.Equal((scene, tradeNo, null), (packet.Scene, packet.LastTradeNo, packet.Product));
    }

    [Fact]
    public void A_follow_from_a_product_page_names_the_product() =>
        Assert.Equal(
            new ScannedProduct("scanbarcode", "ean13", "6900000000012"),
            Assert.IsType<SubscribeEvent>(Parse("<MsgType>event</MsgType><Event>subscribe</Event><EventKey>scanbarcode|ean13|6900000000012</EventKey>").Packet).Product);

    [Fact]
    public void The_events_that_no_sample_shows_are_known_too()
    {
        foreach (var (name, type) in new[]
        {
            ("wx_verify_dispatch", typeof(VerificationStepEvent)), ("wx_verify_fail", typeof(VerificationStepEvent)),
            ("KF_CLOSE_SESSION", typeof(KfCloseSessionEvent)), ("Subscribe", typeof(SubscribeEvent)),
        })
            Assert.IsType(type, Parse($"<MsgType>event</MsgType><Event>{name}</Event>").Packet);
        Assert.Equal("unbind", Assert.IsType<DeviceEvent>(Parse("<MsgType>device_event</MsgType><Event>unbind</Event>").Packet).Kind);
    }

    [Fact]
    public void An_unknown_event_keeps_its_leaves_and_its_lower_case_kind()
    {
        var packet = Assert.IsType<UnknownEvent>(Parse("<MsgType>event</MsgType><Event>New_Thing</Event><A><B>1</B></A>").Packet);

        Assert.Equal(("New_Thing", "new_thing", "1"), (packet.Name, packet.Kind, packet.Fields.Find("A/B")));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_of_the_machine_does_not_matter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var packet = Assert.IsType<LocationEvent>(Parse(
                "<MsgType>event</MsgType><Event>LOCATION</Event><Latitude>22.5</Latitude><Longitude>-113.25</Longitude>").Packet);

            Assert.Equal((22.5, -113.25, "location"), (packet.Latitude!.Value, packet.Longitude!.Value, packet.Kind));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Elements_nest_sixteen_deep_and_no_deeper(int below, bool isRead)
    {
        var body = $"<xml>{string.Concat(Enumerable.Repeat("<a>", below))}{string.Concat(Enumerable.Repeat("</a>", below))}</xml>";

        Assert.Equal(isRead ? null : PacketFault.TooDeep, PacketReader.ReadLeaves(Encoding.UTF8.GetBytes(body), out _)?.Fault);
    }

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public void A_body_has_a_thousand_and_twenty_four_elements_at_most(int below, bool isRead) =>
        Assert.Equal(
            isRead ? null : PacketFault.TooManyElements,
            PacketReader.ReadLeaves(Encoding.UTF8.GetBytes($"<xml>{string.Concat(Enumerable.Repeat("<a/>", below))}</xml>"), out _)?.Fault);

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void An_element_has_sixteen_attributes_at_most(int count, bool isRead) =>
        Assert.Equal(
            isRead ? null : PacketFault.TooManyAttributes,
            PacketReader.ReadLeaves(
                Encoding.UTF8.GetBytes($"<xml {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}='1'"))}/>"), out _)?.Fault);

    [Theory]
    [InlineData("MsgType", "text")]
    [InlineData("Event", "SCAN")]
    [InlineData("EventKey", "Event")]
    public void A_known_word_is_no_known_path(string parent, string name)
    {
        Assert.Null(PacketReader.ReadLeaves(Encoding.UTF8.GetBytes($"<xml><{parent}><{name}>1</{name}></{parent}></xml>"), out var leaves));
        Assert.Equal(new PacketField($"{parent}/{name}", "1"), Assert.Single(leaves));
    }

    [Fact]
    public void Thirty_two_namespace_prefixes_are_in_force_at_most()
    {
        static string Declare(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"xmlns:a{i}='u'"));

        Assert.Null(PacketReader.ReadLeaves(Encoding.UTF8.GetBytes($"<xml {Declare(16)}><a {Declare(16)}/><b {Declare(16)}/></xml>"), out _));
        Assert.Equal(
            PacketFault.TooManyAttributes,
            PacketReader.ReadLeaves(Encoding.UTF8.GetBytes($"<xml {Declare(16)}><a {Declare(16)}><b xmlns:c='u'/></a></xml>"), out _)!.Fault);
    }

    [Fact]
    public void The_costliest_bodies_stay_within_a_fixed_bound_of_memory()
    {
        var longPaths = $"<xml><{new string('p', 120)}>{string.Concat(Enumerable.Range(0, 1020).Select(i => $"<a{i:x}/>"))}</{new string('p', 120)}></xml>";
        var references = $"<xml><Content>{string.Concat(Enumerable.Repeat("x&amp;", 10_000))}</Content></xml>";
        var attributes = $"<xml>{string.Concat(Enumerable.Repeat($"<a {string.Join(' ', Enumerable.Range(0, 8).Select(i => $"xmlns:b{i}='' "))}/>", 600))}</xml>"
            .Replace("''", "'u'", StringComparison.Ordinal);
        foreach (var body in new[] { longPaths, references, attributes }.Select(Encoding.UTF8.GetBytes))
        {
            Assert.Null(PacketReader.ReadLeaves(body, out _));
            var before = GC.GetAllocatedBytesForCurrentThread();
            PacketReader.ReadLeaves(body, out _);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 * 1024 + 16 * body.Length);
        }
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_path_has_a_hundred_and_twenty_eight_characters_at_most(int length, bool isRead) =>
        Assert.Equal(
            isRead ? null : PacketFault.NameTooLong,
            PacketReader.ReadLeaves(Encoding.UTF8.GetBytes($"<xml><a><{new string('b', length - 2)}/></a></xml>"), out _)?.Fault);

    [Theory]
    [InlineData("<xml xmlns:a='u' xmlns:b='u'><c a:x='1' b:x='2'/></xml>")]
    [InlineData("<xml xmlns:xml='u'/>")]
    [InlineData("<xml xmlns:a=''/>")]
    [InlineData("<xml xmlns:xmlns='u'/>")]
    [InlineData("<xml><a xmlns:b='u'/><b:c/></xml>")]
    public void Namespaces_are_checked(string body) =>
        Assert.Equal(PacketFault.NotWellFormed, PacketReader.ReadLeaves(Encoding.UTF8.GetBytes(body), out _)!.Fault);

    [Fact]
    public void A_message_with_neither_MsgId_nor_CreateTime_cannot_be_told_from_its_retry()
    {
        var body = Encoding.UTF8.GetBytes("<xml><ToUserName>gh_1</ToUserName><FromUserName>oAnn</FromUserName><MsgType>text</MsgType></xml>");

        Assert.Equal(PacketFault.NoDeliveryKey, Expect.Rejected(PacketReader.Read(body)).Fault);
    }

    [Theory]
    [InlineData("18446744073709551616", "msg:oAnn:18446744073709551616")]
    [InlineData("007", "msg:oAnn:007")]
    [InlineData("9223372036854775808", "msg:oAnn:9223372036854775808")]
    [InlineData("a b", "evt:oAnn:1763600001:text:")]
    public void An_unusual_MsgId_is_kept_as_text_if_it_can_be_a_key(string msgId, string key)
    {
        var parsed = Parse($"<MsgType>text</MsgType><Content>a</Content><MsgId>{msgId}</MsgId>");

        Assert.StartsWith(key, parsed.Packet.Key.Value, StringComparison.Ordinal);
        Assert.Equal(PacketWarnings.UnusualMsgId, parsed.Warnings);
    }

    [Theory]
    [InlineData("<MsgType>te xt</MsgType>", "MsgType is 'te xt'; it must be at most 64 letters, digits, '_', '-', '.' and ':'.")]
    [InlineData("<MsgType>event</MsgType><Event><![CDATA[a\nb]]></Event>", "Event is 'a\\u000Ab'; it must be at most 64 letters, digits, '_', '-', '.' and ':'.")]
    public void A_kind_is_a_word(string elements, string sentence)
    {
        var rejected = Expect.Rejected(PacketReader.Read(Encoding.UTF8.GetBytes($"<xml>{Common}{elements}</xml>")));

        Assert.Equal((PacketFault.InvalidKind, sentence), (rejected.Fault, rejected.Detail));
    }

    [Fact]
    public void Says_line_and_column_in_characters()
    {
        var rejected = Expect.Rejected(PacketReader.Read("\uFEFF<xml>\r\n  <a>你😀</b></xml>"u8));

        Assert.Equal(
            new PacketResult.Rejected(PacketFault.NotWellFormed, "The end tag 'b' does not close 'a'.", Line: 2, Column: 8), rejected);
    }

    [Fact]
    public void A_body_cut_anywhere_is_asked_for_again_or_was_empty()
    {
        var body = Samples.Bytes("text-emoji.xml").AsSpan().TrimEnd((byte)'\n').ToArray();
        for (var length = 1; length < body.Length; length++)
            Assert.Equal(PacketOutcome.Retry, Expect.Rejected(PacketReader.Read(body.AsSpan(0, length))).Outcome);
        Assert.IsType<PacketResult.Parsed>(PacketReader.Read(body));
    }

    [Fact]
    public void Packets_can_be_made_by_hand_as_tests_and_simulators_do()
    {
        var made = new ClickEvent
        {
            ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1, Key = new DeliveryKey("k"), Fields = PacketFields.Empty,
            Name = "CLICK", Kind = "click", EventKey = "MENU",
        };

        Assert.Equal((new OpenId("oAnn"), true, WindowScene.MenuClick), (made.Conversation!.Value, made.FromMenu, made.Opens));
    }

    private static PacketResult.Parsed Parse(string elements) =>
        Expect.Parsed(PacketReader.Read(Encoding.UTF8.GetBytes($"<xml>{Common}{elements}</xml>")));
}

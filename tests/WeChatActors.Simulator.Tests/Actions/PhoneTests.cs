using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Actions;

public class PhoneTests : IAsyncDisposable
{
    private readonly RawServer _callback = RawServer.Answering("success");
    private readonly World _world;

    public PhoneTests()
    {
        _world = new World(_callback.Address);
        lock (_world.Account.Gate)
        {
            _world.Account.QrCodes.Add(new QrCode("TICKET", "shop_7", "http://weixin.qq.com/q/shop7", null));
            _world.Account.QrCodes.Add(new QrCode("OLD", "8", "http://weixin.qq.com/q/old", _world.Now));
            _world.Account.Media.Add(new MediaFile("MATERIAL", "image", "image/png", [1], _world.Now, null));
            foreach (var (id, state) in new[] { ("M", ArticleState.Material), ("A", ArticleState.Published), ("B", ArticleState.Published) })
                _world.Account.Articles.Put(new ArticleSet(id, state, [new WrittenArticle("题 " + id, "x")], _world.Now, _world.Now));
            _world.Account.Menus.DefaultId = 483920117;
            _world.Account.Menus.Default =
            [
                Button("click") with { Key = "KEY" },
                new MenuButton("更多", null,
                [
                    Button("view") with { Url = "https://example.com/?a=1&b=2" }, Button("scancode_push") with { Key = "PUSH" },
                    Button("scancode_waitmsg") with { Key = "WAIT" }, Button("pic_sysphoto") with { Key = "SYS" }, Button("pic_photo_or_album") with { Key = "ALBUM" },
                    Button("pic_weixin") with { Key = "WX" }, Button("location_select") with { Key = "WHERE" }, Button("miniprogram") with { PagePath = "pages/a?b=c" },
                    Button("media_id") with { MediaId = "MATERIAL" }, Button("media_id") with { MediaId = "GONE" },
                    Button("view_limited") with { MediaId = "M" }, Button("article_id") with { ArticleId = "A" }, Button("article_view_limited") with { ArticleId = "B" },
                ]),
            ];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _callback.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Following_tells_the_account_and_opens_a_window()
    {
        var follow = Assert.IsType<SubscribeEvent>(await Packet(new Follow()));
        Assert.Null(follow.EventKey);
        Assert.True(_world.Ming.Subscribed);
        Assert.Equal(_world.Now, _world.Ming.SubscribedAt);
        Assert.Equal("ADD_SCENE_SEARCH", _world.Ming.SubscribeScene);
        Assert.Equal([(WindowScene.Follow, 3)], Grants());
        Assert.Equal("小明 follows demo already.", _world.Refused(new Follow()));
        Assert.Contains(_world.Events, happened => happened.Kind == "follower");
        Assert.Contains(_world.Events, happened => happened.Kind == "windows");
    }

    [Fact]
    public async Task Following_by_a_code_carries_its_scene_and_ticket()
    {
        var follow = await Record(new Follow("TICKET"));
        Assert.Contains("<EventKey><![CDATA[qrscene_shop_7]]></EventKey>\n<Ticket><![CDATA[TICKET]]></Ticket>", follow.Packet, StringComparison.Ordinal);
        Assert.Equal(("ADD_SCENE_QR_CODE", "shop_7"), (_world.Ming.SubscribeScene, _world.Ming.QrScene));
    }

    [Fact]
    public async Task Scanning_follows_first_and_reports_the_scene_later()
    {
        Assert.Equal("shop_7", Assert.IsType<SubscribeEvent>(await Packet(new Scan("http://weixin.qq.com/q/shop7"))).Scene);
        var scan = await Record(new Scan("TICKET"));
        Assert.Equal("SCAN", scan.Kind);
        Assert.Contains("<EventKey><![CDATA[shop_7]]></EventKey>\n<Ticket><![CDATA[TICKET]]></Ticket>", scan.Packet, StringComparison.Ordinal);
        Assert.Equal([(WindowScene.Follow, 3), (WindowScene.Scan, 3)], Grants());
        Assert.Equal("demo has no QR code 'OLD', or it has expired; make one with /cgi-bin/qrcode/create.", _world.Refused(new Scan("OLD")));
    }

    [Fact]
    public async Task Who_unfollows_keeps_the_OpenID_and_loses_the_windows()
    {
        _world.Followed();
        await Record(new SendText("hi"));
        Assert.IsType<UnsubscribeEvent>(await Packet(new Unfollow()));
        Assert.False(_world.Ming.Subscribed);
        Assert.Empty(Grants());
        Assert.Equal("小明 does not follow demo; only who follows can do that. Follow first.", _world.Refused(new Unfollow()));
        Assert.Equal("小明 does not follow demo; only who follows can do that. Follow first.", _world.Refused(new SendText("hi")));
        Assert.Same(_world.Ming, _world.Account.Find(_world.Ming.OpenId.Value));
    }

    [Fact]
    public async Task A_text_is_sent_and_shown()
    {
        _world.Followed();
        var record = await Record(new SendText("你好 /::) 👨‍👩‍👧"));
        Assert.Equal("你好 /::) 👨‍👩‍👧", Assert.IsType<TextMessage>(Read(record)).Content);
        var entry = Assert.Single(_world.Ming.Chat.Entries);
        Assert.Equal((ChatOrigin.Follower, new TextContent("你好 /::) 👨‍👩‍👧"), (long?)record.Number), (entry.Origin, entry.Content, entry.Push));
        Assert.Equal([(WindowScene.UserMessage, 5)], Grants());
        Assert.Equal(_world.Now, _world.Ming.LastExchange);
    }

    [Theory]
    [InlineData(16384, null)]
    [InlineData(16385, "The text has 16,385 bytes of UTF-8; the client sends at most 16,384.")]
    [InlineData(0, "The text is empty; the client sends no empty message.")]
    public async Task The_client_limits_a_text(int length, string? refusal)
    {
        _world.Followed();
        var text = new SendText(new string('x', length));
        if (refusal is null) Assert.Equal(PushOutcome.Acknowledged, (await Record(text)).Outcome);
        else Assert.Equal(refusal, _world.Refused(text));
    }

    [Theory]
    [InlineData("101", "101")]
    [InlineData("yes", "0")]
    public async Task A_tapped_entry_is_a_text_that_counts_as_a_menu_click(string id, string sent)
    {
        _world.Followed();
        var text = Assert.IsType<TextMessage>(await Packet(new TapEntry(id, "满意")));
        Assert.Equal(("满意", sent), (text.Content, text.BizMsgMenuId));
        Assert.Equal([(WindowScene.MenuClick, 3)], Grants());
    }

    [Fact]
    public async Task A_picture_is_kept_for_three_days_and_found_at_its_address()
    {
        _world.Followed();
        _world.Platform.Page = new Uri("http://127.0.0.1:5999");
        var picture = Assert.IsType<ImageMessage>(await Packet(new SendImage([0xFF, 0xD8, 1])));
        Assert.Equal($"http://127.0.0.1:5999/simulator/accounts/demo/media/{picture.MediaId}", picture.PicUrl);
        var file = _world.Account.Media.Find(picture.MediaId!, _world.Now)!;
        Assert.Equal(("image", "image/jpeg", _world.Now.AddDays(3)), (file.Type, file.ContentType, file.ExpiresAt));
        Assert.Equal([0xFF, 0xD8, 1], file.Data);
        Assert.Equal(new ImageContent(picture.MediaId!), Assert.Single(_world.Ming.Chat.Entries).Content);
        Assert.Equal("The file is empty; leave it out to send one of the simulator's own.", _world.Refused(new SendImage([])));
    }

    [Theory]
    [InlineData(null, "<Format><![CDATA[amr]]></Format>\n<MsgId>")]
    [InlineData("帮我查一下", "<Format><![CDATA[amr]]></Format>\n<Recognition><![CDATA[帮我查一下]]></Recognition>\n<MsgId>")]
    public async Task A_voice_clip_comes_in_two_qualities(string? recognition, string elements)
    {
        _world.Followed();
        var record = await Record(new SendVoice(recognition));
        Assert.Contains(elements, record.Packet, StringComparison.Ordinal);
        var voice = Assert.IsType<VoiceMessage>(Read(record));
        Assert.StartsWith("#!AMR\n", Encoding.ASCII.GetString(_world.Account.Media.Find(voice.MediaId!, _world.Now)!.Data), StringComparison.Ordinal);
        Assert.StartsWith("#!AMR-WB\n", Encoding.ASCII.GetString(_world.Account.Media.Find(voice.MediaId16K!, _world.Now)!.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Videos_have_a_thumbnail()
    {
        _world.Followed();
        var video = Assert.IsType<VideoMessage>(await Packet(new SendVideo()));
        Assert.Equal(("video", "thumb"), (_world.Account.Media.Find(video.MediaId!, _world.Now)!.Type, _world.Account.Media.Find(video.ThumbMediaId!, _world.Now)!.Type));
        Assert.IsType<ShortVideoMessage>(await Packet(new SendVideo(Short: true)));
    }

    [Fact]
    public async Task Places_and_pages_are_sent()
    {
        _world.Followed();
        var place = Assert.IsType<LocationMessage>(await Packet(new SendLocation(22.541093, 113.947612, 16, "路 8 号")));
        Assert.Equal((22.541093, 113.947612, 16, "路 8 号"), (place.Latitude, place.Longitude, place.Scale, place.Label));
        Assert.Equal("The latitude is 91; it lies from -90 to 90.", _world.Refused(new SendLocation(91, 0)));
        Assert.Equal("The longitude is NaN; it lies from -180 to 180.", _world.Refused(new SendLocation(0, double.NaN)));
        var page = Assert.IsType<LinkMessage>(await Packet(new SendLink("题", "", "https://example.com/?a=1&b=2")));
        Assert.Equal(("题", "https://example.com/?a=1&b=2"), (page.Title, page.Url));
    }

    [Fact]
    public async Task A_reported_position_opens_nothing()
    {
        _world.Followed();
        var report = await Record(new ReportLocation(22.5412, 113.9475));
        Assert.Contains("<Latitude>22.541200</Latitude>\n<Longitude>113.947500</Longitude>\n<Precision>65.000000</Precision>", report.Packet, StringComparison.Ordinal);
        Assert.Empty(Grants());
        Assert.Empty(_world.Ming.Chat.Entries);
    }

    [Fact]
    public async Task Clicks_and_scans_open_the_menu_window()
    {
        _world.Followed();
        Assert.Equal("KEY", Assert.IsType<ClickEvent>(await Packet(new TapMenu("1"))).EventKey);
        Assert.Equal([(WindowScene.MenuClick, 3)], Grants());
        foreach (var (place, key) in new[] { ("2.2", "PUSH"), ("2.3", "WAIT") })
        {
            var scan = Assert.IsType<ScanCodeEvent>(await Packet(new TapMenu(place, Scanned: "SN-1")));
            Assert.Equal((key, "qrcode", "SN-1"), (scan.EventKey, scan.ScanType, scan.ScanResult));
        }
        Assert.Equal("This button opens the scanner; say what the camera reads.", _world.Refused(new TapMenu("2.2")));
    }

    [Fact]
    public async Task Pages_and_mini_programs_open_no_window()
    {
        _world.Followed();
        var view = Assert.IsType<ViewEvent>(await Packet(new TapMenu("2.1")));
        Assert.Equal(("https://example.com/?a=1&b=2", "483920117"), (view.EventKey, view.MenuId));
        var program = Assert.IsType<ViewMiniProgramEvent>(await Packet(new TapMenu("2.8")));
        Assert.Equal(("pages/a?b=c", "483920117"), (program.EventKey, program.MenuId));
        Assert.Empty(Grants());
    }

    [Theory]
    [InlineData("2.4", "pic_sysphoto")]
    [InlineData("2.5", "pic_photo_or_album")]
    [InlineData("2.6", "pic_weixin")]
    public async Task Pictures_of_a_button_follow_its_event(string place, string kind)
    {
        _world.Followed();
        var records = await _world.Do(new TapMenu(place, Pictures: 3));
        Assert.Equal([kind, "image", "image", "image"], records.Select(record => record.Kind));
        var sums = Assert.IsType<PicturesEvent>(Read(records[0])).PicMd5Sums;
        Assert.Equal(3, sums.Distinct().Count());
        Assert.Equal(sums, records.Skip(1).Select(record => Sum(Assert.IsType<ImageMessage>(Read(record)).MediaId!)));
        Assert.Equal(records.Skip(1).Select(record => (long?)record.Number), _world.Ming.Chat.Entries.Select(entry => entry.Push));
        Assert.Equal("10 pictures cannot be chosen; 1 to 9 can.", _world.Refused(new TapMenu(place, Pictures: 10)));
    }

    [Fact]
    public async Task The_place_of_a_button_follows_its_event()
    {
        _world.Followed();
        var records = await _world.Do(new TapMenu("2.7", Place: new SendLocation(1.5, 2.5, 10, "x")));
        var chosen = Assert.IsType<LocationSelectEvent>(Read(records[0]));
        var place = Assert.IsType<LocationMessage>(Read(records[1]));
        Assert.Equal((1.5, 2.5, "x"), (chosen.Latitude, chosen.Longitude, chosen.Label));
        Assert.Equal((1.5, 2.5, "x"), (place.Latitude, place.Longitude, place.Label));
    }

    [Fact]
    public async Task Materials_and_articles_are_shown_without_telling_the_account()
    {
        _world.Followed();
        foreach (var place in new[] { "2.9", "2.11", "2.12", "2.13" }) Assert.Empty(await _world.Do(new TapMenu(place)));
        Assert.Equal(0, _callback.Connections);
        Assert.All(_world.Ming.Chat.Entries, entry => Assert.Equal((ChatOrigin.Menu, null), (entry.Origin, entry.Push)));
        Assert.Equal(
            ["ImageContent", "NewsContent", "NewsContent", "NewsContent"], _world.Ming.Chat.Entries.Select(entry => entry.Content.GetType().Name));
        Assert.Equal("题 A", Assert.IsType<NewsContent>(_world.Ming.Chat.Entries.ElementAt(2).Content).Articles[0].Title);
        Assert.Equal("The button 'media_id' shows 'GONE', which does not exist any more.", _world.Refused(new TapMenu("2.10")));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("1.1")]
    [InlineData("x")]
    [InlineData("")]
    public void A_button_that_does_not_exist_is_refused(string place)
    {
        _world.Followed();
        Assert.Equal(
            $"There is no menu button '{place}'; there are 1, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 2.10, 2.11, 2.12, 2.13.", _world.Refused(new TapMenu(place)));
    }

    [Fact]
    public async Task A_button_with_a_sub_menu_tells_nobody()
    {
        _world.Followed();
        Assert.Empty(await _world.Do(new TapMenu("2")));
    }

    [Fact]
    public void The_numbers_are_known_at_once()
    {
        _world.Followed();
        var acted = Assert.IsType<Acted>(_world.Platform.Act(_world.Account, _world.Ming, new TapMenu("2.4", Pictures: 2)));
        Assert.Equal([1, 2, 3], acted.Pushes.ToArray());
        Assert.Equal(3, _world.Account.Pushes.Snapshot().Count);
    }

    [Fact]
    public async Task While_an_agent_talks_to_the_follower_messages_go_to_him_and_events_to_the_callback()
    {
        _world.Followed();
        _world.Account.Staff.Add("lin@demo", "林");
        _world.Account.Staff.Open(_world.Ming.OpenId.Value, "lin@demo", _world.Now);
        Assert.Empty(await _world.Do(new SendText("hi")));
        Assert.Equal("pic_weixin", (await Record(new TapMenu("2.6"))).Kind);
        Assert.Equal([null, null], _world.Ming.Chat.Entries.Select(entry => entry.Push));
        Assert.Equal([(WindowScene.UserMessage, 5)], Grants());

        _world.Clock.Advance(Staff.SessionLength);
        Assert.Equal("text", (await Record(new SendText("hi"))).Kind);
    }

    [Fact]
    public async Task Messages_of_a_blocked_follower_are_not_pushed_and_events_are()
    {
        _world.Followed();
        _world.Ming.Blacklisted = true;
        var message = await Record(new SendText("hi"));
        Assert.Equal(
            (PushOutcome.NotSent, "小明 is on the account's blacklist, so his messages are not pushed; /cgi-bin/tags/members/batchunblacklist takes him off it."),
            (message.Outcome, message.Verdict.English));
        Assert.Equal(message.Number, Assert.Single(_world.Ming.Chat.Entries).Push);
        Assert.Empty(Grants());
        Assert.Equal(0, _callback.Connections);
        Assert.Equal(PushOutcome.Acknowledged, (await Record(new Scan("TICKET"))).Outcome);

        _world.Ming.Blacklisted = false;
        Assert.Equal(PushOutcome.Acknowledged, (await Record(new SendText("hi"))).Outcome);
    }

    [Fact]
    public async Task Turning_off_messages_tells_the_pages_only_and_ends_with_the_next_follow()
    {
        Assert.Contains("does not follow demo", _world.Refused(new Receive(false)), StringComparison.Ordinal);
        _world.Followed();
        Assert.Empty(await _world.Do(new Receive(false)));
        Assert.False(_world.Ming.Receives);
        Assert.Contains(_world.Events, happened => happened.Kind == "follower");
        Assert.Equal("text", (await Record(new SendText("hi"))).Kind);
        await Record(new Unfollow());
        await Record(new Follow());
        Assert.True(_world.Ming.Receives);
    }

    [Fact]
    public async Task Copies_of_a_message_open_one_window()
    {
        _world.Followed();
        _world.Platform.Weather = new Weather { Copies = 3 };
        await Record(new SendText("hi"));
        Assert.Equal([(WindowScene.UserMessage, 5)], Grants());
        Assert.Equal(3, _callback.Connections);
    }

    private static MenuButton Button(string type) => new(type, type, []);

    private async Task<PushRecord> Record(UserAction action) => Assert.Single(await _world.Do(action));

    private async Task<Packet> Packet(UserAction action) => Read(await Record(action));

    private Packet Read(PushRecord record)
    {
        var parsed = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(Encoding.UTF8.GetBytes(record.Packet), _world.Now));
        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        Assert.Equal((_world.Ming.OpenId.Value, _world.Now.ToUnixTimeSeconds()), (parsed.Packet.FromUserName, parsed.Packet.CreateTime));
        return parsed.Packet;
    }

    private IEnumerable<(WindowScene, int)> Grants() => _world.Ming.Windows.Open(_world.Now).Select(grant => (grant.Scene, grant.Left));

#pragma warning disable CA5351 // The platform names pictures by MD5.
    private string Sum(string mediaId) => Convert.ToHexStringLower(MD5.HashData(_world.Account.Media.Find(mediaId, _world.Now)!.Data));
#pragma warning restore CA5351
}

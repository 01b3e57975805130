using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

public class SentenceTests
{
    private static readonly Uri Callback = new("http://shop.example:8080/wechat");

    private readonly StringBuilder _told = new();

    [Fact]
    public async Task What_keeps_an_answer_from_counting_is_said_in_both_languages()
    {
        foreach (var status in new[] { 201, 401, 404, 500 }) Tell(StatusCheck.FindFault(status, null));
        Tell(StatusCheck.FindFault(302, "http://shop.example/login"));

        Tell(CallbackRequest.Broken(1));
        Tell(CallbackRequest.Broken(1234));
        Tell(CallbackRequest.OutOfPatience(null, 0));
        Tell(CallbackRequest.OutOfPatience(200, 12));
        Tell(await CallbackRequest.Read(new MemoryStream(new byte[CallbackRequest.MaxAnswerBytes + 1]), new ArrayBufferWriter<byte>(), CancellationToken.None));
        foreach (var error in new[]
        {
            HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError, HttpRequestError.ResponseEnded,
            HttpRequestError.ConfigurationLimitExceeded, HttpRequestError.InvalidResponse, HttpRequestError.Unknown,
        })
            Tell(CallbackRequest.Describe(new HttpRequestException(error), Callback));
        Tell(CallbackRequest.Describe(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)), Callback));
        Tell(CallbackRequest.Describe(new HttpRequestException(HttpRequestError.Unknown, null, new SocketException((int)SocketError.ConnectionReset)), Callback));

        foreach (var body in new[] { "", "\uFEFF1234567890123456789", "1234567890123456789\n", "\"1234567890123456789\"", "success" })
            Tell(EchoCheck.FindFault(new Exchange(200, Encoding.UTF8.GetBytes(body), null, null, TimeSpan.Zero), "1234567890123456789"));
        Golden.Matches("sentences-answers.txt", _told.ToString());
    }

    [Fact]
    public async Task Why_nothing_is_sent_is_said_in_both_languages()
    {
        Tell((await new World().Followed().PushText()).Verdict);
        Tell((await new World(new Uri("ftp://shop.example/")).Followed().PushText()).Verdict);
        foreach (var (security, key) in new[] { (SecurityMode.Safe, "short"), (SecurityMode.Compatible, "abc-" + new string('x', 39)) })
        {
            var world = new World(Callback, security).Followed();
            world.Account.Setup = world.Setup with { AesKey = key };
            Tell((await world.PushText()).Verdict);
        }
        var cut = new World(Callback).Followed();
        cut.Platform.Weather = new Weather { Cut = true, Copies = 2 };
        var record = await cut.PushText();
        Tell(record.Verdict);
        Tell(record.Deliveries[1].Verdict);
        var blocked = new World(Callback).Followed();
        blocked.Ming.Blacklisted = true;
        Tell((await blocked.Do(new SendText("hi")))[0].Verdict);
        Golden.Matches("sentences-pushes.txt", _told.ToString());
    }

    [Fact]
    public void Why_an_action_makes_no_sense_is_said_in_both_languages()
    {
        var world = new World();
        Refuse(world, new SendText("hi"), new Follow("GONE"));
        world.Followed();
        Refuse(
            world, new Follow(), new Scan("GONE"), new SendText(" "), new SendText(new string('x', 20_000)), new TapEntry("1", ""), new SendImage([]),
            new SendVideo(Data: new byte[Phone.MaxFileBytes + 1]), new SendLink("", "", "http://a"), new SendLink("t", "", ""), new SendLink("t", new string('x', 20_000), "http://a"),
            new SendLocation(91, 0), new SendLocation(0, -180.5), new SendLocation(0, 0, 31), new SendLocation(0, 0, 15, new string('x', 1001)), new ReportLocation(0, 0, -1),
            new TapMenu("1"));
        world.Account.Menus.Default =
        [
            new MenuButton("扫码", "scancode_push", []), new MenuButton("相册", "pic_weixin", []), new MenuButton("文章", "media_id", []) { MediaId = "GONE" },
            new MenuButton("更多", null, [new MenuButton("新", "dance", [])]),
        ];
        Refuse(
            world, new TapMenu("7"), new TapMenu("1"), new TapMenu("1", new string('x', 4097)), new TapMenu("2", Pictures: 10), new TapMenu("3"), new TapMenu("4.1"));
        Golden.Matches("sentences-refusals.txt", _told.ToString());
    }

    [Fact]
    public void As_JSON_a_sentence_is_two_members_one_behind_the_other()
    {
        var delivery = new Delivery { Number = 1, At = DateTimeOffset.UnixEpoch, Verdict = new Sentence("Good.", "好。") + new Sentence(" Very.", "很好。") };
        Assert.Contains("\"verdict\":\"Good. Very.\",\"verdict_zh\":\"好。很好。\"", JsonSerializer.Serialize(delivery, ControlJson.Options), StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"\",\"verdict_zh\":\"\"", JsonSerializer.Serialize(delivery with { Verdict = Sentence.None }, ControlJson.Options), StringComparison.Ordinal);
    }

    private void Refuse(World world, params ReadOnlySpan<UserAction> actions)
    {
        foreach (var action in actions) Tell(Assert.IsType<ActionRefused>(world.Platform.Act(world.Account, world.Ming, action)).Sentence);
    }

    private void Tell(Sentence? sentence)
    {
        Bilingual.Check(Assert.IsType<Sentence>(sentence));
        _told.Append(sentence!.English).Append("\n  ").Append(sentence.Chinese).Append('\n');
    }
}

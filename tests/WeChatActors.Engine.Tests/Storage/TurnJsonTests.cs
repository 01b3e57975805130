using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

public class TurnJsonTests
{
    private static readonly OutboxEntry Entry =
        new(Given.Id(), 702, Given.Noon, new OutboxItem.Message(new TextPush("好了")), default, Given.Noon + TimeSpan.FromHours(1));

    public static TheoryData<string, string> Causes()
    {
        var data = new TheoryData<string, string>();
        foreach (var (cause, json) in new (ConversationInput, string)[]
        {
            (Given.Delivery(Given.Text("你好", 7)), """{"type":"text","text":"你好","msg_id":"7","elapsed_ms":0}"""),
            (Given.Delivery(Given.Event("unsubscribe")), """{"type":"event","event":"unsubscribe","elapsed_ms":0}"""),
            (new ConversationInput.CallEnded(new CallId(7, 0, 1), Value.Map([new("ok", true)]), TimeSpan.FromMilliseconds(120.5), Given.Noon),
                """{"type":"call","id":"7.0.1","ok":true,"took_ms":120.5,"elapsed_ms":0}"""),
            (new ConversationInput.CallEnded(new CallId(7, 0, 1), Value.Map([new("ok", false), new("error", "timeout")]), TimeSpan.FromSeconds(2), Given.Noon),
                """{"type":"call","id":"7.0.1","ok":false,"error":"timeout","took_ms":2000,"elapsed_ms":0}"""),
            (new ConversationInput.CarriersDue(new PacketFingerprint(1, 2), Given.Noon), """{"type":"due","elapsed_ms":0}"""),
            (new ConversationInput.Continue(Given.Noon), """{"type":"continue","elapsed_ms":0}"""),
            (new ConversationInput.PushEnded(Entry, new OutboxOutcome(OutboxState.Refused, Given.Noon, 45015, "The window is closed."), Given.Noon),
                """{"type":"push","id":702,"state":"refused","errcode":45015,"why":"The window is closed.","item":{"type":"text"},"elapsed_ms":0}"""),
            (Command(new ConversationCommand.Send(new OutboxItem.Remark("vip"), "k")), """{"type":"command","do":"send","item":{"type":"remark","text":"vip"},"key":"k","elapsed_ms":0}"""),
            (Command(new ConversationCommand.Pause(TimeSpan.FromMinutes(30), true)), """{"type":"command","do":"pause","for":"00:30:00","until_close":true,"elapsed_ms":0}"""),
            (Command(new ConversationCommand.Resume()), """{"type":"command","do":"resume","elapsed_ms":0}"""),
            (Command(new ConversationCommand.Forget()), """{"type":"command","do":"forget","elapsed_ms":0}"""),
            (Command(new ConversationCommand.Grant(WindowScene.Payment, Given.Noon)), """{"type":"command","do":"grant","scene":"payment","at":"2026-03-02T12:00:00Z","elapsed_ms":0}"""),
            (Command(new ConversationCommand.Shown(7)), """{"type":"command","do":"shown","question":7,"elapsed_ms":0}"""),
        }) data.Add(Write(new Turn(8, Given.Noon, cause, [], null, [])), json);
        return data;
    }

    [Theory, MemberData(nameof(Causes))]
    public void Every_cause_reads_in_plain_words(string line, string expected) => Assert.Equal(expected, line);

    [Fact]
    public void A_line_says_what_began_what_was_sent_and_whom_it_answered()
    {
        var order = new HttpOrder("shop.yaml:12", "GET", "https://shop.example/orders/7?key=secret", [], null, null, null, 0, false);
        var turn = new Turn(8, Given.Noon, Given.Delivery(Given.Text("查 7", 8)), ["order"], null, ["cut"])
        {
            IsOpen = true,
            Settled = [new SettledPacket(new DeliveryKey("msg:oAnn:7"), 7, new TextReply("算了"), "interrupted"), new SettledPacket(new DeliveryKey("msg:oAnn:6"), 6, null, "acknowledged")],
            Call = new CallTicket(Given.Id(), new CallId(8, 0, 1), order, "key", []),
            Writes = new TurnWrites { Owed = [Entry] },
        };
        var line = Write(turn);
        Assert.Equal(
            """
            {"type":"text","text":"查 7","msg_id":"8","rule":"order","open":true,"settled":[{"packet":"msg:oAnn:7","seq":7,"how":"interrupted","reply":{"type":"text","text":"算了"}},{"packet":"msg:oAnn:6","seq":6,"how":"acknowledged"}],"call":{"id":"8.0.1","target":"shop.example","place":"shop.yaml:12"},"owed":[{"id":702,"type":"text","text":"好了"}],"notes":["cut"],"elapsed_ms":0}
            """.Trim(), line);
        var answers = StoredAnswers.Read(System.Text.Encoding.UTF8.GetBytes(line));
        Assert.True(answers.IsOpen);
        Assert.Equal(turn.Settled.AsEnumerable(), answers.Settled);
    }

    [Fact]
    public void A_timer_is_named() => Assert.Equal(
        """{"type":"timer","timer":"later:greet:0","elapsed_ms":0}""",
        Write(new Turn(8, Given.Noon, new ConversationInput.Continue(Given.Noon), [], null, []) { Timer = "later:greet:0" }));

    [Fact]
    public void A_line_that_erases_says_no_more_than_its_type()
    {
        var erases = new TurnWrites { Erases = true };
        Assert.Equal("""{"type":"text","elapsed_ms":0}""", Write(new Turn(8, Given.Noon, Given.Delivery(Given.Text("secret", 8)), ["r"], null, ["n"]) { Writes = erases }));
        Assert.Equal("""{"type":"command","do":"forget","elapsed_ms":0}""", Write(new Turn(8, Given.Noon, Command(new ConversationCommand.Forget()), [], null, []) { Writes = erases }));
        Assert.Equal("""{"type":"authorised","elapsed_ms":0}""", Write(new Turn(8, Given.Noon, Given.Authorised("a"), [], null, []) { Writes = erases }));
    }

    public static TheoryData<string> Items() => [.. AllItems.Select(item => item.ToString()!)];

    private static readonly ImmutableArray<OutboxItem> AllItems =
    [
        .. new CustomerMessage[]
        {
            new TextPush("你好\n\"😀"), new TextPush("a") { KfAccount = "kf@x" }, new ImagePush("m"), new VoicePush("assets/v.amr"), new VideoPush("m", null, null, null), new VideoPush("m", "t", "标题", "d"),
            new MusicPush("u", null, null, null, null), new MusicPush("u", "h", "t", "a", "b"), new NewsPush(new Article("t", "", "p", "u")), new MpNewsPush("m"), new MpArticlePush("a"),
            new MenuPush(null, [], null), new MenuPush("满意吗", [new MenuEntry("1", "是"), new MenuEntry("2", "否")], "谢谢"), new MiniProgramPush("wx", "p?a=1", "t", "m"), new CardPush("c"),
        }.Select(message => new OutboxItem.Message(message)),
        new OutboxItem.Typing(true), new OutboxItem.Typing(false), new OutboxItem.Tag("vip", true), new OutboxItem.Tag("vip", false), new OutboxItem.Remark("备注"),
        new OutboxItem.Notice(NoticeKind.Template, """{ "template_id": "T", "data": {"n": {"value": 1.50}} }"""), new OutboxItem.Notice(NoticeKind.Subscribe, "{}"),
        new OutboxItem.Notice(NoticeKind.Once, "no JSON at all"),
    ];

    [Theory, MemberData(nameof(Items))]
    public void Everything_the_outbox_owes_comes_back_as_it_was(string item)
    {
        var owed = AllItems.Single(one => one.ToString() == item);
        using var document = JsonDocument.Parse(Expect.Element(json => OutboxJson.Write(json, owed)));
        Assert.Equal(owed, OutboxJson.Read(document.RootElement));
        Assert.Equal(OutboxJson.Type(owed), document.RootElement.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("""{"type":"text","text":"a","agent":"kf@x"}""", """{"type":"text","text":"a","as":"kf@x"}""")]
    [InlineData("""{"type":"news","articles":[{"title":"t","description":"d","picture":"p","url":"u"}]}""", """{"type":"news","title":"t","description":"d","picture":"p","url":"u"}""")]
    [InlineData("""{"type":"mparticle","article_id":"A"}""", """{"type":"article","article":"A"}""")]
    [InlineData("""{"type":"menu","head":"h","entries":[{"id":"1","text":"x"}],"tail":"t","agent":"kf@x"}""", """{"type":"menu","head":"h","items":[{"id":"1","content":"x"}],"tail":"t","as":"kf@x"}""")]
    [InlineData("""{"type":"card","card_id":"C"}""", """{"type":"card","card":"C"}""")]
    public void A_message_that_an_older_version_stored_is_still_read(string older, string now)
    {
        using var document = JsonDocument.Parse(older);
        Assert.Equal(now, Expect.Element(json => OutboxJson.Write(json, OutboxJson.Read(document.RootElement))));
    }

    [Theory]
    [InlineData("""{"type":"hologram"}""")]
    [InlineData("""{"text":"a"}""")]
    [InlineData("""{"type":"text"}""")]
    public void What_is_no_message_is_not_taken_for_one(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        Assert.Throws<JsonException>(() => OutboxJson.Read(document.RootElement));
    }

    private static ConversationInput.Commanded Command(ConversationCommand command) => new("k", command, Given.Noon);

    private static string Write(Turn turn) => Expect.Json(output => TurnJson.WriteTurn(output, turn));
}

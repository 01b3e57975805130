using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Dialogs;

public class RandomWalkTests
{
    private const string Nested = """
        rules:
          - {id: hours, keyword: 营业时间, reply: 十点到十点}
          - {id: seen, type: text, continue: true, do: {set: {seen: "{{ (user.seen ?? 0) + 1 }}"}}}
          - {id: go, keyword: [订座, 预约], do: [{reply: 好}, {dialog: a}, {send: 稍等}]}
          - {id: leave, exact: 要宝宝椅, do: [{end: true}, {reply: 走了}]}
          - {event: subscribe, dialog: [a, b], reply: 欢迎回来}
          - {id: tap, menu: KF, do: [{http: {get: "https://a.example/", into: o}}, {if: o.ok, then: {dialog: b}, else: {reply: 不行}}]}
        dialogs:
          a:
            slots:
              - {name: n, ask: 几个？, type: int, tries: 2, check: n < 10}
              - {name: t, ask: 说说, skip_if: n > 3}
              - {name: p, ask: 在哪？, type: location, skip_if: t, secret: true}
            on_other_rule: switch
            on_fail: {dialog: b}
            timeout: {after: 2m, do: [{http: {get: "https://b.example/", into: o}}, {send: "{{ n }} {{ o.ok }}"}], keep: 10m}
            done:
              - http: {post: "https://a.example/", json: {n: $n, p: $p}, into: r}
              - {reply: "{{ r.ok }}"}
              - if: r.ok
                then: {dialog: b}
                else: {later: {after: 1m, do: {dialog: a}}}
          b:
            slots: [{name: c, ask: 哪个？, type: choice, options: [大厅, 包间], skip_if: user.seen > 20}, {name: i, ask: 拍一张, type: image, skip_if: c == '大厅'}]
            confirm: {ask: 行吗？, retry: 行不行？}
            on_other_rule: ignore
            on_cancel: [{http: {get: "https://c.example/", into: x}}, {reply: "{{ x.ok }}"}]
            done: [{set: {last: "{{ c }}"}}, {reply: 完}]

        """;

    private static readonly string[] Texts =
        ["订座", "四位", "100", "明天", "昨天", "2", "大厅", "13812345678", "要宝宝椅", "是", "不对", "好的。", "营业时间", "继续", "取消", "呵呵", "", "1", "退出", "７"];

    private static readonly Script[] Scripts =
    [
        Rulebook.Of(Walk.Booking),
        Rulebook.Of(Walk.Booking + "    on_other_rule: switch\n"),
        Rulebook.Of(Walk.Booking + "    on_other_rule: ignore\n"),
        Rulebook.Of(Nested),
    ];

    // Right answers come often enough that walks reach the end.
    private static void Step(Walk walk, Random random)
    {
        if (walk.Dialog is { Sleeps: false } open && random.Next(5) > 1)
        {
            walk.Meet((open.Name, open.Slot) switch
            {
                ("book-table", >= 0 and <= 5 and var slot) => Packets.Text(((string[])["四位", "明天", "2", "13812345678", "要宝宝椅", "是"])[slot]),
                ("a", 0) => Packets.Text("2"),
                ("a", 2) => Packets.Location(39.9, 116.4),
                ("b", 0) => Packets.Text("包间"),
                ("b", 1) => Packets.Image("M"),
                _ => Packets.Text("是"),
            });
            return;
        }

        switch (random.Next(20))
        {
            case 0: walk.Meet(Packets.Event("CLICK", "KF", menu: true)); break;
            case 1: walk.Meet(Packets.Event("subscribe")); break;
            case 2: walk.Meet(Packets.Image("M")); break;
            case 3: walk.Meet(Packets.Location(39.9, 116.4)); break;
            case 4: walk.Meet(Packets.Voice(random.Next(2) == 0 ? null : "营业时间。")); break;
            case 5: walk.Wait(TimeSpan.FromMinutes(random.Next(12))); break;
            case 6 when random.Next(4) == 0: walk.Wait(TimeSpan.FromHours(30)); break;
            default: walk.Say(Texts[random.Next(Texts.Length)]); break;
        }
    }

    private static CallResult Ends(Random random) =>
        random.Next(2) == 0 ? Walk.Booked : Asked.Result(1, 2, ("ok", false), ("error", "timeout"));

    // Walk holds each decision to what all promise: the same input gives the same, a longer replay begins with the shorter, an open dialog is due.
    [Fact]
    public void No_walk_breaks_a_promise_and_cancelling_ends_every_dialog()
    {
        var (opened, done, slept) = (0, 0, 0);
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var walk = new Walk(Scripts[seed % Scripts.Length]) { Usual = Ends(random) };
            var steps = random.Next(60);
            for (var i = 0; i < steps; i++)
            {
                var before = walk.Dialog;
                Step(walk, random);
                if (before is null && walk.Dialog is not null) opened++;
                if (before is { Sleeps: false } && walk.Dialog is { Sleeps: true }) slept++;
                if (walk.Last.Reply is TextReply { Content: "订好了，编号 A7" or "没订上" or "完" }) done++;
            }

            if (walk.Dialog is { Sleeps: true }) walk.Say("继续");
            if (walk.Dialog is null) continue;
            walk.Say("取消");
            Assert.True(walk.Dialog is null, $"seed {seed}: '取消' left {walk.Dialog}");
        }

        // The walks go where they should.
        Assert.True(opened > 1000 && done > 300 && slept > 50, $"{opened} opened, {done} done, {slept} fell asleep");
    }

    [Fact]
    public void A_secret_is_in_no_note_of_any_walk()
    {
        var script = Rulebook.Of(Walk.Booking.Replace("done:\n", "done:\n      - later: {at: phone, do: {send: x}}\n", StringComparison.Ordinal));
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var walk = new Walk(script) { Usual = Ends(random) };
            walk.Say("订座");
            for (var i = 0; i < 40; i++)
            {
                Step(walk, random);
                Assert.DoesNotContain(walk.Last.Notes, note => note.Contains("13812345678", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_dialog_that_is_handed_to_any_other_script_does_not_throw()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var walk = new Walk(Scripts[random.Next(4)]) { Usual = Walk.Booked };
            for (var i = random.Next(12); i >= 0; i--) Step(walk, random);
            foreach (var script in Scripts)
            {
                var user = walk.Dialog is null ? walk.User : walk.User with { Dialog = walk.Dialog with { Name = random.Next(2) == 0 ? "a" : walk.Dialog.Name, Slot = random.Next(-1, 8) } };
                var moved = new Walk(script, user) { Usual = Walk.Booked };
                Step(moved, random);
            }
        }
    }
}

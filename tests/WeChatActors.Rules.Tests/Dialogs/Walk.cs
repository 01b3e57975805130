using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Dialogs;

/// <summary>Walks through dialogs as a conversation would: keeps the open one, the variables and the time, and holds every decision to what all
/// decisions promise.</summary>
internal sealed class Walk(Script script, UserView? user = null)
{
    public const string Booking = """
        defaults: {cancel: [取消, 退出]}
        rules:
          - {id: hours, keyword: 营业时间, reply: 十点到十点}
          - {id: booking, keyword: [订座, 预约], do: [{dialog: book-table}]}
          - {id: kf, menu: KF, reply: 人工客服}
          - {id: followed, event: subscribe, reply: 欢迎}
          - {id: fallback, default: true, reply: 没听懂}
        dialogs:
          book-table:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20, retry: 请输入 1-20 的数字, tries: 3}
              - {name: day, ask: "{{ people }} 位，哪天？", type: date, check: day >= today}
              - {name: seat, ask: 坐哪里？, type: choice, options: {大厅: hall, 包间: room, 窗边: window}}
              - {name: phone, ask: 手机号？, type: phone, skip_if: user.phone, secret: true}
              - {name: note, ask: 还有什么要求？}
            confirm: "{{ people }} 位，{{ day | date('M月d日') }}，{{ seat }}，对吗？（是/否）"
            timeout: {after: 5m, do: [{send: 还在吗？回复“继续”接着订座}], resume: [继续], keep: 1d}
            on_cancel: [{reply: "不订了，{{ people ?? '没说几' }} 位"}]
            on_fail: [{reply: 请致电前台}]
            done:
              - http: {post: "https://shop.example/book", json: {people: $people, day: $day, phone: $phone, note: $note}, into: r}
              - if: r.ok
                then: [{reply: "订好了，编号 {{ r.body.id }}"}, {later: {after: 1h, do: [{send: "{{ people }} 位的座位留好了"}]}}]
                else: [{reply: 没订上}]

        """;

    /// <summary>The result of a call that worked.</summary>
    public static CallResult Booked { get; } = Asked.Result(1, 5, ("ok", true), ("body", Asked.Map(("id", "A7"))));

    public UserView User { get; private set; } = user ?? Packets.Newcomer;

    public OpenDialog? Dialog => User.Dialog;

    public DateTimeOffset Now { get; private set; } = Packets.T0;

    public Decision Last { get; private set; }

    /// <summary>How every call ends that is not given a result of its own; null while calls are left waiting.</summary>
    public CallResult? Usual { get; init; }

    /// <summary>What the passive reply to a text is; null for none.</summary>
    public string? Say(string text, params CallResult[] results) => Meet(Packets.Text(text), null, results);

    public string? Meet(Packet packet) => Meet(packet, null);

    /// <summary>Several texts after each other; the answer to the last.</summary>
    public string? SayAll(params string[] texts)
    {
        string? answer = null;
        foreach (var text in texts) answer = Say(text);
        return answer;
    }

    /// <summary>Lets time pass; when the dialog is due meanwhile, it hears of it at that time.</summary>
    public void Wait(TimeSpan time)
    {
        var until = Now + time;
        while (Dialog?.Due is { } due && due <= until)
        {
            Now = due;
            Meet(null, new RuleStart.DialogDue());
        }

        Now = until;
    }

    private string? Meet(Packet? packet, RuleStart? start, params CallResult[] results)
    {
        Now += TimeSpan.FromSeconds(1);
        var input = new RuleInput(packet, User, Packets.Account, Now, 7) { Window = new(5, Now.AddHours(1)), Start = start };
        Last = script.Decide(input);
        HoldsPromises(input, Last);
        for (var i = 0; i < results.Length || (Usual is not null && Last.Call is not null); i++)
        {
            Assert.NotNull(Last.Call);
            var result = i < results.Length ? results[i] : Usual!;
            input = input with { Results = [.. input.Results, result with { At = Now }] };
            var longer = script.Decide(input);
            HoldsPromises(input, longer);
            Assert.Equal(Last.Steps.ToArray(), longer.Steps.Take(Last.Steps.Length));
            if (Last.Reply is not null) Assert.Equal(Last.Reply, longer.Reply);
            Last = longer;
        }

        if (Last.Call is null) User = User with { Dialog = Last.Dialog, Variables = Last.Variables, Turns = User.Turns + 1 };
        return (Last.Reply as TextReply)?.Content;
    }

    private void HoldsPromises(RuleInput input, Decision decision)
    {
        var again = script.Decide(input);
        Assert.Equal(WithoutValues(decision.Dialog), WithoutValues(again.Dialog));
        Assert.True(Same(decision.Dialog?.Values, again.Dialog?.Values));
        Assert.Equal(decision.Reply, again.Reply);
        Assert.Equal(decision.Steps.ToArray(), again.Steps.ToArray());
        Assert.Equal(decision.Rules.ToArray(), again.Rules.ToArray());
        Assert.Equal(decision.Notes.ToArray(), again.Notes.ToArray());
        if (decision.Dialog is { } open) Assert.True(open.Due > input.Now.AddDays(-1), "a dialog stays open that is never due");
    }

    private static OpenDialog? WithoutValues(OpenDialog? open) => open is null ? null : open with { Values = ImmutableDictionary<string, Value>.Empty };

    private static bool Same(ImmutableDictionary<string, Value>? a, ImmutableDictionary<string, Value>? b) =>
        a is null ? b is null : b is not null && a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var value) && value == entry.Value);
}

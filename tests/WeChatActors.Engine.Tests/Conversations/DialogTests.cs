using System.Buffers;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class DialogTests
{
    private const string Rules = """
        rules:
          - {id: book, exact: 订座, do: [{dialog: book}]}
          - {id: help, exact: 帮助, reply: 这是帮助}
          - {id: other, default: true, reply: 没听懂}
        dialogs:
          book:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20, retry: 请输入 1-20 的数字}
              - {name: phone, ask: 手机号？, type: phone, secret: true}
            timeout: {after: 5m, do: [{send: 还在吗？}], keep: 1h}
            done:
              - http: {post: "https://shop.example/book", json: {people: $people, phone: $phone}, deadline: 3s, once: true, into: r}
              - reply: "{{ r.ok ? '订好了' : '没订上' }}"
        """;

    [Fact]
    public void A_dialog_asks_slot_by_slot_and_ends_with_what_it_leads_to()
    {
        var scene = new Scene(Rules).Say("订座").Say("一百").Say("4").Say("13800000000");

        Assert.Equal([("订座", "几位？"), ("一百", "请输入 1-20 的数字"), ("4", "手机号？")], scene.Answers);
        Assert.Contains("\"people\":4", ((HttpOrder)scene.Calls.Single().Order).Body, StringComparison.Ordinal);
        scene.CallEnds();
        Assert.Equal(("13800000000", "订好了"), scene.Answers[^1]);
        Assert.Null(scene.State.Dialog);
        Assert.Empty(scene.State.Timers);
        Assert.Equal(("1", "没听懂"), scene.Say("1").Answers[^1]);
    }

    [Fact]
    public void An_open_dialog_is_stored_with_the_state_and_goes_on_from_there()
    {
        var scene = new Scene(Rules).Say("订座").Say("4");

        var read = Stored(scene.State);

        Assert.Equal(("book", 1, Value.Of(4)), (read.Dialog!.Name, read.Dialog.Slot, read.Dialog.Values["people"]));
        Assert.Equal(scene.State.Dialog!.Due, read.Dialog.Due);
        Assert.Equal(scene.State.Dialog.ScriptHash, read.Dialog.ScriptHash);
        Assert.Equal(scene.State.Timers.AsEnumerable(), read.Timers.AsEnumerable());
    }

    [Fact]
    public void A_secret_answer_stands_in_no_line_of_the_log()
    {
        var scene = new Scene(Rules).Say("订座").Say("4").Say("13800000000").CallEnds();

        var log = string.Concat(scene.Lines.Select(Line));

        Assert.DoesNotContain("13800000000", log, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"***\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_for_a_call_is_hidden_only_when_it_answers_a_secret_question()
    {
        var scene = new Scene(Rules.Replace("    done:", "    confirm: 对吗？\n    done:", StringComparison.Ordinal)).Say("订座").Say("4").Say("13800000000").Say("是");

        Assert.Contains("\"text\":\"是\"", Line(scene.Lines[^1]), StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", Line(scene.Lines[^2]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_for_an_answer_does_not_repeat_a_secret()
    {
        var scene = new Scene(Rules.Replace("    done:", "    slow: placeholder\n    done:", StringComparison.Ordinal)).Say("订座").Say("4").Say("13800000000");

        Assert.Contains("***", scene.Answers[^1].Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", string.Concat(scene.Lines.Select(Line)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("merge")]
    [InlineData("interrupt")]
    [InlineData("ignore")]
    public void What_comes_while_a_call_is_waited_for_is_hidden_whatever_becomes_of_it(string busy)
    {
        var scene = new Scene(Rules.Replace("    done:", $"    busy: {busy}\n    done:", StringComparison.Ordinal)).Say("订座").Say("4").At(5).Say("13800000000").At(10);
        for (var i = 0; i <= WaitingLimits.Queue; i++) scene.Say("13900000000");

        Assert.DoesNotContain("13900000000", string.Concat(scene.Lines.Select(Line)), StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_hold_a_secret_answer_are_forgotten_when_nothing_needs_it_any_more()
    {
        var scene = new Scene(Rules).Say("你好").Say("订座").Say("4").Say("13800000000").Say("在吗");
        Assert.Equal(2, scene.State.SecretFrom);
        scene.CallEnds();
        Assert.All(scene.Lines, line => Assert.Equal(line == scene.Lines[^1] ? 2 : 0, line.Writes?.ForgetsFrom ?? 0));
        Assert.Equal(0, scene.State.SecretFrom);
        Assert.Equal(("在吗", "没听懂"), scene.Answers[^1]);
    }

    [Fact]
    public void What_a_dialog_does_later_with_its_answers_keeps_them_so_long()
    {
        var scene = new Scene(Rules.Replace("done:", "done:\n      - later: {after: 1m, do: [{send: 明天见}]}", StringComparison.Ordinal)).Say("订座").Say("4").Say("13800000000").CallEnds();
        Assert.Equal(1, scene.State.SecretFrom);
        scene.At(61);
        Assert.Equal(["明天见"], scene.Pushed);
        Assert.Equal((0, 1), (scene.State.SecretFrom, scene.Lines[^1].Writes!.ForgetsFrom));
    }

    [Fact]
    public void A_dialog_without_secrets_leaves_the_log_as_it_is()
    {
        var scene = new Scene(Rules.Replace(", secret: true", "", StringComparison.Ordinal)).Say("订座").Say("4").Say("13800000000").CallEnds();
        Assert.Null(scene.State.Dialog);
        Assert.All(scene.Lines, line => Assert.Equal(0, line.Writes?.ForgetsFrom ?? 0));
    }

    [Fact]
    public void A_secret_answer_that_waits_its_turn_is_hidden_from_the_beginning()
    {
        var scene = new Scene(Rules).Say("订座").Say("4").Say("13800000000").Say("13900000000").CallEnds();

        Assert.DoesNotContain("13900000000", string.Concat(scene.Lines.Select(Line)), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_time_comes_once_and_in_its_sleep_it_ends()
    {
        var scene = new Scene(Rules).Say("订座").At(299);
        Assert.Empty(scene.Pushed);

        scene.At(301);
        Assert.Equal(["还在吗？"], scene.Pushed);
        Assert.True(scene.State.Dialog!.Sleeps);
        Assert.Equal(("4", "没听懂"), scene.Say("4").Answers[^1]);

        scene.At(300 + 3601);
        Assert.Equal(["还在吗？"], scene.Pushed);
        Assert.Null(scene.State.Dialog);
        Assert.Empty(scene.State.Timers);
    }

    [Fact]
    public void Every_answer_puts_its_time_off()
    {
        var scene = new Scene(Rules).Say("订座").At(200).Say("4").At(400);
        Assert.Empty(scene.Pushed);

        scene.At(501);
        Assert.Equal(["还在吗？"], scene.Pushed);
    }

    [Fact]
    public void Its_time_comes_after_a_pause_in_which_it_fell_due()
    {
        var scene = new Scene(Rules).Say("订座");
        scene.Do(new ConversationCommand.Pause(TimeSpan.FromMinutes(10), UntilClose: false));

        scene.At(599);
        Assert.Empty(scene.Pushed);
        scene.At(601);
        Assert.Equal(["还在吗？"], scene.Pushed);
    }

    [Fact]
    public void It_ends_on_the_rules_it_began_with_while_others_meet_the_new_ones()
    {
        var scene = new Scene(Rules).Say("订座").Reload(Rules.Replace("手机号？", "电话？", StringComparison.Ordinal)).Say("4").Say("13800000000").CallEnds();

        Assert.Equal(["几位？", "手机号？", "订好了"], scene.Answers.Select(answer => answer.Answer));
        Assert.Equal(["几位？", "电话？"], scene.Say("订座").Say("4").Answers.Skip(3).Select(answer => answer.Answer));
    }

    [Fact]
    public void It_ends_with_a_note_when_nobody_has_its_rules_any_more()
    {
        var scene = new Scene(Rules).Say("订座").Reload("rules: [{default: true, reply: 新}]", forgets: true).Say("4");

        Assert.Equal(("4", "新"), scene.Answers[^1]);
        Assert.Null(scene.State.Dialog);
        Assert.Empty(scene.State.Timers);
        Assert.Contains(scene.Lines[^1].Notes, note => note.Contains("'book' ended", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_stops_following_leaves_it()
    {
        var scene = new Scene(Rules).Say("订座").Happen("unsubscribe");

        Assert.Null(scene.State.Dialog);
        Assert.Empty(scene.State.Timers);
    }

    [Fact]
    public void A_call_that_dies_with_its_process_leaves_the_dialog_s_end_to_the_next()
    {
        var scene = new Scene(Rules).Say("订座").Say("4").Say("13800000000").CarriersClose().Dies();

        Assert.Equal(2, scene.Calls.Count);
        scene.CallEnds();
        Assert.Equal(["订好了"], scene.Pushed.Concat(scene.State.Parked.Select(parked => ((TextReply)parked.Reply).Content)).Concat(scene.State.Unclaimed.Select(open => ((TextReply)open.Ready!).Content)));
        Assert.Null(scene.State.Dialog);
    }

    private static Conversation Stored(Conversation state)
    {
        var json = new ArrayBufferWriter<byte>();
        StateJson.Write(json, state);
        return StateJson.Read(json.WrittenMemory);
    }

    private static string Line(Turn turn)
    {
        var json = new ArrayBufferWriter<byte>();
        TurnJson.WriteTurn(json, turn);
        return Encoding.UTF8.GetString(json.WrittenSpan) + "\n";
    }
}

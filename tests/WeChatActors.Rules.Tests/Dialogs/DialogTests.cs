using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Dialogs;

public class DialogTests
{
    // A dialog 'd' that 'go' opens; rules and keys of the dialog are put in.
    private static Walk In(string slots, string rest = "    done: {reply: 好}", string rules = "", UserView? user = null)
    {
        var walk = new Walk(Rulebook.Of($"rules:\n  - {{exact: go, id: go, do: {{dialog: d}}}}\n{rules}  - {{default: true, id: other, reply: 别的}}\ndialogs:\n  d:\n{(slots.Length > 0 ? $"    slots: {slots}\n" : "")}{rest}\n"), user);
        walk.Say("go");
        return walk;
    }

    private static string Saying(string expression) => "    done: {reply: '" + expression + "'}";

    [Fact]
    public void Free_text_is_taken_as_it_was_typed()
    {
        var walk = In("[{name: a, ask: 说吧}]", Saying("[{{ a }}]"));
        Assert.Equal("[Ａbc， 你好！]", walk.Say("  Ａbc， 你好！ "));
        Assert.Equal("dialog:d", Assert.Single(walk.Last.Rules));
    }

    [Fact]
    public void What_speech_recognition_heard_is_an_answer()
    {
        var walk = In("[{name: n, ask: 几位？, type: int}]", Saying("{{ n + 1 }}"));
        Assert.Equal("5", walk.Meet(Packets.Voice("四位。")));
    }

    [Fact]
    public void A_pattern_sees_plain_signs_and_gives_them()
    {
        var walk = In("[{name: a, ask: x, pattern: '^[a-z]{2}\\d+$'}]", Saying("{{ a }}"));
        Assert.Equal("格式不对，请再输入一次。", walk.Say("12"));
        Assert.Equal("Ab12", walk.Say("Ａb１２"));
    }

    [Fact]
    public void Pictures_are_no_words()
    {
        var walk = In("[{name: a, ask: x}]");
        Assert.Equal("请用文字回复。", walk.Meet(Packets.Image("M")));
        Assert.Equal("请用文字回复。", walk.Say(new string('长', 5000)));
        Assert.Equal("请用文字回复。", walk.Say("  "));
        Assert.Equal("好", walk.Say("b"));
    }

    [Fact]
    public void A_place_is_a_map()
    {
        var walk = In("[{name: p, ask: 在哪？, type: location}]", Saying("{{ p.lat }}/{{ p.lon }}/{{ p.label }}"));
        Assert.Equal("请发送位置：点右下角的“+”，再点“位置”。", walk.Say("北京"));
        Assert.Equal("请发送位置：点右下角的“+”，再点“位置”。", walk.Meet(Packets.Location(double.NaN, 1)));
        Assert.Equal("39.9/116.4/天安门", walk.Meet(Packets.Location(39.9, 116.4, "天安门")));
    }

    [Fact]
    public void A_picture_is_a_map()
    {
        var walk = In("[{name: p, ask: 拍一张, type: image}]", Saying("{{ p.media_id }} {{ p.pic_url }}"));
        Assert.Equal("请发送一张图片。", walk.Say("x"));
        Assert.Equal("M http://p/1", walk.Meet(Packets.Image("M")));
    }

    [Theory]
    [InlineData("number", "2.5", "2.5")]
    [InlineData("number", "x", "请回复一个数字，例如 4 或 2.5。")]
    [InlineData("int", "2.5", "请回复一个整数，例如 4。")]
    [InlineData("time", "晚上7点半", "19:30")]
    [InlineData("time", "x", "请回复一个时间，例如 19:30 或 晚上7点半。")]
    [InlineData("phone", "+86 138-1234-5678", "13812345678")]
    [InlineData("phone", "x", "请回复电话号码，例如 13812345678 或 010-12345678。")]
    [InlineData("choice, options: [红, 蓝]", "2", "蓝")]
    [InlineData("choice, options: [红, 蓝]", "3", "请回复选项的编号或文字：\n1. 红\n2. 蓝")]
    [InlineData("choice, options: ['1', '2']", "3", "请回复其中一项：\n- 1\n- 2")]
    public void Each_type_reads_its_own(string type, string said, string answer) =>
        Assert.Equal(answer, In($"[{{name: a, ask: x, type: {type}}}]", Saying("{{ a }}")).Say(said));

    [Fact]
    public void Days_are_those_of_the_accounts_zone()
    {
        // At 16:30 UTC it is past midnight in Shanghai.
        var script = Rulebook.Of("rules: [{default: true, do: {dialog: d}}]\ndialogs:\n  d: {slots: [{name: a, ask: x, type: date}], done: {reply: '{{ a }}'}}");
        var now = Packets.T0.AddHours(12);
        var open = script.Hears(Packets.Text("x"), now: now).Dialog;
        Assert.Equal("2026-02-02", Rulebook.Text(script.Hears(Packets.Text("今天"), Packets.Newcomer with { Dialog = open }, now: now)));
    }

    [Fact]
    public void Questions_are_replies_like_any_other()
    {
        var walk = In("[{name: a, ask: {image: M1}, type: choice, options: [红, 蓝]}]");
        Assert.Equal(new ImageReply("M1"), walk.Last.Reply);
        Assert.Equal("1. 红\n2. 蓝", Assert.Single(walk.Last.SentTexts()));

        walk = In("[{name: a, ask: 红的？}]", rules: "  - {exact: two, do: [{reply: 先}, {dialog: d}, {reply: 后}]}\n");
        Assert.Equal("先", walk.SayAll("x", "two"));
        Assert.Equal(["红的？", "后"], walk.Last.SentTexts());
        Assert.Equal("d", walk.Dialog!.Name);
    }

    [Fact]
    public void Without_on_cancel_it_says_that_it_ended()
    {
        var walk = In("[{name: a, ask: x, type: int, tries: 2}]");
        Assert.Equal("已取消", walk.Say("退出"));
        Assert.Null(walk.Dialog);
        walk.Say("go");
        walk.Say("x");
        Assert.Equal("已取消", walk.Say("x"));
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void Failing_cancels_when_nothing_else_is_said()
    {
        var walk = In("[{name: a, ask: x, type: int, tries: 1}]", "    on_cancel: {reply: 下次吧}\n    done: {reply: 好}");
        Assert.Equal("下次吧", walk.Say("x"));
    }

    [Theory]
    [InlineData("defaults: {cancel: 不玩了}\n", "", "不玩了", "取消")]
    [InlineData("defaults: {cancel: 不玩了}\n", "    cancel: [算了, STOP]\n", "ｓtop", "不玩了")]
    [InlineData("lists: {away: [走开]}\n", "    cancel: $away\n", "走开", "退出")]
    public void Cancel_words_are_the_dialogs_own_else_the_files(string head, string own, string cancels, string answers)
    {
        var script = Rulebook.Of($"{head}rules: [{{exact: go, do: {{dialog: d}}}}]\ndialogs:\n  d:\n    slots: [{{name: a, ask: x}}]\n{own}    done: {{reply: '{{{{ a }}}}'}}");
        Assert.Equal("已取消", new Walk(script).SayAll("go", cancels));
        Assert.Equal(answers, new Walk(script).SayAll("go", answers));
    }

    [Fact]
    public void No_cancel_words_are_possible()
    {
        var walk = In("[{name: a, ask: x}]", "    cancel: []\n    done: {reply: '{{ a }}'}");
        Assert.Equal("取消", walk.Say("取消"));
    }

    [Fact]
    public void The_confirmation_may_have_words_of_its_own()
    {
        var walk = In("", "    confirm: {ask: 删吗？, yes: [删], no: [留着, 是], retry: 回复“删”或“留着”}\n    done: {reply: 删了}");
        Assert.Equal("回复“删”或“留着”", walk.Say("确认"));
        Assert.Equal("删吗？", walk.Say("是"));
        Assert.Equal("删了", walk.Say("删！"));
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void Words_of_its_own_are_stronger_than_the_usual_ones_of_the_other_side()
    {
        var walk = In("[{name: a, ask: x, skip_if: true}]", "    confirm: {ask: 删吗？, no: [留着, 好]}\n    done: {reply: 删了}");
        Assert.Equal("删吗？", walk.Say("好"));
        Assert.Equal("删了", walk.Say("是"));
        walk = In("[{name: a, ask: x}]", "    confirm: {ask: 改吗？, yes: 修改}\n    done: {reply: 改了}");
        Assert.Equal("改了", walk.SayAll("a", "修改"));
    }

    [Fact]
    public void Without_a_timeout_it_sleeps_after_half_an_hour_and_ends_a_day_later()
    {
        var walk = In("[{name: a, ask: x}]");
        Assert.Equal(walk.Now.AddMinutes(30), walk.Dialog!.Due);
        walk.Wait(TimeSpan.FromMinutes(31));
        Assert.True(walk.Dialog!.Sleeps);
        Assert.Empty(walk.Last.Steps);
        Assert.Equal("x", walk.Say("继续"));
        walk.Wait(TimeSpan.FromHours(25));
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void Its_time_may_end_it_open_another_and_wait_for_calls()
    {
        var walk = In("[{name: a, ask: x}]", "    timeout: {after: 1m, do: [{end: true}, {send: 再见}]}\n    done: {reply: 好}");
        walk.Wait(TimeSpan.FromMinutes(2));
        Assert.Null(walk.Dialog);
        Assert.Equal(["再见"], walk.Last.SentTexts());

        walk = In("[{name: a, ask: x}]", "    timeout: {after: 1m, do: {dialog: e}}\n    done: {reply: 好}\n  e: {slots: [{name: b, ask: 换一个}], done: {reply: '{{ b }}'}}");
        walk.Wait(TimeSpan.FromSeconds(61));
        Assert.Equal("e", walk.Dialog!.Name);
        Assert.Equal(["换一个"], walk.Last.SentTexts());
        Assert.Equal("y", walk.Say("y"));
    }

    [Fact]
    public void A_sleeping_dialog_whose_time_is_over_is_not_woken()
    {
        var walk = In("[{name: a, ask: x}]");
        walk.Wait(TimeSpan.FromMinutes(31));
        var script = Rulebook.Of("rules: [{default: true, reply: 别的}]\ndialogs:\n  d: {slots: [{name: a, ask: x}], done: {reply: 好}}");
        var decision = script.Hears(Packets.Text("继续"), walk.User, now: walk.Dialog!.Due);
        Assert.Equal("别的", Rulebook.Text(decision));
        Assert.Null(decision.Dialog);
        Assert.Empty(decision.Notes);
    }

    [Fact]
    public void The_action_end_leaves_it_and_rules_may_ask_whether_it_is_open()
    {
        const string Rules = "  - {event: subscribe, dialog: d, do: [{end: true}, {reply: 停了}]}\n  - {event: subscribe, dialog: none, reply: 没有}\n";
        var walk = In("[{name: a, ask: x}]", rules: Rules);
        Assert.Equal("停了", walk.Meet(Packets.Event("subscribe")));
        Assert.Null(walk.Dialog);
        Assert.Equal("没有", walk.Meet(Packets.Event("subscribe")));
        walk.Say("go");
        walk.Wait(TimeSpan.FromMinutes(31));
        Assert.Equal("停了", walk.Meet(Packets.Event("subscribe")));
    }

    [Fact]
    public void A_rule_for_a_dialog_that_is_switched_away_from_still_sees_it()
    {
        var walk = In("[{name: a, ask: x}]", "    on_other_rule: switch\n    done: {reply: 好}", "  - {keyword: 价格, dialog: d, reply: 一百}\n");
        Assert.Equal("一百", walk.Say("价格"));
    }

    [Theory]
    [InlineData("exact: 价格", true)]
    [InlineData("prefix: 价", true)]
    [InlineData("keyword: 格", true)]
    [InlineData("regex: '^价'", true)]
    [InlineData("any: [{exact: 价格}, {type: image}]", true)]
    [InlineData("all: [{keyword: 价}, {if: user.subscribed}]", true)]
    [InlineData("keyword: 价, if: not user.subscribed", false)]
    [InlineData("type: text", false)]
    [InlineData("if: msg.text == '价格'", false)]
    [InlineData("dialog: d", false)]
    [InlineData("any: [{exact: 别的}, {type: text}]", false)]
    [InlineData("not: {exact: 别的}", false)]
    [InlineData("default: true", false)]
    public void Only_a_rule_that_names_the_words_interrupts(string condition, bool interrupts)
    {
        var walk = In("[{name: a, ask: x, type: int}]", rules: $"  - {{{condition}, reply: 一百}}\n");
        Assert.Equal(interrupts ? "要先离开当前的对话吗？回复“是”离开，回复其他内容继续。" : "请回复一个整数，例如 4。", walk.Say("价格"));
    }

    [Fact]
    public void A_place_that_a_rule_is_about_interrupts()
    {
        var walk = In("[{name: a, ask: x, type: int}]", rules: "  - {near: {lat: 39.9, lon: 116.4, radius: 5km}, reply: 很近}\n");
        Assert.StartsWith("要先离开", walk.Meet(Packets.Location(39.9, 116.41)), StringComparison.Ordinal);
        Assert.Equal("很近", walk.Say("是"));
    }

    [Fact]
    public void A_rule_that_another_takes_the_message_from_does_not_interrupt()
    {
        var walk = In("[{name: a, ask: x, type: int}]", rules: "  - {type: text, reply: 先来}\n  - {keyword: 价格, reply: 一百}\n");
        Assert.Equal("请回复一个整数，例如 4。", walk.Say("价格"));
        walk = In("[{name: a, ask: x, type: int}]", rules: "  - {type: text, continue: true, do: {set: {seen: true}}}\n  - {keyword: 价格, reply: 一百}\n");
        walk.Say("价格");
        Assert.Equal("一百", walk.Say("是"));
        Assert.Equal(["dialog:d", "t.yaml:4", "t.yaml:5"], walk.Last.Rules.ToArray());
        Assert.True(walk.User.Variables.ContainsKey("seen"));
    }

    [Fact]
    public void The_rule_that_answers_a_kept_message_sees_that_message()
    {
        var walk = In("[{name: a, ask: x, type: int}]", rules: "  - {id: order, regex: '^查(?<no>\\d+)$', do: [{reply: '{{ msg.text }} {{ m.no }} {{ a }}'}, {later: {after: 1m, do: {send: '{{ m.no }}'}}}]}\n");
        walk.Say("查42");
        Assert.Equal("查42 42 ", walk.Say("好的"));
        Assert.Equal(["42"], Rulebook.Of("rules: [{id: order, regex: '^查(?<no>\\d+)$', do: {later: {after: 1m, do: {send: '{{ m.no }}'}}}}]").Fires(walk.Last, packet: walk.Last.Aside).SentTexts());
    }

    [Fact]
    public void Secrets_stay_out_of_notes()
    {
        var walk = In("[{name: code, ask: x, secret: true}, {name: b, ask: z}]", "    done: [{later: {at: code, do: {send: x}}}, {reply: 好}]");
        walk.Say("2020-01-02");
        Assert.True(walk.Last.IsSecret);
        Assert.Equal("好", walk.Say("b"));
        Assert.False(walk.Last.IsSecret);
        Assert.NotEmpty(walk.Last.Notes);
        Assert.DoesNotContain(walk.Last.Notes, note => note.Contains("2020", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_is_said_to_a_secret_question_is_secret_but_cancelling()
    {
        const string Slots = "[{name: code, ask: x, type: phone, secret: true}]";
        var walk = In(Slots, rules: "  - {keyword: 价格, reply: 一百}\n");
        walk.Say("1381234567");
        Assert.True(walk.Last.IsSecret);
        walk.Say("价格 13812345678 12");
        Assert.True(walk.Last.IsSecret);
        walk.Say("算了我不想说");
        Assert.True(walk.Last.IsSecret);
        walk.Wait(TimeSpan.FromMinutes(31));
        walk.Say("13812345678");
        Assert.True(walk.Last.IsSecret);
        Assert.Equal("other", Assert.Single(walk.Last.Rules));
        walk.Say("天气");
        Assert.False(walk.Last.IsSecret);
        walk.Say("继续");
        Assert.False(walk.Last.IsSecret);
        walk.Say("取消");
        Assert.False(walk.Last.IsSecret);
    }

    [Fact]
    public void A_check_that_never_ends_costs_its_steps_only()
    {
        var hostile = string.Concat(Enumerable.Repeat("contains(a + a + a + a, a) and ", 30)) + "true";
        var walk = In($"[{{name: a, ask: x, check: \"{hostile}\"}}, {{name: b, ask: z, skip_if: \"{hostile}\"}}]");
        Assert.Equal("这个不行，请换一个。", walk.Say(new string('啊', 4096)));
        Assert.StartsWith("rule 'dialog:d': an expression was cut short", Assert.Single(walk.Last.Notes), StringComparison.Ordinal);
        Assert.Equal("好", walk.Say("a"));
        Assert.Empty(walk.Last.Notes);
    }

    [Fact]
    public void A_dialog_may_open_itself_only_so_often()
    {
        var walk = In("[{name: a, ask: x, skip_if: true}]", "    done: [{dialog: d}, {reply: 完}]");
        Assert.Null(walk.Dialog);
        Assert.Contains(walk.Last.Notes, note => note.Contains("the dialog 'd' was not opened, because 8 were opened already", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dialog_whose_slots_are_all_skipped_is_done_within_the_rule_that_opens_it()
    {
        var walk = new Walk(Rulebook.Of("""
            rules:
              - id: r
                default: true
                do:
                  - http: {get: "https://a.example/", into: before}
                  - dialog: d
                  - reply: "{{ before.ok }} {{ inside.ok }}"
                  - http: {get: "https://c.example/", into: inside}
                  - send: "{{ before.status }} {{ inside.status }}"
            dialogs:
              d:
                slots: [{name: a, ask: x, skip_if: user.subscribed}]
                slow: push
                done: [{http: {get: "https://b.example/", into: mine}}, {reply: "{{ mine.status }}"}]
            """));
        var results = Enumerable.Range(1, 3).Select(i => Asked.Result(i, 5, ("ok", true), ("status", i))).ToArray();
        Assert.Equal("2", walk.Say("x", results));
        Assert.Equal(["true ", "1 3"], walk.Last.SentTexts());
        Assert.Equal("r", Assert.Single(walk.Last.Rules));
    }

    [Fact]
    public void It_says_how_overlap_and_slowness_are_met()
    {
        var walk = In("[{name: a, ask: x}]", "    busy: ignore\n    slow: stretch\n    done: {reply: 好}");
        walk.Say("b");
        Assert.Equal((BusyMode.Ignore, SlowMode.Stretch), (walk.Last.Busy, walk.Last.Slow));
    }

    [Fact]
    public void A_timer_may_open_one()
    {
        var script = Rulebook.Of("rules: [{id: r, default: true, do: {later: {after: 1m, do: {dialog: d}}}}]\ndialogs:\n  d: {slots: [{name: a, ask: 在吗？}], done: {reply: 好}}");
        var fired = script.Fires(script.Text());
        Assert.Equal(["在吗？"], fired.SentTexts());
        Assert.Equal("d", fired.Dialog!.Name);
        Assert.Equal(script.Hash, fired.Dialog.ScriptHash);
        Assert.Equal(fired.Dialog.Since.AddMinutes(30), fired.Dialog.Due);
    }

    [Fact]
    public void A_script_lists_its_dialogs()
    {
        var script = Rulebook.Of(Walk.Booking);
        Assert.Equal(new RuleInfo("dialog:book-table", "t.yaml", 10), Assert.Single(script.Dialogs));
    }

    [Fact]
    public void An_open_dialog_costs_rules_that_know_none_nothing()
    {
        var walk = In("[{name: a, ask: x}]");
        Assert.Same(walk.Dialog, Rulebook.Of("rules: []\ndialogs:\n  d: {slots: [{name: a, ask: x}], done: {reply: 好}}")
            .Hears(Packets.Event("unsubscribe"), walk.User, now: walk.Now).Dialog);
    }
}

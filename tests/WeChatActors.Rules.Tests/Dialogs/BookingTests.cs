using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Dialogs;

public class BookingTests
{
    private static readonly Script Booking = Rulebook.Of(Walk.Booking);
    private static readonly string[] Right = ["订座", "四位", "明天", "2", "138 1234 5678", "要宝宝椅"];

    private static Walk After(int answers, Script? script = null)
    {
        var walk = new Walk(script ?? Booking);
        walk.SayAll(Right[..(answers + 1)]);
        return walk;
    }

    [Fact]
    public void Asks_slot_by_slot_confirms_and_is_done()
    {
        var walk = new Walk(Booking);
        Assert.Equal("几位？", walk.Say("我要订座"));
        Assert.Equal("booking", Assert.Single(walk.Last.Rules));
        Assert.Equal("4 位，哪天？", walk.Say("四位"));
        Assert.Equal("dialog:book-table", Assert.Single(walk.Last.Rules));
        Assert.Equal("坐哪里？\n1. 大厅\n2. 包间\n3. 窗边", walk.Say("明天"));
        Assert.Equal("手机号？", walk.Say("2"));
        Assert.False(walk.Last.IsSecret);
        Assert.Equal("还有什么要求？", walk.Say("138 1234 5678"));
        Assert.True(walk.Last.IsSecret);
        Assert.Equal("4 位，2月2日，room，对吗？（是/否）", walk.Say("要宝宝椅"));
        Assert.False(walk.Last.IsSecret);
        Assert.Null(walk.Say("是"));
        var call = Assert.IsType<HttpOrder>(walk.Last.Call);
        Assert.Equal("""{"people":4,"day":"2026-02-02","phone":"13812345678","note":"要宝宝椅"}""", Keys(call.Body!, "people", "day", "phone", "note"));
        Assert.Equal("订好了，编号 A7", walk.Say("是", Walk.Booked));
        Assert.Null(walk.Dialog);
        Assert.Empty(walk.Last.Notes);
    }

    // The members of a flat object in another order.
    private static string Keys(string json, params string[] keys)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return "{" + string.Join(",", keys.Select(key => $"\"{key}\":{document.RootElement.GetProperty(key).GetRawText()}")) + "}";
    }

    [Fact]
    public void What_is_done_may_go_on_later_with_the_answers()
    {
        var walk = After(5);
        walk.Say("是", Walk.Booked);
        var armed = Assert.Single(walk.Last.Steps.OfType<RuleStep.Later>());
        Assert.Equal("dialog:book-table", armed.Rule);
        Assert.Equal("4 位的座位留好了", Assert.Single(Booking.Fires(walk.Last).SentTexts()));
    }

    [Fact]
    public void A_wrong_answer_counts_until_the_tries_are_used_up()
    {
        var walk = After(0);
        Assert.Equal("请输入 1-20 的数字", walk.Say("100"));
        Assert.Equal("请输入 1-20 的数字", walk.Say("很多"));
        Assert.Equal(2, walk.Dialog!.Tries);
        Assert.Equal("请致电前台", walk.Say("0"));
        Assert.Null(walk.Dialog);
        Assert.Equal("没听懂", walk.Say("4"));
    }

    [Fact]
    public void A_right_answer_forgets_the_wrong_ones_before_it()
    {
        var walk = After(0);
        walk.SayAll("100", "100", "4");
        Assert.Equal(0, walk.Dialog!.Tries);
        Assert.Equal("这个不行，请换一个。", walk.Say("昨天"));
        Assert.Equal("请回复一个日期，例如 明天、周五 或 3月5日。", walk.Say("看情况"));
        for (var i = 0; i < 50; i++) walk.Say("看情况");
        Assert.NotNull(walk.Dialog);
    }

    [Theory]
    [InlineData(0, "没说几")]
    [InlineData(1, "4")]
    [InlineData(2, "4")]
    [InlineData(3, "4")]
    [InlineData(4, "4")]
    [InlineData(5, "4")]
    public void Cancel_words_end_it_at_every_step(int answers, string people)
    {
        foreach (var word in (string[])["取消", " 退出 "])
        {
            var walk = After(answers);
            Assert.Equal($"不订了，{people} 位", walk.Say(word));
            Assert.Equal("dialog:book-table", Assert.Single(walk.Last.Rules));
            Assert.Null(walk.Dialog);
            Assert.False(walk.Last.IsSecret);
            Assert.Equal("没听懂", walk.Say("4"));
        }
    }

    [Fact]
    public void No_begins_again_with_the_first_slot()
    {
        var walk = After(5);
        Assert.Equal("几位？", walk.Say("不对"));
        Assert.Empty(walk.Dialog!.Values);
        Assert.Equal("2 位，哪天？", walk.Say("两位"));
    }

    [Fact]
    public void Anything_else_at_the_confirmation_asks_it_again()
    {
        var walk = After(5);
        Assert.Equal("4 位，2月2日，room，对吗？（是/否）", walk.Say("嗯？什么"));
        Assert.Equal("4 位，2月2日，room，对吗？（是/否）", walk.Meet(Packets.Image("M")));
        walk.Say("好的。", Walk.Booked);
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void A_slot_is_skipped_when_its_turn_comes()
    {
        var walk = new Walk(Booking, Packets.With(("phone", "13900000000")));
        Assert.Equal("还有什么要求？", walk.SayAll("订座", "4", "明天", "大厅"));
        Assert.False(walk.Dialog!.Values.ContainsKey("phone"));
    }

    [Fact]
    public void An_answer_that_fits_is_the_slots_whatever_rules_match()
    {
        var greedy = Rulebook.Of(Walk.Booking.Replace("keyword: 营业时间", "keyword: [营业时间, 明天]", StringComparison.Ordinal));
        Assert.StartsWith("坐哪里？", After(1, greedy).Say("明天"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_rule_makes_it_ask_whether_to_leave()
    {
        var walk = After(1);
        Assert.Equal("要先离开当前的对话吗？回复“是”离开，回复其他内容继续。", walk.Say("营业时间是几点"));
        Assert.Equal("dialog:book-table", Assert.Single(walk.Last.Rules));
        Assert.Equal("营业时间是几点", walk.Dialog!.Aside!.Text);
        Assert.Equal("十点到十点", walk.Say("是"));
        Assert.Equal(["dialog:book-table", "hours"], walk.Last.Rules.ToArray());
        Assert.Equal("营业时间是几点", walk.Last.Aside!.Text);
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void Whoever_stays_is_asked_again_and_may_answer_at_once()
    {
        var walk = After(1);
        walk.Say("营业时间");
        Assert.Equal("4 位，哪天？", walk.Say("不"));
        Assert.Null(walk.Dialog!.Aside);
        walk.Say("营业时间");
        Assert.StartsWith("坐哪里？", walk.Say("明天"), StringComparison.Ordinal);
        Assert.Equal(2, walk.Dialog!.Slot);

        // Free text is any text, so it is no answer to whether to leave.
        walk.SayAll("1", "13812345678", "营业时间");
        Assert.Equal("还有什么要求？", walk.Say("不要辣"));
        Assert.Contains("对吗", walk.Say("不要辣"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_answer_to_whether_to_leave_counts_no_try()
    {
        var walk = After(0);
        walk.Say("100");
        walk.SayAll("营业时间", "啊", "营业时间", "啊", "营业时间", "啊");
        Assert.Equal(1, walk.Dialog!.Tries);
    }

    [Fact]
    public void Cancelling_works_while_it_asks_whether_to_leave()
    {
        var walk = After(1);
        walk.Say("营业时间");
        Assert.Equal("不订了，4 位", walk.Say("取消"));
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void A_rule_that_names_no_words_is_no_other_rule()
    {
        var walk = After(1);
        Assert.Equal("请回复一个日期，例如 明天、周五 或 3月5日。", walk.Say("呵呵"));
        Assert.Equal("请回复一个日期，例如 明天、周五 或 3月5日。", walk.Meet(Packets.Image("M")));
    }

    [Fact]
    public void Switch_ends_it_and_the_rule_answers()
    {
        var walk = After(1, Rulebook.Of(Walk.Booking + "    on_other_rule: switch\n"));
        Assert.Equal("十点到十点", walk.Say("营业时间"));
        Assert.Equal(["dialog:book-table", "hours"], walk.Last.Rules.ToArray());
        Assert.Null(walk.Dialog);
    }

    [Fact]
    public void Ignore_takes_it_as_an_answer()
    {
        var walk = After(4, Rulebook.Of(Walk.Booking + "    on_other_rule: ignore\n"));
        Assert.Contains("对吗", walk.Say("营业时间"), StringComparison.Ordinal);
        Assert.Equal("营业时间", walk.Dialog!.Values["note"]);
        Assert.Contains("对吗", walk.Say("营业时间"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tap_in_the_menu_is_heard_by_the_dialog()
    {
        var walk = After(1);
        Assert.StartsWith("要先离开", walk.Meet(Packets.Event("CLICK", "KF", menu: true)), StringComparison.Ordinal);
        Assert.Equal("人工客服", walk.Say("是"));

        walk = After(1);
        Assert.Equal("请回复一个日期，例如 明天、周五 或 3月5日。", walk.Meet(Packets.Event("CLICK", "OTHER", menu: true)));
    }

    [Fact]
    public void Other_events_run_their_rules_and_leave_it_open()
    {
        var walk = After(1);
        var open = walk.Dialog;
        Assert.Equal("欢迎", walk.Meet(Packets.Event("subscribe")));
        Assert.Equal("followed", Assert.Single(walk.Last.Rules));
        Assert.Same(open, walk.Dialog);
        walk.Meet(new ViewEvent
        {
            ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty, Name = "VIEW", Kind = "view",
        });
        Assert.Same(open, walk.Dialog);
    }

    [Fact]
    public void It_falls_asleep_says_so_and_is_woken()
    {
        var walk = After(1);
        walk.Wait(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal("还在吗？回复“继续”接着订座", Assert.Single(walk.Last.SentTexts()));
        Assert.Equal("dialog:book-table", Assert.Single(walk.Last.Rules));
        Assert.True(walk.Dialog!.Sleeps);

        var asleep = walk.Dialog;
        Assert.Equal("没听懂", walk.Say("明天"));
        Assert.Equal("十点到十点", walk.Say("营业时间"));
        Assert.Equal("没听懂", walk.Say("取消"));
        Assert.Same(asleep, walk.Dialog);

        Assert.Equal("4 位，哪天？", walk.Say("继续"));
        Assert.False(walk.Dialog!.Sleeps);
        Assert.StartsWith("坐哪里？", walk.Say("明天"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_silently_in_its_sleep()
    {
        var walk = After(1);
        walk.Wait(TimeSpan.FromMinutes(6));
        walk.Wait(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(2));
        Assert.NotNull(walk.Dialog);
        walk.Wait(TimeSpan.FromMinutes(2));
        Assert.Null(walk.Dialog);
        Assert.Null(walk.Last.Reply);
        Assert.Empty(walk.Last.Steps);
        Assert.Equal("没听懂", walk.Say("继续"));
    }

    [Fact]
    public void Every_question_gives_time_anew()
    {
        var walk = After(0);
        for (var i = 0; i < 4; i++)
        {
            walk.Wait(TimeSpan.FromMinutes(4));
            Assert.False(walk.Dialog!.Sleeps);
            walk.Say(i < 2 ? "100" : "营业时间");
            Assert.Equal(walk.Now + TimeSpan.FromMinutes(5), walk.Dialog!.Due);
        }
    }

    [Fact]
    public void Opening_it_again_begins_anew()
    {
        var walk = After(3);
        walk.Wait(TimeSpan.FromMinutes(10));
        Assert.Equal("几位？", walk.Say("订座"));
        Assert.Empty(walk.Dialog!.Values);
        Assert.False(walk.Dialog.Sleeps);
    }

    [Fact]
    public void Time_that_has_not_come_changes_nothing()
    {
        var walk = After(1);
        var decision = Booking.Decide(new RuleInput(null, walk.User, Packets.Account, walk.Now, 1) { Start = new RuleStart.DialogDue() });
        Assert.Same(walk.Dialog, decision.Dialog);
        Assert.Empty(decision.Rules);
        Assert.Empty(Booking.Decide(new RuleInput(null, Packets.Newcomer, Packets.Account, walk.Now, 1) { Start = new RuleStart.DialogDue() }).Rules);
    }

    [Fact]
    public void A_dialog_that_the_rules_have_no_more_ends_with_a_note()
    {
        var walk = After(1);
        var other = Rulebook.Of("rules: [{default: true, reply: 没听懂}]");
        var decision = other.Hears(Packets.Text("明天"), walk.User, now: walk.Now);
        Assert.Null(decision.Dialog);
        Assert.Equal("没听懂", Rulebook.Text(decision));
        Assert.Equal("dialog 'book-table': the rules have it no more, or not the question it stood at, so it ended.", Assert.Single(decision.Notes));
        Assert.Null(other.Decide(new RuleInput(null, walk.User, Packets.Account, walk.Now.AddDays(1), 1) { Start = new RuleStart.DialogDue() }).Dialog);
    }
}

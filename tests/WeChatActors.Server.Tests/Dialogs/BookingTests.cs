namespace WeChatActors.Server.Tests.Dialogs;

/// <summary>A dialog from the phone to the shop and back.</summary>
public sealed class BookingTests
{
    [Theory]
    [InlineData(true, "plaintext")]
    [InlineData(true, "compatible")]
    [InlineData(false, "safe")]
    public async Task A_follower_books_by_answering_questions_also_after_wrong_answers(bool canPush, string security)
    {
        await using var stage = await Booking.Start(canPush, security);
        stage.OpenShop();
        Assert.Equal("几位？", await stage.Say("订座"));
        Assert.Equal("请输入 1-20 的数字", await stage.Say("一百"));
        Assert.Equal("请输入 1-20 的数字", await stage.Say("随便"));
        Assert.Equal("哪天？", await stage.Say("四个人"));
        Assert.Equal("这个不行，请换一个。", await stage.Say("昨天"));
        Assert.Equal("手机号？", await stage.Say("明天"));
        Assert.Equal("格式不对，请再输入一次。", await stage.Say("138012"));
        Assert.Equal("4 位，11月21日，对吗？（是/否）", await stage.Say(Booking.Phone));
        Assert.Equal("4 位，11月21日，对吗？（是/否）", await stage.Say("什么"));

        Assert.Equal(Booking.Done, await stage.Say("是"));

        Assert.Equal($$"""{"day":"2025-11-21","people":4,"phone":"{{Booking.Phone}}"}""", stage.Asked.Single().Body);
        Assert.Equal("没听懂", await stage.Say("4"));
    }

    [Theory]
    [InlineData("plaintext")]
    [InlineData("safe")]
    public async Task Whoever_cancels_or_answers_wrongly_too_often_is_out(string security)
    {
        await using var stage = await Booking.Start(security: security);
        await stage.Say("订座");
        await stage.Say("4");
        Assert.Equal("已取消", await stage.Say("取消"));
        Assert.Equal("没听懂", await stage.Say("明天"));

        Assert.Equal("几位？", await stage.Say("订座"));
        await stage.Say("0");
        await stage.Say("21");
        Assert.Equal("已取消", await stage.Say("一百"));
        Assert.Equal("没听懂", await stage.Say("4"));
        Assert.Empty(stage.Asked);
    }

    [Fact]
    public async Task Who_says_no_at_the_end_begins_again_with_the_first_question()
    {
        await using var stage = await Booking.Start();
        stage.OpenShop();
        await stage.Fill();

        Assert.Equal("几位？", await stage.Say("不对"));
        await stage.Say("2");
        await stage.Say("后天");
        Assert.Equal("2 位，11月22日，对吗？（是/否）", await stage.Say(Booking.Phone));
        Assert.Equal(Booking.Done, await stage.Say("是"));
        Assert.Contains("\"day\":\"2025-11-22\",\"people\":2", stage.Asked.Single().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "compatible")]
    [InlineData(false, "plaintext")]
    public async Task What_another_rule_would_answer_leads_out_only_of_a_dialog_that_the_follower_leaves(bool canPush, string security)
    {
        await using var stage = await Booking.Start(canPush, security);
        await stage.Say("订座");
        const string Leave = "要先离开当前的对话吗？回复“是”离开，回复其他内容继续。";

        Assert.Equal(Leave, await stage.Say("你好"));
        Assert.Equal("几位？", await stage.Say("算了吧"));
        Assert.Equal(Leave, await stage.Say("你好"));
        // An answer that fits is one, also now.
        Assert.Equal("哪天？", await stage.Say("4"));
        Assert.Equal(Leave, await stage.Say("hello"));
        Assert.Equal("你好，朋友，欢迎来到晨光书店", await stage.Say("是"));
        Assert.Equal("没听懂", await stage.Say("明天"));
    }

    [Theory]
    [InlineData(true, "safe")]
    [InlineData(false, "plaintext")]
    public async Task Who_falls_silent_is_reminded_once_and_goes_on_with_one_word(bool canPush, string security)
    {
        await using var stage = await Booking.Start(canPush, security);
        await stage.Say("订座");
        await stage.Say("4");
        const string Reminder = "还在吗？回复“继续”接着订座";

        stage.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, await stage.Seen(Reminder));
        stage.Time.Advance(TimeSpan.FromSeconds(2));
        await ShopStage.Until(stage.Turns, turns => turns.Exists(turn => turn.GetProperty("type").GetString() == "timer" && turn.GetRawText().Contains("dialog", StringComparison.Ordinal)), "its time has come");
        if (canPush) await stage.UntilSeen(Reminder);

        // Asleep it leaves everything else to the rules.
        Assert.Equal("没听懂", await stage.Say("明天"));
        Assert.Equal("哪天？", await stage.Say("继续"));
        Assert.Equal("手机号？", await stage.Say("明天"));
        // What is sent by an account that cannot push is sent to nobody.
        Assert.Equal(canPush ? 1 : 0, await stage.Seen(Reminder));
    }

    [Fact]
    public async Task A_dialog_that_nobody_goes_on_with_ends_after_a_day()
    {
        await using var stage = await Booking.Start();
        await stage.Say("订座");
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await stage.UntilSeen("还在吗");
        stage.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        Assert.Equal("没听懂", await stage.Say("继续"));
    }

    [Theory]
    [InlineData("plaintext")]
    [InlineData("compatible")]
    [InlineData("safe")]
    public async Task A_shop_that_takes_seven_seconds_is_waited_for_by_an_account_that_can_push(string security)
    {
        await using var stage = await Booking.Start(security: security);
        await stage.Fill();
        await stage.Ask("是");
        await stage.GoTo(7);
        Assert.Equal(0, await stage.Seen(Booking.Done));

        await stage.ShopAnswers();
        await stage.UntilSeen(Booking.Done);

        await stage.GoTo(60);
        Assert.Equal("没听懂", await stage.Say("在吗"));
        Assert.Equal(1, await stage.Seen(Booking.Done));
        Assert.Single(stage.Asked);
    }

    [Theory]
    [InlineData("plaintext", 7)]
    [InlineData("safe", 7)]
    [InlineData("compatible", 20)]
    public async Task An_account_that_cannot_push_holds_the_answer_for_the_next_delivery_or_for_who_fetches_it(string security, double seconds)
    {
        await using var stage = await Booking.Start(canPush: false, security);
        await stage.Fill();
        await stage.Ask("是");
        await stage.GoTo(seconds);

        await stage.ShopAnswers();
        if (seconds > 14.5) Assert.Equal(Booking.Done, await stage.Say("1"));
        else await stage.UntilSeen(Booking.Done);

        Assert.Equal("没听懂", await stage.Say("在吗"));
        Assert.Equal(1, await stage.Seen(Booking.Done));
        Assert.Single(stage.Asked);
    }
}

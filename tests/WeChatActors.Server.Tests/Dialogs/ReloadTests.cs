using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Server.Tests.Dialogs;

/// <summary>What is under way goes on with the rules that it began with, through reloads and restarts.</summary>
public sealed class ReloadTests
{
    private const string New = "新规则没听懂";

    private static readonly string Changed = Booking.Rules
        .Replace("ask: 几位？", "ask: 一共几个人？", StringComparison.Ordinal)
        .Replace("ask: 哪天？", "ask: 哪一天来？", StringComparison.Ordinal)
        .Replace("对吗？（是/否）", "没错吧？", StringComparison.Ordinal)
        .Replace("订好了，编号 ", "新的编号 ", StringComparison.Ordinal)
        .Replace("看看我会什么", "看看新东西", StringComparison.Ordinal)
        .Replace("reply: 没听懂", "reply: " + New, StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_open_dialog_ends_as_it_began_and_the_next_one_is_new(bool canPush, bool restart)
    {
        await using var stage = await Booking.Start(canPush, canPush ? "safe" : "plaintext");
        stage.OpenShop();
        await stage.Say("订座");
        await stage.WriteRules(Changed);
        await stage.Reload();
        if (restart) await stage.Restart();

        Assert.Equal("请输入 1-20 的数字", await stage.Say("一百"));
        Assert.Equal("哪天？", await stage.Say("4"));
        if (restart) await stage.Restart();
        await stage.Say("明天");
        Assert.Equal("4 位，11月21日，对吗？（是/否）", await stage.Say(Booking.Phone));
        Assert.Equal(Booking.Done, await stage.Say("是"));

        Assert.Equal(New, await stage.Say("4"));
        Assert.Equal("一共几个人？", await stage.Say("订座"));
    }

    [Fact]
    public async Task A_dialog_that_sleeps_through_a_reload_wakes_as_it_was()
    {
        await using var stage = await Booking.Start();
        await stage.Say("订座");
        await stage.WriteRules(Changed.Replace("还在吗？", "人呢？", StringComparison.Ordinal));
        await stage.Reload();
        await stage.Restart();
        stage.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await stage.UntilSeen("还在吗？");
        await stage.Restart();

        Assert.Equal("几位？", await stage.Say("继续"));
        Assert.Equal("哪天？", await stage.Say("4"));
        Assert.Equal(0, await stage.Seen("人呢？"));
    }

    [Fact]
    public async Task A_dialog_whose_rules_nobody_has_any_more_ends_with_a_note()
    {
        await using var stage = await Booking.Start();
        await stage.Say("订座");
        await stage.Restart(async () =>
        {
            await stage.WriteRules(Changed);
            await using var connection = new SqliteConnection($"Data Source={stage.Database};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM script WHERE hash <> ''";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        });

        Assert.Equal(New, await stage.Say("4"));

        var shown = await stage.Conversation();
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("dialog").ValueKind);
        Assert.Contains("The dialog 'book-table' ended: the rules it began with are gone.", shown.GetProperty("turns")[0].GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("一共几个人？", await stage.Say("订座"));
    }

    [Fact]
    public async Task What_a_rule_does_later_is_what_the_rules_in_force_then_say()
    {
        await using var stage = await Booking.Start();
        await stage.WriteRules(Changed);
        await stage.Reload();
        stage.Time.Advance(TimeSpan.FromSeconds(41));
        await stage.UntilSeen("看看新东西");
        Assert.Equal(0, await stage.Seen("看看我会什么"));
    }

    [Fact]
    public async Task What_a_rule_would_have_done_later_is_left_out_with_a_note_when_it_is_gone()
    {
        await using var stage = await Booking.Start();
        await stage.WriteRules(Changed.Replace("id: welcome", "id: hello-there", StringComparison.Ordinal));
        await stage.Reload();
        stage.Time.Advance(TimeSpan.FromSeconds(41));

        await ShopStage.Until(stage.Turns, turns => turns.Exists(turn => turn.GetProperty("type").GetString() == "timer"), "its time has come");
        Assert.Contains("welcome", (await stage.Turns())[0].GetProperty("notes").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await stage.Seen("看看"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_under_way_leads_to_what_its_own_rules_say(bool restart)
    {
        await using var stage = await Booking.Start();
        await stage.Fill();
        await stage.Ask("是");
        await stage.GoTo(4.6);
        await stage.WriteRules(Changed);
        await stage.Reload();
        if (restart)
        {
            await stage.Restart();
            await ShopStage.Until(() =>
            {
                stage.Time.Advance(TimeSpan.FromMilliseconds(10));
                return Task.FromResult(stage.Asked);
            }, asked => asked.Count == 2, "the shop is asked again");
        }

        stage.OpenShop();
        await stage.UntilSeen("编号");

        Assert.Equal((1, 0), (await stage.Seen(Booking.Done), await stage.Seen("新的编号")));
        Assert.Single(stage.Asked.Select(request => request.Header("Idempotency-Key")).Distinct());
        Assert.Single(stage.Asked.Select(request => request.Body).Distinct());
        Assert.Equal(New, await stage.Say("在吗"));
    }
}

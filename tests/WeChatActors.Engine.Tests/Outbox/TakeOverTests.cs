using WeChatActors.Protocol;
using static WeChatActors.Engine.Tests.Sending;

namespace WeChatActors.Engine.Tests;

/// <summary>Several processes over one table, and processes that end in the middle.</summary>
public sealed class TakeOverTests
{
    private const string Ok = """{"errcode":0,"errmsg":"ok"}""";

    [Fact]
    public async Task What_a_dead_process_was_sending_is_unknown_and_what_waits_behind_it_is_sent()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);
        sending.Store.Shared.Owe(Entry(1), Entry(2));
        await Claimed(sending, Entry(1), dead: true);

        sending.Outbox.Start();
        await sending.WhenEnded(2);

        Assert.Equal([(1L, OutboxState.Unknown), (2L, OutboxState.Sent)], sending.Log.Select(ended => (ended.Entry.Id, ended.Outcome.State)));
        Assert.Contains("not sent again", sending.Log[0].Outcome.Why, StringComparison.Ordinal);
        Assert.Equal(["2"], sending.Texts().Select(text => text.Text));
    }

    [Fact]
    public async Task A_living_process_is_left_alone_until_its_lease_lapses()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);
        sending.Store.Shared.Owe(Entry(1));
        await Claimed(sending, Entry(1), dead: false);
        sending.Outbox.Start();

        await sending.Until(() => sending.Time.GetUtcNow() - Given.Noon >= TimeSpan.FromSeconds(58));
        Assert.Empty(sending.Log);
        var outcome = await sending.OutcomeOf(Entry(1));

        Assert.Equal(OutboxState.Unknown, outcome.State);
        Assert.Empty(sending.Platform.CallsOf(Send));
    }

    [Fact]
    public async Task What_may_be_done_twice_is_done_again_after_a_crash()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.RemarkPath, Ok).On(NoticeJson.TemplatePath, """{"errcode":0,"errmsg":"ok","msgid":200228332}""");
        var remark = Entry(1, new OutboxItem.Remark("老顾客"));
        var template = Entry(1, new OutboxItem.Notice(NoticeKind.Template, """{"template_id":"T","data":{}}"""), "oBob");
        sending.Store.Shared.Owe(remark, template);
        await Claimed(sending, remark, dead: true);
        await Claimed(sending, template, dead: true);

        sending.Outbox.Start();
        await sending.OutcomeOf(remark);
        var outcome = await sending.OutcomeOf(template);

        Assert.Equal((OutboxState.Sent, "200228332"), (outcome.State, outcome.MsgId));
        Assert.Single(sending.Platform.CallsOf(FollowerJson.RemarkPath));
        Assert.Contains("\"client_msg_id\":\"", Assert.Single(sending.Platform.CallsOf(NoticeJson.TemplatePath)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_the_platform_may_have_forgotten_is_not_sent_again()
    {
        await using var sending = new Sending();
        sending.Platform.On(NoticeJson.TemplatePath, """{"errcode":0,"errmsg":"ok","msgid":1}""");
        var template = Entry(1, new OutboxItem.Notice(NoticeKind.Template, """{"template_id":"T","data":{}}"""));
        sending.Store.Shared.Owe(template);
        await Claimed(sending, template, dead: true);
        sending.Time.Advance(TimeSpan.FromMinutes(9));

        sending.Outbox.Start();

        Assert.Equal(OutboxState.Unknown, (await sending.OutcomeOf(template)).State);
        Assert.Empty(sending.Platform.CallsOf(NoticeJson.TemplatePath));
    }

    [Fact]
    public async Task Three_processes_send_every_row_once_and_in_order()
    {
        await using var first = new Sending();
        await using var second = new Sending(beside: first);
        await using var third = new Sending(beside: first);
        first.Platform.On(Send, Ok);
        Sending[] all = [first, second, third];
        foreach (var one in all) one.Outbox.Start();
        var chance = new Random(11);

        for (var i = 0; i < 400; i++)
        {
            var entry = Entry(i, openId: $"o{i % 7}");
            first.Store.Shared.Owe(entry);
            // A commit happens anywhere; now and then its process dies before it can say so.
            if (chance.Next(5) > 0) all[chance.Next(3)].Outbox.Owe([entry]);
        }
        await first.Until(() => first.Store.Shared.Ended.Count == 400);

        Assert.Equal(400, first.Texts().Length);
        foreach (var texts in first.Texts().GroupBy(text => text.OpenId))
            Assert.Equal(texts.Select(text => int.Parse(text.Text, System.Globalization.CultureInfo.InvariantCulture)).Order(), texts.Select(text => int.Parse(text.Text, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(first.Store.Shared.Ended.Values, row => Assert.Equal(OutboxState.Sent, row.Outcome.State));
    }

    private static async Task Claimed(Sending sending, OutboxEntry entry, bool dead)
    {
        var other = new MemoryOutboxStore(sending.Store.Shared, "node-dead", sending.Time);
        Assert.True(await other.Claim(entry.To, entry.Id, sending.Time.GetUtcNow(), sending.Time.GetUtcNow().AddSeconds(60)));
        if (dead) sending.Store.Shared.Dead.Add("node-dead");
    }
}

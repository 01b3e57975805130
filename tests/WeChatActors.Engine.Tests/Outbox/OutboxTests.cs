using WeChatActors.Engine.Tests.Platform;
using WeChatActors.Protocol;
using static WeChatActors.Engine.Tests.Sending;

namespace WeChatActors.Engine.Tests;

public sealed class OutboxTests
{
    private const string Ok = """{"errcode":0,"errmsg":"ok"}""";

    [Fact]
    public async Task Rows_of_a_conversation_arrive_in_their_order_whatever_their_number()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);

        for (var i = 0; i < 40; i++) sending.Owe(Entry(i * 3), Entry(i * 3 + 1), Entry(i * 3 + 2));
        await sending.WhenEnded(120);

        Assert.Equal(Enumerable.Range(0, 120).Select(i => ("oAnn", $"{i}")), sending.Texts());
        Assert.All(sending.Log, ended => Assert.Equal(OutboxState.Sent, ended.Outcome.State));
        Assert.Equal(0, sending.Store.Reads);
    }

    [Fact]
    public async Task Conversations_do_not_wait_for_each_other_and_no_more_run_at_once_than_allowed()
    {
        var gate = new TaskCompletionSource();
        await using var sending = new Sending(new OutboxOptions { Parallel = 5, PerSecond = 100_000 });
        sending.Platform.On(Send, ScriptedPlatform.After(gate.Task, ScriptedPlatform.Json(Ok)));

        sending.Owe([.. Enumerable.Range(0, 12).Select(i => Entry(1, openId: $"o{i}"))]);
        await sending.Platform.Asked(Send, 5);

        Assert.Equal(5, sending.Platform.CallsOf(Send).Count);
        Assert.Equal(5, sending.Outbox.Counters[0].Sending);
        gate.SetResult();
        await sending.WhenEnded(12);
        Assert.Equal((12L, 0, 0), (sending.Outbox.Counters[0].Sent, sending.Outbox.Counters[0].Sending, sending.Outbox.Counters[0].InHand));
    }

    [Fact]
    public async Task A_row_waits_for_those_before_it_that_were_put_off()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, """{"errcode":40001,"errmsg":"invalid credential"}""", """{"errcode":40001,"errmsg":"invalid credential"}""", Ok);

        sending.Owe(Entry(1));
        await sending.Until(() => sending.Outbox.Counters[0] is { PutOff: 1, InHand: 0 }, TimeSpan.Zero);
        sending.Owe(Entry(2));
        sending.Outbox.Start();
        await sending.Until(() => sending.Has(Entry(2)));

        Assert.Equal(["1", "1", "1", "2"], sending.Texts().Select(text => text.Text));
    }

    [Theory]
    [InlineData("""{"errcode":45015,"errmsg":"response out of time limit"}""", OutboxState.Refused, 45015, "Reply time limit passed")]
    [InlineData("""{"errcode":45047,"errmsg":"out of response count limit"}""", OutboxState.Refused, 45047, "")]
    [InlineData("""{"errcode":45002,"errmsg":"content size out of limit"}""", OutboxState.Refused, 45002, "shorten the content")]
    [InlineData("""{"errcode":48001,"errmsg":"api unauthorized"}""", OutboxState.Refused, 48001, "")]
    [InlineData("""{"errcode":777777,"errmsg":"?"}""", OutboxState.Refused, 777777, "not in WeChat's lists")]
    [InlineData("""{"errcode":-1,"errmsg":"system error"}""", OutboxState.Unknown, 0, "busy")]
    [InlineData("not JSON at all", OutboxState.Unknown, 0, "no JSON")]
    [InlineData("", OutboxState.Unknown, 0, "nothing")]
    public async Task A_message_is_sent_once_and_its_end_says_how_it_went(string answer, OutboxState state, int errcode, string why)
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, answer);
        sending.Outbox.Start();

        sending.Owe(Entry(1));
        var outcome = await sending.OutcomeOf(Entry(1));
        sending.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal((state, errcode), (outcome.State, outcome.Errcode));
        Assert.Contains(why, outcome.Why, StringComparison.OrdinalIgnoreCase);
        Assert.Single(sending.Platform.CallsOf(Send));
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_never_sent_again()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, ScriptedPlatform.Reset(), ScriptedPlatform.Silent(), ScriptedPlatform.Json(Ok));
        sending.Outbox.Start();

        sending.Owe(Entry(1), Entry(2), Entry(3));
        await sending.OutcomeOf(Entry(3));

        Assert.Equal(["1", "2", "3"], sending.Texts().Select(text => text.Text));
        Assert.Equal([OutboxState.Unknown, OutboxState.Unknown, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
    }

    [Fact]
    public async Task What_was_not_sent_in_time_expires_and_is_not_sent()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);
        sending.Time.Advance(TimeSpan.FromSeconds(50));

        sending.Owe(Entry(1, lives: TimeSpan.FromSeconds(50)), Entry(2, lives: TimeSpan.FromSeconds(51)));
        await sending.WhenEnded(2);

        Assert.Equal([OutboxState.Expired, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
        Assert.Equal(["2"], sending.Texts().Select(text => text.Text));
    }

    [Fact]
    public async Task A_quota_that_is_full_only_after_the_end_expires_at_once_and_tags_go_on()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""")
            .On(FollowerJson.RemarkPath, Ok);
        sending.Outbox.Start();

        sending.Owe(Entry(1, lives: TimeSpan.FromHours(2)), Entry(2, lives: TimeSpan.FromHours(2)), Entry(3, new OutboxItem.Remark("x")));
        sending.Owe(Entry(1, openId: "oBob"));
        await sending.OutcomeOf(Entry(3));
        await sending.Until(() => sending.Outbox.Counters[0].PutOff > 0);

        Assert.Equal([OutboxState.Expired, OutboxState.Expired, OutboxState.Sent], sending.Log.Where(ended => ended.Entry.To == Given.Id()).Select(ended => ended.Outcome.State));
        var waiting = (await sending.Store.Find(Entry(1, openId: "oBob").To, 1))!;
        // Midnight in China.
        Assert.Equal((OutboxState.Waiting, new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero)), (waiting.Outcome.State, waiting.NotBefore));
        Assert.Contains("midnight in China", waiting.Outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_token_does_not_hold_up_another()
    {
        await using var sending = new Sending(new OutboxOptions { Parallel = 2, PerSecond = 100_000 }, accounts: ["stuck", "demo"]);
        var gate = new TaskCompletionSource();
        sending.Platform.On(Send, async (connection, request) =>
        {
            if (request.Body.Contains("stuck", StringComparison.Ordinal)) await gate.Task;
            await ScriptedPlatform.Json(Ok)(connection, request);
        });

        sending.Owe([.. Enumerable.Range(0, 50).Select(i => Entry(1, Text("stuck"), $"o{i}", account: "stuck"))]);
        sending.Owe([.. Enumerable.Range(0, 50).Select(i => Entry(1, Text("flows"), $"o{i}"))]);
        await sending.WhenEnded(50);

        Assert.All(sending.Log, ended => Assert.Equal("demo", ended.Entry.To.Account));
        gate.SetResult();
        await sending.WhenEnded(100);
    }

    [Fact]
    public async Task Without_a_token_rows_wait_and_go_out_once_there_is_one()
    {
        var tokens = new ScriptedTokens("token-1") { Refusal = new TokenReply.Refused(40125, "The app_secret is wrong; correct it.", null) };
        await using var sending = new Sending(tokens: tokens);
        sending.Platform.On(Send, Ok);
        sending.Outbox.Start();

        sending.Owe([.. Enumerable.Range(0, 30).Select(i => Entry(1, openId: $"o{i}"))]);
        await sending.Until(() => sending.Outbox.Counters[0].StoppedUntil is not null);
        for (var i = 0; i < 600; i++) sending.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(sending.Platform.CallsOf(Send));
        Assert.Contains(sending.Notices, notice => notice.Urgent && notice.Sentence.Contains("app_secret is wrong", StringComparison.Ordinal));
        tokens.Refusal = null;
        await sending.Until(() => sending.Log.Count == 30);

        Assert.All(sending.Log, ended => Assert.Equal(OutboxState.Sent, ended.Outcome.State));
        Assert.Equal(30, sending.Platform.CallsOf(Send).Count);
    }

    [Fact]
    public async Task What_the_conversation_could_not_keep_is_told_again_and_nothing_is_sent_meanwhile()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);
        var tries = 0;
        sending.Hears = (entry, _) => entry.Id > 1 ? new(true) : ++tries switch
        {
            1 => new(false),
            2 => throw new StoreUnavailableException("The disk is full."),
            _ => new(true),
        };
        sending.Outbox.Start();

        sending.Owe(Entry(1), Entry(2));
        await sending.Platform.Asked(Send);
        await sending.Until(() => sending.Outbox.Counters[0].Untold == 1, TimeSpan.Zero);
        Assert.Single(sending.Platform.CallsOf(Send));
        await sending.OutcomeOf(Entry(2));

        Assert.Equal(["1", "2"], sending.Texts().Select(text => text.Text));
        Assert.Equal(3, sending.Told[(Given.Id(), 1)]);
        Assert.Contains(sending.Notices, notice => notice.Sentence.Contains("The disk is full.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_platform_that_refuses_everything_for_an_hour_leaves_no_row_without_an_end()
    {
        await using var sending = new Sending();
        var answers = new ScriptedAnswer[]
        {
            ScriptedPlatform.Json("""{"errcode":50002,"errmsg":"user limited"}"""), ScriptedPlatform.Reset(), ScriptedPlatform.Json("<html>", 502),
            ScriptedPlatform.Json("""{"errcode":-1,"errmsg":"system error"}"""), ScriptedPlatform.Json("""{"errcode":45011,"errmsg":"api minute-quota"}"""),
        };
        var asked = -1;
        sending.Platform.On(Send, (connection, request) => answers[(Interlocked.Increment(ref asked) & int.MaxValue) % answers.Length](connection, request));
        sending.Outbox.Start();
        var entries = Enumerable.Range(0, 200).Select(i => Entry(i / 20, openId: $"o{i % 20}", lives: TimeSpan.FromMinutes(50))).ToArray();

        sending.Owe(entries);
        await sending.Until(() => sending.Log.Count == 200, TimeSpan.FromSeconds(5));

        Assert.All(sending.Log, ended => Assert.True(ended.Outcome.State is OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired && ended.Outcome.Why is not null));
        // What was refused for the minute was not done; everything else was sent once.
        var counters = sending.Outbox.Counters[0];
        Assert.Equal(200, counters.Refused + counters.Unknown + counters.Expired);
        Assert.All(sending.Log.Where(ended => ended.Outcome.State == OutboxState.Unknown), ended => Assert.Equal(1, sending.Told[(ended.Entry.To, ended.Entry.Id)]));
        Assert.Empty(sending.Store.Shared.Open);
    }

    [Fact]
    public async Task A_platform_that_hangs_costs_a_few_messages_and_the_others_wait()
    {
        await using var sending = new Sending(new OutboxOptions { Parallel = 4, PerSecond = 100_000 });
        sending.Platform.On(Send, ScriptedPlatform.Silent());
        sending.Outbox.Start();

        sending.Owe([.. Enumerable.Range(0, 300).Select(i => Entry(1, openId: $"o{i}"))]);
        var mended = sending.Time.GetUtcNow() + TimeSpan.FromMinutes(15);
        while (sending.Time.GetUtcNow() < mended)
        {
            // A call that the clock overtook before it reached the platform would be lost on this machine.
            await sending.Until(() => sending.Platform.CallsOf(Send).Count >= sending.Log.Count + sending.Outbox.Counters[0].Sending, TimeSpan.Zero);
            await Task.Delay(1);
            sending.Time.Advance(TimeSpan.FromSeconds(5));
        }
        var lost = sending.Log.Count;
        sending.Platform.On(Send, Ok);
        await sending.Until(() => sending.Log.Count == 300, TimeSpan.FromSeconds(5));

        Assert.InRange(lost, 1, 40);
        Assert.Equal(300, sending.Platform.CallsOf(Send).Count);
    }

    [Fact]
    public async Task A_backlog_of_a_hundred_thousand_rows_drains_with_a_thousand_conversations_in_memory()
    {
        const int Rows = 100_000, Conversations = 40_000;
        await using var sending = new Sending(new OutboxOptions { Parallel = 64, PerSecond = 100_000 });
        // Ended before they are sent: the platform would only measure the loopback.
        sending.Time.Advance(TimeSpan.FromMinutes(1));
        sending.Store.Shared.Owe([.. Enumerable.Range(0, Rows).Select(i => Entry(i / Conversations, openId: $"o{i % Conversations}", lives: TimeSpan.FromSeconds(50)))]);
        var (most, heard) = (0, 0);
        sending.Hears = (_, _) =>
        {
            // Counting looks at every conversation in memory.
            if (Interlocked.Increment(ref heard) % 200 == 1 && sending.Outbox.Counters[0].InHand is var inHand && inHand > most) most = inHand;
            return new(true);
        };

        sending.Outbox.Start();
        await sending.WhenEnded(Rows);

        Assert.InRange(most, 500, 1_000);
        Assert.All(sending.Log.GroupBy(ended => ended.Entry.To), ended => Assert.Equal(ended.Select(row => row.Entry.Id).Order(), ended.Select(row => row.Entry.Id)));
        Assert.Equal(Rows, sending.Outbox.Counters[0].Expired);
    }

    [Fact]
    public async Task More_rows_than_are_held_of_one_conversation_are_read_from_the_table()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);

        for (var i = 0; i < 350; i++) sending.Owe(Entry(i));
        await sending.WhenEnded(350);

        Assert.Equal(Enumerable.Range(0, 350).Select(i => $"{i}"), sending.Texts().Select(text => text.Text));
    }

    [Fact]
    public async Task The_pace_of_an_account_is_kept()
    {
        await using var sending = new Sending(new OutboxOptions { PerSecond = 10, Parallel = 50 });
        sending.Platform.On(Send, Ok);

        sending.Owe([.. Enumerable.Range(0, 21).Select(i => Entry(1, openId: $"o{i}"))]);
        await sending.Platform.Asked(Send, 1);
        var second = sending.Until(() => sending.Log.Count == 21, TimeSpan.FromMilliseconds(50));
        await second;

        Assert.True(sending.Time.GetUtcNow() - Given.Noon >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task What_is_being_sent_at_the_end_is_told_and_nothing_else_begins()
    {
        var gate = new TaskCompletionSource();
        await using var sending = new Sending(new OutboxOptions { Parallel = 1 });
        sending.Platform.On(Send, ScriptedPlatform.After(gate.Task, ScriptedPlatform.Json(Ok)));
        sending.Owe(Entry(1), Entry(2));
        await sending.Platform.Asked(Send);

        var stop = sending.Outbox.Stop(TimeSpan.FromSeconds(5));
        sending.Owe(Entry(1, openId: "oBob"));
        gate.SetResult();

        Assert.True(await stop);
        Assert.Equal([1], sending.Log.Select(ended => ended.Entry.Id));
        Assert.Equal(2, sending.Store.Shared.Open.Count);
    }

    [Fact]
    public async Task A_stop_does_not_wait_longer_than_its_limit()
    {
        var gate = new TaskCompletionSource();
        await using var sending = new Sending();
        sending.Platform.On(Send, ScriptedPlatform.After(gate.Task, ScriptedPlatform.Json(Ok)));
        sending.Owe(Entry(1));
        await sending.Platform.Asked(Send);

        var stop = sending.Outbox.Stop(TimeSpan.FromSeconds(5));
        sending.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await stop);
        gate.SetResult();
        await sending.WhenEnded(1);
    }

    [Fact]
    public async Task A_store_that_is_down_delays_and_loses_nothing()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);
        sending.Store.Down = "The database cannot be written.";
        sending.Outbox.Start();

        sending.Owe(Entry(1), Entry(2));
        await sending.Until(() => sending.Notices.Any(notice => notice.Sentence.Contains("cannot be written", StringComparison.Ordinal)));
        Assert.Empty(sending.Platform.CallsOf(Send));
        sending.Store.Down = null;
        await sending.OutcomeOf(Entry(2));

        Assert.Equal(["1", "2"], sending.Texts().Select(text => text.Text));
    }

    [Fact]
    public async Task What_is_owed_through_an_account_without_secret_waits_until_it_expires()
    {
        await using var sending = new Sending();
        sending.Accounts["demo"].Platform = null;
        sending.Outbox.Start();

        sending.Owe(Entry(1, lives: TimeSpan.FromMinutes(12)));
        var outcome = await sending.OutcomeOf(Entry(1), TimeSpan.FromSeconds(5));

        Assert.Equal(OutboxState.Expired, outcome.State);
        Assert.Contains("app_secret", outcome.Why, StringComparison.Ordinal);
    }
}

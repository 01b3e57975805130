using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class StoreFaultTests : IAsyncLifetime
{
    private const string DiskFull = "The disk that holds data/wechatactors.db is full: free some space; packets are not acknowledged until then.";

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start("conversations: {mailbox: 2}");

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task What_cannot_be_kept_is_not_acknowledged_and_has_its_turn_when_the_disk_is_back()
    {
        var delivery = _edge.Text("oAnn", "你好", 1);
        Assert.Equal(HttpStatusCode.OK, (await _edge.Admin.GetAsync("/readyz")).StatusCode);

        _edge.Store.Failure = DiskFull;
        AssertUnavailable(await _edge.Post("plain", delivery));
        AssertUnavailable(await _edge.Post("plain", delivery));
        var red = await _edge.Admin.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, red.StatusCode);
        Assert.Equal("application/problem+json", red.Content.Headers.ContentType!.MediaType);
        var problem = await red.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("The store does not take writes", DiskFull), (problem.GetProperty("title").GetString(), problem.GetProperty("detail").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await _edge.Admin.GetAsync("/healthz")).StatusCode);

        _edge.Store.Failure = null;
        Assert.Equal("ready\n", await _edge.Admin.GetStringAsync("/readyz"));
        Assert.Equal("1: 你好", (await _edge.Post("plain", delivery)).ReplyText());
        Assert.Single((await _edge.Conversation("oAnn")).GetProperty("turns").EnumerateArray());
        Assert.Equal(2, await _edge.Metric("wechatactors_deliveries_total{answer=\"unavailable\"}"));
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_at_the_deadline_and_the_retry_joins_the_turn()
    {
        var delivery = _edge.Text("oAnn", "你好", 1);
        _edge.Store.Stick();
        var first = _edge.Post("plain", delivery);
        await _edge.Store.NextCommit();

        _edge.Time.Advance(TimeSpan.FromSeconds(4.5) - VirtualTime.OneTick);
        Assert.Equal((0, false), (_edge.Host.Conversations.Counters.DeadlinesPassed, first.IsCompleted));
        // It may have begun to wait a moment after its turn reached the store.
        await Edge.Until(() =>
        {
            _edge.Time.Advance(TimeSpan.FromMilliseconds(10));
            return _edge.Host.Conversations.Counters.DeadlinesPassed == 1;
        });
        AssertUnavailable(await first);

        _edge.Time.Advance(TimeSpan.FromSeconds(0.5));
        var retry = _edge.Post("plain", delivery);
        await Edge.Until(() => _edge.Host.Conversations.Counters.Messages == 2);
        _edge.Store.GoOn();

        Assert.Equal("1: 你好", (await retry).ReplyText());
        Assert.Single((await _edge.Conversation("oAnn")).GetProperty("turns").EnumerateArray());
    }

    [Fact]
    public async Task A_packet_for_no_conversation_is_given_up_at_the_same_deadline()
    {
        _edge.Store.Stick();
        var asked = _edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oAnn", "debug_demo", ""), _edge.Seconds));
        await _edge.Store.NextSetAside();

        _edge.Time.Advance(TimeSpan.FromSeconds(4.5) - VirtualTime.OneTick);
        Assert.False(asked.IsCompleted);
        // It may have begun to wait a moment after the packet reached the store.
        await Edge.Until(() =>
        {
            _edge.Time.Advance(TimeSpan.FromMilliseconds(10));
            return asked.IsCompleted;
        });
        AssertUnavailable(await asked);
    }

    [Fact]
    public async Task A_full_mailbox_is_told_at_once_and_keeps_what_it_accepted()
    {
        _edge.Store.Stick();
        var first = _edge.Post("plain", _edge.Text("oAnn", "一", 1));
        await _edge.Store.NextCommit();
        var second = _edge.Post("plain", _edge.Text("oAnn", "二", 2));
        await Edge.Until(() => _edge.Host.Conversations.Counters.Messages == 2);

        AssertUnavailable(await _edge.Post("plain", _edge.Text("oAnn", "三", 3)));
        _edge.Store.GoOn();

        Assert.Equal("1: 一", (await first).ReplyText());
        Assert.Equal("2: 二", (await second).ReplyText());
        Assert.Equal("3: 三", (await _edge.Post("plain", _edge.Text("oAnn", "三", 3))).ReplyText());
        Assert.Equal(1, await _edge.Metric("wechatactors_mailbox_full_total"));
    }

    [Fact]
    public async Task One_stuck_conversation_leaves_its_server_answering_refusals()
    {
        _edge.Store.Stick();
        var stuck = _edge.Post("plain", _edge.Text("oAnn", "你好", 1));
        await _edge.Store.NextCommit();

        Assert.Equal(403, (await _edge.Post("plain", new Delivery("", []))).Status);
        Assert.Equal("ok\n", await _edge.Admin.GetStringAsync("/healthz"));
        _edge.Store.GoOn();
        Assert.Equal(200, (await stuck).Status);
    }

    [Fact]
    public async Task A_packet_whose_turn_fails_three_times_is_set_aside_and_acknowledged()
    {
        var delivery = _edge.Text("oAnn", "毒", 1);
        _edge.Store.LoadThrows = new InvalidOperationException("A bug.");

        Assert.Equal((200, "success"), Of(await _edge.Post("plain", delivery)));

        Assert.Equal(3, _edge.Store.Loads);
        Assert.Equal(1, await _edge.Metric("wechatactors_poisoned_total"));
        var (reason, detail, body) = Assert.Single(Kept("poison"));
        Assert.Equal(("Poison", "plain/oAnn failed 3 times: InvalidOperationException: A bug."), (reason, detail));
        Assert.Contains("Content=毒\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_packet_that_cannot_be_set_aside_is_not_acknowledged()
    {
        _edge.Store.LoadThrows = new InvalidOperationException("A bug.");
        _edge.Store.Failure = DiskFull;

        AssertUnavailable(await _edge.Post("plain", _edge.Text("oAnn", "毒", 1)));
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_loaded_now_is_not_tried_again_by_itself()
    {
        var delivery = _edge.Text("oAnn", "你好", 1);
        _edge.Store.LoadThrows = new StoreUnavailableException("data/wechatactors.db is locked by another program.");

        AssertUnavailable(await _edge.Post("plain", delivery));
        Assert.Equal(1, _edge.Store.Loads);
        Assert.Empty(Kept("poison"));

        _edge.Store.LoadThrows = null;
        Assert.Equal("1: 你好", (await _edge.Post("plain", delivery)).ReplyText());
    }

    [Theory]
    [InlineData("event-qualification-verify-success.xml", "AccountLevel", "qualification_verify_success")]
    [InlineData("event-masssendjobfinish.xml", "AccountLevel", "MASSSENDJOBFINISH")]
    [InlineData("event-unknown-future.xml", "Unknown", null)]
    [InlineData("bad/unknown-msgtype.xml", "Unknown", null)]
    public async Task A_packet_of_no_conversation_is_kept_before_it_is_acknowledged(string file, string reason, string? detail)
    {
        var delivery = new Delivery(Edge.Credentials.Query(_edge.Seconds, "1"), Samples.Bytes(file));

        _edge.Store.Failure = DiskFull;
        AssertUnavailable(await _edge.Post("plain", delivery));
        Assert.Empty(Kept("set_aside"));

        _edge.Store.Failure = null;
        Assert.Equal((200, "success"), Of(await _edge.Post("plain", delivery)));
        var kept = Assert.Single(Kept("set_aside"));
        Assert.Equal((reason, System.Text.Encoding.UTF8.GetString(delivery.Body)), (kept.Reason, kept.Body));
        if (detail is not null) Assert.Equal(detail, kept.Detail.Split(':')[0]);
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
    }

    [Fact]
    public async Task Of_a_flood_of_malformed_packets_one_a_second_is_kept_and_no_more_than_its_beginning()
    {
        var flood = new Delivery(Edge.Credentials.Query(_edge.Seconds, "1"), [.. "{\"a\":\""u8, .. Enumerable.Repeat((byte)'x', 9000)]);
        for (var second = 0; second < 2; second++)
        {
            for (var i = 0; i < 10; i++) Assert.Equal((200, "success"), Of(await _edge.Post("plain", flood)));
            _edge.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await Edge.Until(() => Kept("set_aside").Count >= 2);
        await _edge.Restart(); // whatever was still on its way is written

        Assert.All(Kept("set_aside"), kept => Assert.Equal(("Malformed", 4096), (kept.Reason, kept.Body.Length)));
        Assert.Equal(2, Kept("set_aside").Count);
    }

    [Fact]
    public async Task A_stopping_server_answers_what_it_accepted()
    {
        _edge.Store.Stick();
        var accepted = _edge.Post("plain", _edge.Text("oAnn", "你好", 1));
        await _edge.Store.NextCommit();

        var stopping = _edge.Restart(); // lets the store go on

        Assert.Equal("1: 你好", (await accepted).ReplyText());
        await stopping;
        Assert.Equal("2: 还在吗", (await _edge.Post("plain", _edge.Text("oAnn", "还在吗", 2))).ReplyText());
    }

    private static void AssertUnavailable(PushAnswer answer) => Assert.Equal((503, ""), Of(answer));

    private static (int, string) Of(PushAnswer answer) => (answer.Status, answer.Text);

    private List<(string Reason, string Detail, string Body)> Kept(string table)
    {
        using var connection = new SqliteConnection($"Data Source={_edge.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = table == "poison" ? "SELECT reason, detail, body FROM poison" : "SELECT reason, detail, body FROM set_aside";
        using var rows = command.ExecuteReader();
        var kept = new List<(string, string, string)>();
        while (rows.Read()) kept.Add((rows.GetString(0), rows.GetString(1), System.Text.Encoding.UTF8.GetString((byte[])rows[2])));
        return kept;
    }
}

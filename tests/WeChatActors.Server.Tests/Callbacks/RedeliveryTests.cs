using System.Text.Json;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class RedeliveryTests : IAsyncLifetime
{
    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("text")]
    [InlineData("event")]
    public async Task A_packet_delivered_at_once_and_later_and_after_a_restart_has_one_turn_and_one_answer(string kind)
    {
        var delivery = Delivery.Plain(
            Edge.Credentials, kind == "text" ? PacketXml.Text("oAnn", "你好", 1) : PacketXml.Event("oAnn", "CLICK", "TODAY"), _edge.Seconds);
        _edge.Store.Stick();
        var atOnce = Enumerable.Range(0, 3).Select(_ => _edge.Post("plain", delivery)).ToArray();
        await _edge.Store.NextCommit();
        await Edge.Until(() => _edge.Host.Conversations.Counters.Messages == 3);
        _edge.Store.GoOn();
        List<PushAnswer> answers = [.. await Task.WhenAll(atOnce)];
        for (var i = 0; i < 2; i++)
        {
            _edge.Time.Advance(TimeSpan.FromSeconds(5));
            answers.Add(await _edge.Post("plain", delivery));
        }
        await _edge.Restart();
        answers.Add(await _edge.Post("plain", delivery));

        Assert.All(answers, answer => Assert.Equal((200, answers[0].Text), (answer.Status, answer.Text)));
        Assert.Equal(kind == "text" ? "1: 你好" : "点了 TODAY", answers[0].ReplyText());
        await Counted("plain", 6);
    }

    [Fact]
    public async Task An_answer_of_silence_is_remembered_too()
    {
        var delivery = _edge.Text("oAnn", "安静", 1);
        await _edge.Post("plain", delivery);
        await _edge.Restart();

        Assert.Equal("success", (await _edge.Post("plain", delivery)).Text);
        await Counted("plain", 2);
    }

    [Fact]
    public async Task A_retry_of_an_earlier_packet_gets_the_earlier_answer()
    {
        var first = _edge.Text("oAnn", "一", 1);
        await _edge.Post("plain", first);
        await _edge.Post("plain", _edge.Text("oAnn", "二", 2));

        Assert.Equal("1: 一", (await _edge.Post("plain", first)).ReplyText());
        Assert.Equal("3: 三", (await _edge.Post("plain", _edge.Text("oAnn", "三", 3))).ReplyText());
    }

    [Fact]
    public async Task Packets_that_only_look_alike_have_turns_of_their_own()
    {
        Assert.Equal("1: 你好", (await _edge.Post("plain", _edge.Text("oAnn", "你好", 1))).ReplyText());
        Assert.Equal("2: 你好", (await _edge.Post("plain", _edge.Text("oAnn", "你好", 2))).ReplyText());
        Assert.Equal("1: 你好", (await _edge.Post("plain", _edge.Text("oann", "你好", 1))).ReplyText());
        Assert.Equal("1: 你好", (await _edge.Post("compat", _edge.Text("oAnn", "你好", 1))).ReplyText());
    }

    [Fact]
    public async Task What_a_conversation_remembers_survives_a_restart()
    {
        Assert.Equal("好的，小明", (await _edge.Post("plain", _edge.Text("oAnn", "叫我小明", 1))).ReplyText());
        await _edge.Restart();
        await _edge.Post("plain", _edge.Text("oAnn", "在吗", 2));

        Assert.Equal("小明", (await _edge.Conversation("oAnn")).GetProperty("user").GetProperty("name").GetString());
    }

    /// <summary>The only turn was delivered so often; deliveries are counted behind the answer.</summary>
    private async Task Counted(string account, int deliveries)
    {
        JsonElement turn;
        do
        {
            turn = Assert.Single((await _edge.Conversation("oAnn", account)).GetProperty("turns").EnumerateArray());
        }
        while (turn.GetProperty("deliveries").GetInt32() < deliveries);
        Assert.Equal(deliveries, turn.GetProperty("deliveries").GetInt32());
    }
}

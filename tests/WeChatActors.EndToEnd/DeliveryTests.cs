using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class DeliveryTests(Published published)
{
    [Theory]
    [InlineData("plain")]
    [InlineData("compat")]
    [InlineData("safe")]
    public async Task A_packet_delivered_three_times_at_once_and_after_each_restart_has_one_turn_and_one_answer(string account)
    {
        using var shop = new Shop(published);
        var xml = PacketXml.Text("oAnn", "你好", 25093846172905301, Shop.Now);
        var delivery = account switch
        {
            "plain" => Delivery.Plain(Shop.Credentials, xml, Shop.Now),
            "compat" => Delivery.Compatible(Shop.Credentials, xml, Shop.Now),
            _ => Delivery.Safe(Shop.Credentials, xml, Shop.Now),
        };
        var answers = new List<PushAnswer>();
        for (var run = 0; run < 3; run++)
        {
            await using var served = await shop.Serve();
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Post(served, account, delivery))));
            var shown = await Show(served, account);
            while (Deliveries(shown) < answers.Count) shown = await Show(served, account); // counted behind the answer
            Assert.Equal((1, answers.Count), (shown.GetProperty("version").GetInt32(), Deliveries(shown)));
            if (run == 0) await served.Kill();
            else Assert.Equal(0, await served.Stop());
        }

        Assert.All(answers, answer => Assert.Equal((200, answers[0].Text), (answer.Status, answer.Text)));
        var reply = account == "plain" ? answers[0].Reply() : answers[0].Opened(Shop.Credentials);
        Assert.Equal("1: 你好", reply.Element("Content")!.Value);
    }

    [Fact]
    public async Task A_stopping_server_answers_all_it_takes_and_ends_with_zero()
    {
        using var shop = new Shop(published);
        await using var served = await shop.Serve();
        var answered = new System.Collections.Concurrent.ConcurrentDictionary<long, string>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            try
            {
                using var connection = await PushConnection.Open(served.Public);
                for (var i = 0; i < 5000; i++)
                {
                    var msgId = worker * 10_000L + i;
                    var answer = await connection.Post("plain", Shop.Text($"oBusy{worker}", "忙", msgId));
                    if (answer.Status != 200) break;
                    answered[msgId] = answer.ReplyText();
                    if (answered.Count == 1000) enough.TrySetResult();
                }
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
            {
                // It takes no more.
            }
        })).ToArray();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, await served.Stop());
        await Task.WhenAll(load);

        Assert.Contains("stopping: answering what was accepted", served.Errors, StringComparison.Ordinal);
        Assert.InRange(answered.Count, 1000, 79_999);
        Assert.Equal(answered.OrderBy(pair => pair.Key), shop.Turns.After().OrderBy(turn => turn.MsgId).Select(turn => KeyValuePair.Create(turn.MsgId, turn.Reply!)));
    }

    [Fact]
    public async Task A_second_server_on_the_same_port_ends_with_one_sentence_and_leaves_the_first_alone()
    {
        using var shop = new Shop(published);
        await using var served = await shop.Serve();
        Assert.Equal("1: 一", (await Post(served, "plain", Shop.Text("oAnn", "一", 1))).ReplyText());

        var second = await shop.ServeInVain("--public", served.Public.ToString());

        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.Equal($"Port {served.Public.Port} of 127.0.0.1 is in use: stop what listens there, or give another address with --public.\n", second.Errors);
        Assert.Equal("2: 二", (await Post(served, "plain", Shop.Text("oAnn", "二", 2))).ReplyText());
    }

    [Fact]
    public async Task Two_servers_over_one_database_take_turns_without_losing_one()
    {
        using var shop = new Shop(published);
        await using var one = await shop.Serve();
        await using var other = await shop.Serve();

        for (var i = 1; i <= 40; i++)
            Assert.Equal($"{i}: 第{i}", (await Post(i % 3 == 0 ? other : one, "plain", Shop.Text("oAnn", $"第{i}", i))).ReplyText());

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), shop.Turns.After().Select(turn => turn.MsgId));
    }

    private static async Task<PushAnswer> Post(Served served, string account, Delivery delivery)
    {
        using var connection = await PushConnection.Open(served.Public);
        return await connection.Post(account, delivery);
    }

    private static async Task<JsonElement> Show(Served served, string account)
    {
        using var admin = new HttpClient { BaseAddress = served.Admin };
        return await admin.GetFromJsonAsync<JsonElement>($"/api/accounts/{account}/conversations/oAnn");
    }

    private static int Deliveries(JsonElement shown) => Assert.Single(shown.GetProperty("turns").EnumerateArray()).GetProperty("deliveries").GetInt32();
}

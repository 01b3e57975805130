using System.Text.Json;

namespace WeChatActors.EndToEnd.Dialogs;

/// <summary>Servers that end as in a power cut while people book.</summary>
[Collection(Processes.Name)]
public sealed class DialogCrashTests(Published published)
{
    private const int Crashes = 20;
    private const string Phone = "13801234567";

    private const string Rules = """
        version: 1
        rules:
          - {id: book, exact: 订座, do: [{dialog: book}]}
          - {id: other, default: true, reply: 没听懂}
        dialogs:
          book:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20}
              - {name: day, ask: 哪天？, type: date}
              - {name: phone, ask: 手机号？, type: phone, secret: true}
            confirm: "{{ people }} 位，对吗？"
            done:
              - http: {post: "http://SHOP/book", json: {people: $people, phone: $phone}, deadline: 20s, once: true, into: r}
              - reply: "{{ r.ok ? '订好了，编号 ' + r.body.id : '没订上：' + r.error }}"
        """;

    /// <summary>A packet that is delivered until it is answered, and what came back.</summary>
    private sealed record Said(Delivery Delivery, string Expected)
    {
        public List<string> Answers { get; } = [];
    }

    [Fact]
    public async Task After_twenty_kills_every_question_stands_where_it_stood_and_the_shop_knows_each_booking_once()
    {
        var ids = new Dictionary<string, string>();
        await using var desk = new RawServer(async connection =>
        {
            var key = (await connection.ReadRequest()).Header("Idempotency-Key")!;
            string number;
            // The same booking has the same number, however often it is asked for.
            lock (ids)
            {
                if (!ids.TryGetValue(key, out number!)) ids[key] = number = $"A{ids.Count + 1}";
            }
            await Task.Delay(30);
            await connection.Answer($$"""{"id":"{{number}}"}""", headers: "Content-Type: application/json\r\n");
        });
        using var shop = new Shop(published, $"calls: {{allow_hosts: [\"{desk.Root.Authority}\"]}}");
        shop.WriteRules(Rules.Replace("SHOP", desk.Root.Authority, StringComparison.Ordinal));
        var random = new Random(20260305);
        var served = await shop.Serve();
        try
        {
            for (var crash = 0; crash < Crashes; crash++)
            {
                var people = random.Next(1, 21);
                (string Text, string Expected)[] talk =
                    [("订座", "几位？"), ($"{people}", "哪天？"), ("明天", "手机号？"), (Phone, $"{people} 位，对吗？"), ("是", $"订好了，编号 A{crash + 1}")];
                var deadly = random.Next(talk.Length);
                // The last answer comes after a call, so there is more to be hit.
                var after = TimeSpan.FromMilliseconds(random.NextDouble() * (deadly == talk.Length - 1 ? 60 : 15));
                var said = new List<Said>();
                for (var i = 0; i < talk.Length; i++)
                {
                    said.Add(new Said(Shop.Text("oAnn", talk[i].Text, (crash * 100) + i + 1), talk[i].Expected));
                    if (i == deadly)
                    {
                        var dying = Deliver(served, said[^1]);
                        await Task.Delay(after);
                        await served.Kill();
                        await dying;
                        await served.DisposeAsync();
                        served = await shop.Serve();
                        // Whatever was answered before is answered the same way, and moves nothing.
                        foreach (var earlier in said.SkipLast(1)) await Deliver(served, earlier);
                    }
                    while (said[^1].Answers.Count == 0 || (i == deadly && said[^1].Answers.Count < 2)) await Deliver(served, said[^1]);
                }
                Assert.All(said, packet => Assert.All(packet.Answers, answer => Assert.Equal(packet.Expected, answer)));
                lock (ids) Assert.Equal(crash + 1, ids.Count);
                Assert.Equal(JsonSerializer.Serialize(new { people, phone = Phone }), desk.Requests.Last().Body);
            }
            Assert.Equal(Crashes, desk.Requests.Select(request => request.Header("Idempotency-Key")).Distinct().Count());
            Assert.Equal("ok", shop.Turns.IntegrityCheck());
            Assert.Equal(0, await served.Stop());
            Assert.DoesNotContain(Phone, await served.Written(), StringComparison.Ordinal);
        }
        finally
        {
            await served.DisposeAsync();
        }
    }

    /// <summary>Delivers a packet once, as WeChat does; what does not come back does not count.</summary>
    private static async Task Deliver(Served served, Said said)
    {
        try
        {
            using var connection = await PushConnection.Open(served.Public);
            var answer = await connection.Post("plain", said.Delivery);
            Assert.Equal(200, answer.Status);
            said.Answers.Add(answer.ReplyText());
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // The process is gone.
        }
    }
}

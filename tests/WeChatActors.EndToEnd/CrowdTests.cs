using System.Globalization;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class CrowdTests(Published published)
{
    private const int People = 10_000;
    private const int Connections = 64;

    /// <summary>One follower's conversation: what is said, and what must come back.</summary>
    private sealed class Person(int number)
    {
        private static readonly string[] Words = ["叫我{0}", "你好 {0}", "我是谁", "再见 {0}"];
        private static readonly string[] Replies = ["好的，{0}", "2: 你好 {0}", "3: {0}", "4: 再见 {0}"];

        public string OpenId { get; } = $"oPerson{number}";

        public int Said { get; set; }

        public bool IsDone => Said == Words.Length;

        public Delivery Next() =>
            Shop.Text(OpenId, string.Format(CultureInfo.InvariantCulture, Words[Said], Name), MsgId);

        public string Expected => string.Format(CultureInfo.InvariantCulture, Replies[Said], Name);

        public long MsgId => Said * 1_000_000L + number; // the same MsgId never comes from two people

        private string Name => $"客人{number}";
    }

    [Fact]
    public async Task Ten_thousand_conversations_keep_their_order_and_their_own_state()
    {
        // Room for a fifth of them, so that they leave memory and come back all the time.
        using var shop = new Shop(published, "conversations: {max_resident: 2000}");
        await using var served = await shop.Serve();
        var crowd = new Crowd(Enumerable.Range(0, People).Select(number => new Person(number)), new Random(42));

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await PushConnection.Open(served.Public);
            while (crowd.Take() is { } person)
            {
                var answer = await connection.Post("plain", person.Next());
                Assert.Equal((200, person.Expected), (answer.Status, answer.ReplyText()));
                person.Said++;
                crowd.Return(person);
            }
        })));

        var turns = shop.Turns.After().GroupBy(turn => turn.OpenId).ToList();
        Assert.Equal(People, turns.Count);
        foreach (var conversation in turns)
        {
            Assert.Equal([1L, 2, 3, 4], conversation.Select(turn => turn.Seq));
            Assert.Equal(conversation.OrderBy(turn => turn.MsgId).Select(turn => turn.MsgId), conversation.Select(turn => turn.MsgId));
        }
        using var admin = new HttpClient { BaseAddress = served.Admin };
        var metrics = await admin.GetStringAsync("/metrics");
        Assert.Contains($"wechatactors_deliveries_total{{answer=\"reply\"}} {4 * People}\n", metrics, StringComparison.Ordinal);
        Assert.Contains("wechatactors_failures_total 0\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("wechatactors_passivations_total 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await served.Stop());
    }

    /// <summary>Hands out people at random, each to one connection at a time.</summary>
    private sealed class Crowd(IEnumerable<Person> people, Random random)
    {
        private readonly List<Person> _waiting = [.. people];

        public Person? Take()
        {
            lock (_waiting)
            {
                // One who is being served now is finished by whoever serves him.
                if (_waiting.Count == 0) return null;
                var place = random.Next(_waiting.Count);
                var person = _waiting[place];
                _waiting[place] = _waiting[^1];
                _waiting.RemoveAt(_waiting.Count - 1);
                return person;
            }
        }

        public void Return(Person person)
        {
            if (person.IsDone) return;
            lock (_waiting) _waiting.Add(person);
        }
    }
}

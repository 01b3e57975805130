using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class CrashTests(Published published)
{
    private const int Crashes = 20;
    private const int OpenIds = 500;
    private const int PacketsPerRound = 5000;
    private const int Connections = 16;

    /// <summary>A packet of the load: what was sent, and what came back once.</summary>
    private sealed class Sent(string openId, long msgId)
    {
        public string OpenId { get; } = openId;

        public long MsgId { get; } = msgId;

        public Delivery Delivery { get; } = Shop.Text(openId, $"第{msgId}", msgId);

        public PushAnswer? Answer { get; set; }
    }

    /// <summary>Everything that was ever sent to one follower, in order.</summary>
    private sealed class Follower(string openId)
    {
        public string OpenId { get; } = openId;

        public List<Sent> Packets { get; } = [];

        public List<StoredTurn> Turns { get; } = [];
    }

    [Fact]
    public async Task After_twenty_kills_under_load_every_answered_packet_has_exactly_one_turn()
    {
        using var shop = new Shop(published);
        var followers = Enumerable.Range(0, OpenIds).Select(number => new Follower($"oFollower{number}")).ToArray();
        var random = new Random(20260304);
        long seen = 0;
        var answered = 0;
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using (var served = await shop.Serve())
            {
                answered += await LoadUntilKilled(served, followers, killAt: random.Next(500, PacketsPerRound - 500), firstId: 1_000_000L * (crash + 1));
            }

            await using var again = await shop.Serve();
            foreach (var turn in shop.Turns.After(seen))
            {
                followers[int.Parse(turn.OpenId.AsSpan("oFollower".Length), System.Globalization.CultureInfo.InvariantCulture)].Turns.Add(turn);
                seen = turn.Id;
            }
            foreach (var follower in followers) AssertKeptOnce(follower);
            await RedeliverSome(again, followers, random);
            Assert.Equal("ready\n", await Admin(again).GetStringAsync("/readyz"));
            await again.Kill(); // and once more while idle
        }

        Assert.InRange(answered, Crashes * 500, Crashes * PacketsPerRound);
        Assert.Equal("ok", shop.Turns.IntegrityCheck());
        await using var last = await shop.Serve();
        var listed = await Admin(last).GetFromJsonAsync<JsonElement>("/api/accounts/plain/conversations?limit=500");
        Assert.Equal(
            followers.ToDictionary(follower => follower.OpenId, follower => (long)follower.Turns.Count),
            listed.GetProperty("conversations").EnumerateArray().ToDictionary(row => row.GetProperty("open_id").GetString()!, row => row.GetProperty("version").GetInt64()));
        Assert.Equal(0, await last.Stop());
    }

    /// <summary>Sends what is unanswered from before, then new packets, each follower's in order, until the process is killed.</summary>
    /// <returns>How many were answered.</returns>
    private static async Task<int> LoadUntilKilled(Served served, Follower[] followers, int killAt, long firstId)
    {
        var answered = 0;
        var kill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var workers = Enumerable.Range(0, Connections).Select(worker => Task.Run(async () =>
        {
            using var connection = await PushConnection.Open(served.Public);
            try
            {
                for (var round = 0; round < PacketsPerRound / OpenIds; round++)
                    for (var number = worker; number < followers.Length; number += Connections)
                    {
                        var follower = followers[number];
                        foreach (var lost in follower.Packets.Where(packet => packet.Answer is null)) await Send(lost);
                        var packet = new Sent(follower.OpenId, firstId + round * OpenIds + number);
                        follower.Packets.Add(packet);
                        await Send(packet);
                    }
            }
            catch (IOException)
            {
                // The process is gone.
            }

            async Task Send(Sent packet)
            {
                var answer = await connection.Post("plain", packet.Delivery);
                Assert.Equal(200, answer.Status);
                packet.Answer = answer;
                if (Interlocked.Increment(ref answered) == killAt) kill.SetResult();
            }
        })).ToArray();
        await Task.WhenAny(kill.Task, Task.WhenAll(workers));
        Assert.True(kill.Task.IsCompleted, "The load ended before the kill.");
        await served.Kill();
        await Task.WhenAll(workers);
        return answered;
    }

    private static void AssertKeptOnce(Follower follower)
    {
        Assert.Equal(Enumerable.Range(1, follower.Turns.Count).Select(seq => (long)seq), follower.Turns.Select(turn => turn.Seq));
        var turns = new Dictionary<long, StoredTurn>();
        foreach (var turn in follower.Turns) Assert.True(turns.TryAdd(turn.MsgId, turn), $"Packet {turn.MsgId} of {turn.OpenId} has two turns.");
        foreach (var packet in follower.Packets.Where(packet => packet.Answer is not null))
        {
            Assert.True(turns.TryGetValue(packet.MsgId, out var turn), $"Packet {packet.MsgId} of {packet.OpenId} was answered and is lost.");
            Assert.Equal(turn.Reply, packet.Answer!.ReplyText());
        }
        // In the order they were sent, and nothing that was never sent.
        Assert.Equal(follower.Packets.Select(packet => packet.MsgId).Where(turns.ContainsKey), follower.Turns.Select(turn => turn.MsgId));
    }

    private static async Task RedeliverSome(Served served, Follower[] followers, Random random)
    {
        using var connection = await PushConnection.Open(served.Public);
        for (var i = 0; i < 50; i++)
        {
            var answered = followers[random.Next(followers.Length)].Packets.LastOrDefault(packet => packet.Answer is not null);
            if (answered is null) continue;
            Assert.Equal(answered.Answer!.Body, (await connection.Post("plain", answered.Delivery)).Body);
        }
    }

    private static HttpClient Admin(Served served) => new() { BaseAddress = served.Admin };
}

using System.Globalization;
using System.Net;
using System.Text;

namespace WeChatActors.Server.Tests.Rules;

/// <summary>Other rules come into force while everybody talks.</summary>
public sealed class ReloadUnderLoadTests
{
    private const int Connections = 64;
    private const int Rules = 10_000;

    /// <summary>Packets of each connection before the reload begins, and after it has been answered.</summary>
    private const int Around = 25;

    [Fact]
    public async Task Every_packet_is_answered_by_the_old_rules_or_the_new_and_by_the_new_alone_after_the_reload()
    {
        await using var edge = await Edge.Start(rules: Book("旧"));
        var reload = new TaskCompletionSource<HttpStatusCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;
        var workers = Enumerable.Range(0, Connections).Select(number => Task.Run(() => Work(number))).ToArray();

        await Edge.Until(() => Volatile.Read(ref begun) >= Connections);
        await edge.WriteRules(Book("新"));
        using var answer = await edge.Admin.PostAsync("/api/accounts/plain/rules/reload", null);
        reload.SetResult(answer.StatusCode);
        var sums = await Task.WhenAll(workers);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(sums.Sum(sum => sum.Old) >= Connections * Around, "Too few packets met the old rules.");
        Assert.Equal(sums.Sum(sum => sum.Old + sum.New), await edge.Metric("wechatactors_deliveries_total{answer=\"reply\"}"));

        async Task<(int Old, int New)> Work(int number)
        {
            using var connection = await edge.Connect();
            var (old, fresh, after) = (0, 0, 0);
            for (var i = 0; after < Around; i++)
            {
                if (i == Around) Interlocked.Increment(ref begun);
                var isOver = reload.Task.IsCompleted;
                var word = (number * 7919 + i * 31) % Rules;
                var answered = await connection.Post("plain", edge.Text($"oFollower{number}", $"词{word}。", (number + 1) * 10_000_000L + i));
                Assert.Equal(200, answered.Status);
                var isNew = answered.ReplyText() == $"新{word}";
                if (!isNew) Assert.Equal($"旧{word}", answered.ReplyText());
                // Nobody falls back to what was before.
                Assert.True(isNew || (!isOver && fresh == 0), $"Packet {i} of connection {number} met the old rules after the new ones.");
                if (isNew) fresh++; else old++;
                if (isOver) after++;
            }
            return (old, fresh);
        }
    }

    private static string Book(string answer)
    {
        var text = new StringBuilder("version: 1\nrules:\n");
        for (var i = 0; i < Rules; i++) text.Append(CultureInfo.InvariantCulture, $"  - {{id: r{i}, keyword: 词{i}。, reply: {answer}{i}}}\n");
        return text.ToString();
    }
}

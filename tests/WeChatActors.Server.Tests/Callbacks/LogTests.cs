using System.Text;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class LogTests
{
    private const string AdminKey = "an-admin-key-of-the-operator";

    [Fact]
    public async Task No_line_holds_a_secret_or_a_raw_control_character_whatever_came_in()
    {
        await using var edge = await Edge.Start(adminKeys: $"[{AdminKey}]");
        using var connection = await edge.Connect();
        foreach (var file in Directory.EnumerateFiles(Samples.Folder("packets/bad")).Where(file => !file.EndsWith("README.md", StringComparison.Ordinal)))
        {
            foreach (var account in new[] { "plain", "compat", "safe" })
            {
                await connection.Post(account, new Delivery(Edge.Credentials.Query(edge.Seconds, "1"), await File.ReadAllBytesAsync(file)));
                edge.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
        await connection.Post("a%0d%0aERROR%1b%5b31mforged", new Delivery($"signature={Samples.Token}&timestamp=%0a&nonce=%1b", []));
        await connection.Post("plain", new Delivery($"signature=%0aforged&timestamp={edge.Seconds}&nonce={Samples.AesKey}", []));
        await connection.Begin("GET\u0001", "/", []);
        edge.Store.LoadThrows = new InvalidOperationException("A bug.");
        await edge.Post("plain", edge.Text("oBug", "毒", 1));
        await edge.Admin.GetAsync("/api/accounts/plain/conversations");

        var lines = edge.Log.Lines;
        Assert.InRange(lines.Count, 150, 1000);
        foreach (var (level, text) in lines)
        {
            foreach (var secret in new[] { Samples.Token, Samples.AesKey, Samples.PreviousAesKey, AdminKey })
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            if (level < LogLevel.Error) Assert.DoesNotContain(text, char.IsControl); // the trace of a bug has many lines
            if (level < LogLevel.Error) Assert.InRange(text.Length, 10, 400);
        }
    }

    [Fact]
    public async Task A_flood_of_forged_requests_writes_twenty_lines_a_second_and_counts_the_rest()
    {
        await using var edge = await Edge.Start();
        using var connection = await edge.Connect();

        for (var i = 0; i < 500; i++) await connection.Post("plain", new Delivery("", []));
        edge.Time.Advance(TimeSpan.FromSeconds(1));
        await connection.Post("plain", new Delivery("", []));

        Assert.Equal(22, edge.Log.Lines.Count);
        Assert.Equal("480 more lines like these were held back", edge.Log.Lines[^2].Text);
        Assert.Equal(501, await edge.Metric("wechatactors_refused_total{fault=\"query-forged\"}"));
    }

    [Fact]
    public async Task Each_refusal_says_its_cause_and_a_question_that_helps()
    {
        await using var edge = await Edge.Start();
        var good = edge.Text("oAnn", "你好", 1);

        await edge.Post("plain", good with { Query = (Edge.Credentials with { Token = "guess" }).Query(edge.Seconds, "1") });
        await edge.Post("plain", good with { Query = Edge.Credentials.Query(edge.Seconds - 3600, "1") });
        await edge.Post("shop", good);
        await edge.Post("plain", good with { Body = Encoding.UTF8.GetBytes("{}") });
        edge.Store.Failure = "The disk is full.";
        await edge.Post("plain", good);

        Assert.Equal(
            [
                "answered 403: query-forged: plain: the signature is wrong; is the token the one in the console?",
                "answered 403: query-stale: plain: the timestamp is more than 10 min from our clock; is the clock right?",
                "answered 404: unknown-account: no account answers at /wechat/shop",
            ],
            edge.Log.Lines.Take(3).Select(line => line.Text));
        Assert.StartsWith("plain: acknowledged a packet that cannot be read: ", edge.Log.Lines[3].Text, StringComparison.Ordinal);
        Assert.Equal(
            [
                (LogLevel.Error, "plain/oAnn: The disk is full."),
                (LogLevel.Error, "answered 503: unavailable-Failed: plain: The disk is full."),
            ],
            edge.Log.Lines.Skip(4));
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed partial class BadPacketTests : IAsyncLifetime
{
    private static readonly JsonElement Expectations = Samples.Json("packets/bad/expect.json").GetProperty("packets");

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start("callbacks: {timestamp_tolerance: 15m}"); // the vectors are older than the samples

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var row in Expectations.EnumerateArray())
            rows.Add(row.GetProperty("file").GetString()!, row.GetProperty("outcome").GetString()!, row.GetProperty("mode").GetString()!);
        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_hostile_body_gets_the_answer_that_is_laid_down_for_it(string file, string outcome, string account)
    {
        var answer = await _edge.Post(account, DeliveryOf(file, account));

        switch (outcome)
        {
            case "ACCEPT" or "ACCEPT-WARN":
                Assert.Equal((200, 1), (answer.Status, _edge.Host.Conversations.Counters.Messages));
                break;
            case "ACK-BAD" or "ACK-UNKNOWN":
                Assert.Equal((200, "success"), (answer.Status, answer.Text));
                Assert.Equal("text/plain; charset=utf-8", answer.Headers["Content-Type"]);
                break;
            case "RETRY" or "REJECT":
                Assert.Equal((400, ""), (answer.Status, answer.Text));
                break;
            default:
                Assert.Fail($"{outcome} is not an outcome of the list.");
                break;
        }
        if (!outcome.StartsWith("ACCEPT", StringComparison.Ordinal)) AssertNobodyWoke();
        Assert.DoesNotContain(_edge.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public void The_list_has_every_hostile_sample() => Assert.Equal(92, Expectations.GetArrayLength());

    [Theory]
    [InlineData("tampered-ciphertext", 403)]
    [InlineData("plain-signature-used", 403)]
    [InlineData("uppercase-signature", 403)]
    [InlineData("not-base64", 400)]
    [InlineData("ciphertext-not-block-multiple", 400)]
    [InlineData("other-appid", 400)]
    [InlineData("length-overrun", 400)]
    [InlineData("length-negative-when-signed", 400)]
    [InlineData("pad-zero", 400)]
    [InlineData("pad-too-big", 400)]
    [InlineData("only-16-bytes", 400)]
    public async Task A_forged_envelope_is_refused_without_a_word(string vector, int status)
    {
        var row = Samples.Json("vectors/crypto.json").GetProperty("negative").EnumerateArray().Single(row => row.GetProperty("name").GetString() == vector);
        string Of(string name) => row.GetProperty(name).GetString()!;
        var query = $"signature={Edge.Credentials.Sign(Of("timestamp"), Of("nonce"))}&timestamp={Of("timestamp")}&nonce={Of("nonce")}&encrypt_type=aes&msg_signature={Of("msg_signature")}";
        var answer = await _edge.Post("safe", new Delivery(
            query, Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[{Samples.OriginalId}]]></ToUserName><Encrypt><![CDATA[{Of("encrypt")}]]></Encrypt></xml>")));

        Assert.Equal((status, ""), (answer.Status, answer.Text));
        AssertNobodyWoke();
    }

    private void AssertNobodyWoke()
    {
        var counters = _edge.Host.Conversations.Counters;
        Assert.Equal((0, 0, 0), (counters.Messages, counters.Activations, counters.Resident));
    }

    private Delivery DeliveryOf(string file, string account)
    {
        var body = Samples.Bytes($"bad/{file}");
        var openId = file == "query-openid-differs.xml" ? "oXk2p5A0uYt6GhE2sPq9WnZ7rKdB" : "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs";
        var encrypt = account == "plain" ? null : Encrypt().Match(Encoding.UTF8.GetString(body)).Groups[1].Value;
        return new(Edge.Credentials.Query(_edge.Seconds, "1284470336", openId, encrypt), body);
    }

    [GeneratedRegex(@"<Encrypt><!\[CDATA\[(.*?)\]\]>")]
    private static partial Regex Encrypt();
}

using System.Text.Json;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatActors.Protocol.Tests.Packets;

public partial class BadPacketTests
{
    private static readonly JsonElement Expectations = Samples.Json("packets/bad/expect.json").GetProperty("packets");

    public static TheoryData<string> Files() =>
        [.. Expectations.EnumerateArray().Select(row => row.GetProperty("file").GetString()!)];

    [Fact]
    public void Every_hostile_sample_has_an_expectation() =>
        Assert.Equal(
            Directory.EnumerateFiles(Samples.Folder("packets/bad")).Select(file => Path.GetFileName(file)!)
                .Where(file => file is not ("expect.json" or "README.md" or "big-text.generator.md")).Order(StringComparer.Ordinal),
            Expectations.EnumerateArray().Select(row => row.GetProperty("file").GetString()!).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void Answers_a_hostile_body_as_expected(string file)
    {
        var row = Expectations.EnumerateArray().Single(row => row.GetProperty("file").GetString() == file);
        var result = Read(file, row.GetProperty("mode").GetString()!);

        Assert.Equal(row.GetProperty("outcome").GetString(), Outcome(result));
        Golden.Matches($"bad/{file}.txt", Describe(result));
    }

    [Theory, MemberData(nameof(Files))]
    public void Error_sentences_hold_no_control_characters_and_little_of_the_body(string file)
    {
        var row = Expectations.EnumerateArray().Single(row => row.GetProperty("file").GetString() == file);
        if (Read(file, row.GetProperty("mode").GetString()!) is not PacketResult.Rejected rejected) return;

        Assert.All(rejected.Detail, c => Assert.InRange(c, ' ', '~'));
        Assert.InRange(rejected.Detail.Length, 10, 250);
        Assert.EndsWith(".", rejected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_over_the_limit_is_too_large()
    {
        var text = new string('长', 5 * 1024 * 1024 / 3);
        var body = Encoding.UTF8.GetBytes(
            $"<xml><ToUserName><![CDATA[gh_7f3c19ab02de]]></ToUserName><FromUserName><![CDATA[oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs]]></FromUserName>"
            + $"<CreateTime>1763600599</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>25093846172906999</MsgId></xml>");

        var result = Callback.ReadBody(body, Given.Query(), Given.Account(SecurityMode.Plaintext), Samples.Now).Packet;

        Assert.Equal(PacketOutcome.TooLarge, Expect.Rejected(result).Outcome);
    }

    [Fact]
    public void A_flood_of_empty_elements_is_refused()
    {
        var body = Encoding.UTF8.GetBytes($"<xml>{string.Concat(Enumerable.Repeat("<a/>", 10_000))}</xml>");

        var rejected = Expect.Rejected(PacketReader.Read(body));

        Assert.Equal((PacketFault.TooManyElements, PacketOutcome.Reject), (rejected.Fault, rejected.Outcome));
    }

    private static PacketResult Read(string file, string mode)
    {
        var body = Samples.Bytes($"bad/{file}");
        var security = Given.Account(mode switch
        {
            "plain" => SecurityMode.Plaintext,
            "safe" => SecurityMode.Safe,
            "compat" => SecurityMode.Compatible,
            _ => throw new ArgumentException(mode),
        });
        var openId = file == "query-openid-differs.xml" ? "oXk2p5A0uYt6GhE2sPq9WnZ7rKdB" : "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs";
        var query = mode == "plain" ? Given.Query(openId: openId) : Given.Query("aes", Sign(body), openId);
        return Callback.ReadBody(body, query, security, Samples.Now).Packet;
    }

    /// <summary>The msg_signature that fits the first Encrypt element.</summary>
    private static string Sign(byte[] body)
    {
        var encrypt = Encrypt().Match(Encoding.UTF8.GetString(body)).Groups[1].Value;
        return CallbackSignature.Compute(Samples.Token, "1763600700", "1284470336", encrypt);
    }

    [GeneratedRegex(@"<Encrypt><!\[CDATA\[(.*?)\]\]>")]
    private static partial Regex Encrypt();

    private static string Outcome(PacketResult result) => result switch
    {
        PacketResult.Parsed { Packet: UnknownEvent or UnknownMessage } => "ACK-UNKNOWN",
        PacketResult.Parsed { Warnings: PacketWarnings.None } => "ACCEPT",
        PacketResult.Parsed => "ACCEPT-WARN",
        PacketResult.Rejected rejected => rejected.Outcome switch
        {
            PacketOutcome.Retry => "RETRY",
            PacketOutcome.AcknowledgeBad => "ACK-BAD",
            _ => "REJECT",
        },
        _ => throw new ArgumentException(result.ToString()),
    };

    private static string Describe(PacketResult result) => result switch
    {
        PacketResult.Parsed parsed => $"{parsed.Warnings}\n{parsed.Packet.Describe()}",
        PacketResult.Rejected rejected => $"{rejected.Outcome} {rejected.Fault} {rejected.Line}:{rejected.Column}\n{rejected.Detail}\n",
        _ => throw new ArgumentException(result.ToString()),
    };
}

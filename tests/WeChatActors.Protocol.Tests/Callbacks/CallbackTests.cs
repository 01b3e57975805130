using System.Buffers;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol.Tests.Callbacks;

public class CallbackTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1763600700);
    private static readonly JsonElement Vectors = Samples.Json("vectors/crypto.json").GetProperty("vectors");

    [Theory]
    [InlineData(600, QueryVerdict.Genuine)]
    [InlineData(601, QueryVerdict.Stale)]
    [InlineData(-600, QueryVerdict.Genuine)]
    [InlineData(-601, QueryVerdict.Stale)]
    public void A_signature_is_good_for_the_tolerance_and_not_a_second_longer(int seconds, QueryVerdict verdict) =>
        Assert.Equal(verdict, Callback.Verify(Given.Query(), Given.Account(SecurityMode.Plaintext), SignedAt.AddSeconds(seconds), Tolerance));

    [Fact]
    public void A_millisecond_over_the_tolerance_is_over() =>
        Assert.Equal(
            QueryVerdict.Stale,
            Callback.Verify(Given.Query(), Given.Account(SecurityMode.Plaintext), SignedAt.AddSeconds(600).AddMilliseconds(1), Tolerance));

    [Theory]
    [InlineData("+1763600700")]
    [InlineData("-1763600700")]
    [InlineData(" 1763600700")]
    [InlineData("1763600700.0")]
    [InlineData("99999999999999999999")]
    public void A_signed_timestamp_that_is_not_plain_digits_is_malformed(string timestamp)
    {
        var query = new CallbackQuery(CallbackSignature.Compute(Samples.Token, timestamp, "n"), timestamp, "n");

        Assert.Equal(QueryVerdict.Malformed, Callback.Verify(query, Given.Account(SecurityMode.Plaintext), SignedAt, Tolerance));
    }

    [Fact]
    public void A_far_timestamp_is_stale_and_no_overflow()
    {
        var query = new CallbackQuery(CallbackSignature.Compute(Samples.Token, "9223372036854775807", "n"), "9223372036854775807", "n");

        Assert.Equal(QueryVerdict.Stale, Callback.Verify(query, Given.Account(SecurityMode.Plaintext), DateTimeOffset.MinValue, Tolerance));
    }

    [Fact]
    public void Another_token_is_forged() =>
        Assert.Equal(
            QueryVerdict.Forged,
            Callback.Verify(Given.Query(), new AccountSecurity(Samples.AppId, "other", SecurityMode.Plaintext, [], null), SignedAt, Tolerance));

    [Theory]
    [InlineData("short-chinese", 0)]
    [InlineData("emoji", 0)]
    [InlineData("over-4-kib", 0)]
    [InlineData("padding-full-32", 0)]
    [InlineData("padding-1", 0)]
    [InlineData("padding-17", 0)]
    [InlineData("previous-key-noncanonical", 1)]
    [InlineData("event-subscribe", 0)]
    public void Opens_a_safe_mode_push(string vector, int keyIndex)
    {
        var row = Row(vector);
        CallbackQuery.TryParse(row.GetProperty("query").GetString(), out var query);
        var body = Encoding.UTF8.GetBytes(row.GetProperty("body_safe_mode").GetString()!);

        Assert.Equal(QueryVerdict.Genuine, Callback.Verify(query, Given.Account(SecurityMode.Safe), Samples.Now, TimeSpan.FromHours(1)));
        var result = Callback.ReadBody(body, query, Given.Account(SecurityMode.Safe), Samples.Now);

        var parsed = Expect.Parsed(result.Packet);
        Assert.Equal((keyIndex, PacketWarnings.None), (result.KeyIndex, parsed.Warnings));
        Assert.Equal(Expect.Parsed(PacketReader.Read(Encoding.UTF8.GetBytes(row.GetProperty("msg").GetString()!))).Packet, parsed.Packet);
    }

    [Theory]
    [InlineData("encrypted-safe-text.xml", "short-chinese", SecurityMode.Safe)]
    [InlineData("encrypted-safe-event.xml", "event-subscribe", SecurityMode.Safe)]
    [InlineData("encrypted-compat-text.xml", "short-chinese", SecurityMode.Compatible)]
    [InlineData("encrypted-compat-text.xml", "short-chinese", SecurityMode.Safe)]
    public void Opens_the_recorded_encrypted_bodies(string file, string vector, SecurityMode mode)
    {
        var row = Row(vector);
        CallbackQuery.TryParse(row.GetProperty("query").GetString(), out var query);

        var parsed = Expect.Parsed(Callback.ReadBody(Samples.Bytes(file), query, Given.Account(mode), Samples.Now).Packet);

        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        Golden.Matches($"packets/{Path.GetFileNameWithoutExtension(file)}-opened.txt", parsed.Packet.Describe());
    }

    [Theory]
    [InlineData(SecurityMode.Plaintext, null, null)]
    [InlineData(SecurityMode.Plaintext, "aes", null)]
    [InlineData(SecurityMode.Plaintext, "rot13", null)]
    [InlineData(SecurityMode.Compatible, null, null)]
    [InlineData(SecurityMode.Compatible, "raw", null)]
    [InlineData(SecurityMode.Compatible, "rot13", PacketFault.UnknownEncryptType)]
    [InlineData(SecurityMode.Compatible, "aes", PacketFault.MissingEncrypt)]
    [InlineData(SecurityMode.Safe, null, PacketFault.PlaintextRefused)]
    [InlineData(SecurityMode.Safe, "raw", PacketFault.PlaintextRefused)]
    [InlineData(SecurityMode.Safe, "AES", PacketFault.UnknownEncryptType)]
    [InlineData(SecurityMode.Safe, "aes", PacketFault.MissingEncrypt)]
    public void The_configured_mode_decides_what_a_plain_body_may_do(SecurityMode mode, string? encryptType, PacketFault? fault)
    {
        var query = Given.Query(encryptType, CallbackSignature.Compute("t", "1", "n"));

        var result = Callback.ReadBody(Samples.Bytes("text.xml"), query, Given.Account(mode), Samples.Now);

        Assert.Equal(-1, result.KeyIndex);
        Assert.Equal(fault, (result.Packet as PacketResult.Rejected)?.Fault);
        if (fault is not null) Assert.Equal(PacketOutcome.Reject, Expect.Rejected(result.Packet).Outcome);
    }

    [Fact]
    public void Tells_the_operator_that_WeChat_encrypts_while_the_account_is_set_to_plaintext()
    {
        var result = Callback.ReadBody(Samples.Bytes("encrypted-safe-text.xml"), Given.Query("aes"), Given.Account(SecurityMode.Plaintext), Samples.Now);

        Assert.Equal(
            new PacketResult.Rejected(
                PacketFault.UnexpectedlyEncrypted,
                "WeChat sends in safe mode, but the account is set to plaintext here: set security to safe and add the AES key.", 0, 0),
            result.Packet);
        Assert.Equal(PacketOutcome.AcknowledgeBad, Expect.Rejected(result.Packet).Outcome);
    }

    [Fact]
    public void A_body_whose_msg_signature_does_not_fit_is_refused_as_forged()
    {
        var result = Callback.ReadBody(
            Samples.Bytes("encrypted-safe-text.xml"), Given.Query("aes", new string('0', 40)), Given.Account(SecurityMode.Safe), Samples.Now);

        Assert.Equal(PacketOutcome.RejectSignature, Expect.Rejected(result.Packet).Outcome);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gh_ffffffffffff", PacketFault.ForeignAccount)]
    public void A_packet_must_be_for_the_account_when_its_original_id_is_known(string? originalId, PacketFault? fault)
    {
        var result = Callback.ReadBody(
            Samples.Bytes("text.xml"), Given.Query(), Given.Account(SecurityMode.Plaintext, originalId), Samples.Now);

        Assert.Equal(fault, (result.Packet as PacketResult.Rejected)?.Fault);
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public void A_CreateTime_ahead_of_the_clock_is_dropped_but_stays_in_the_key(int ahead, bool isKept)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1763600241 - ahead);

        var parsed = Expect.Parsed(Callback.ReadBody(Samples.Bytes("event-click.xml"), Given.Query(), Given.Account(SecurityMode.Plaintext), now).Packet);

        Assert.Equal(isKept ? 1763600241 : null, parsed.Packet.CreateTime);
        Assert.Equal(isKept ? PacketWarnings.None : PacketWarnings.ImplausibleCreateTime, parsed.Warnings);
        Assert.Contains(":1763600241:", parsed.Packet.Key.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_body_is_read_and_one_byte_more_is_not()
    {
        var body = Samples.Bytes("text.xml");
        byte[] Padded(int size) => [.. body, .. Enumerable.Repeat((byte)' ', size - body.Length)];

        Assert.IsType<PacketResult.Parsed>(
            Callback.ReadBody(Padded(Callback.MaxBodyBytes), Given.Query(), Given.Account(SecurityMode.Plaintext), Samples.Now).Packet);
        Assert.Equal(
            PacketFault.TooLarge,
            Expect.Rejected(Callback.ReadBody(Padded(Callback.MaxBodyBytes + 1), Given.Query(), Given.Account(SecurityMode.Plaintext), Samples.Now).Packet).Fault);
    }

    [Fact]
    public void A_sealed_reply_opens_again_with_the_key_of_the_push_and_a_retry_gets_the_same_bytes()
    {
        var row = Row("previous-key-noncanonical");
        CallbackQuery.TryParse(row.GetProperty("query").GetString(), out var query);
        var security = Given.Account(SecurityMode.Safe);
        var body = Encoding.UTF8.GetBytes(row.GetProperty("body_safe_mode").GetString()!);
        byte[] Answer()
        {
            var push = Callback.ReadBody(body, query, security, Samples.Now);
            var output = new ArrayBufferWriter<byte>();
            Callback.SealReply(output, new TextReply("好"), Expect.Parsed(push.Packet).Packet, push.KeyIndex, query, security, 1763600112);
            return output.WrittenSpan.ToArray();
        }

        var answer = Answer();
        Assert.Null(PacketReader.ReadLeaves(answer, out var leaves));
        var opened = new AesEnvelope(Samples.AppId, [Given.Key(Samples.PreviousAesKey)]).Open(
            Samples.Token, leaves.Find("TimeStamp"), leaves.Find("Nonce"), leaves.Find("MsgSignature"), leaves.Find("Encrypt"));

        Assert.Equal(
            "<xml><ToUserName><![CDATA[oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs]]></ToUserName><FromUserName><![CDATA[gh_7f3c19ab02de]]></FromUserName>"
            + "<CreateTime>1763600112</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[好]]></Content></xml>",
            Encoding.UTF8.GetString(opened.Message.Span));
        Assert.Equal(answer, Answer());
    }

    private static JsonElement Row(string name) => Vectors.EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
}

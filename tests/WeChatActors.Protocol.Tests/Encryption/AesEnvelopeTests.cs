using System.Buffers;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol.Tests.Encryption;

public class AesEnvelopeTests
{
    private static readonly JsonElement Vectors = Samples.Json("vectors/crypto.json").GetProperty("vectors");
    private static readonly JsonElement Negative = Samples.Json("vectors/crypto.json").GetProperty("negative");

    public static TheoryData<string> Names() => [.. Vectors.EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];

    public static TheoryData<string> NegativeNames() => [.. Negative.EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Opens_the_vector(string name)
    {
        var row = new Row(Vectors, name);
        var envelope = new AesEnvelope(row["appid"], [Given.Key(row["encoding_aes_key"])]);

        var opened = envelope.Open(row["token"], row["timestamp"], row["nonce"], row["msg_signature"], row["ciphertext_base64"]);

        Assert.Equal((EnvelopeFault.None, 0), (opened.Fault, opened.KeyIndex));
        Assert.Equal(row["msg"], Encoding.UTF8.GetString(opened.Message.Span));
    }

    [Theory, MemberData(nameof(Names))]
    public void Seals_the_vector_to_the_same_ciphertext_and_signature(string name)
    {
        var row = new Row(Vectors, name);
        var envelope = new AesEnvelope(row["appid"], [Given.Key(row["encoding_aes_key"])]);
        var output = new ArrayBufferWriter<byte>();

        envelope.Seal(
            output, Encoding.UTF8.GetBytes(row["msg"]), 0, row["token"], row["timestamp"], row["nonce"], Encoding.ASCII.GetBytes(row["random16"]));

        Assert.Equal(
            $"<xml><Encrypt><![CDATA[{row["ciphertext_base64"]}]]></Encrypt><MsgSignature><![CDATA[{row["msg_signature"]}]]></MsgSignature>"
            + $"<TimeStamp>{row["timestamp"]}</TimeStamp><Nonce><![CDATA[{row["nonce"]}]]></Nonce></xml>",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory, MemberData(nameof(Names))]
    public void Encrypts_the_vector_alone_to_the_same_ciphertext(string name)
    {
        var row = new Row(Vectors, name);
        var envelope = new AesEnvelope(row["appid"], [Given.Key(row["encoding_aes_key"])]);

        Assert.Equal(row["ciphertext_base64"], envelope.Encrypt(Encoding.UTF8.GetBytes(row["msg"]), 0, Encoding.ASCII.GetBytes(row["random16"])));
    }

    [Fact]
    public void The_reply_vector_is_the_whole_response_body()
    {
        var row = new Row(Vectors, "reply-text");
        var message = new ArrayBufferWriter<byte>();
        var packet = Expect.Parsed(PacketReader.Read(Encoding.UTF8.GetBytes(row["msg"]), Samples.Now)).Packet;
        Assert.Equal("text", packet.MsgType);
        PassiveReplyXml.Write(message, new TextReply(packet.Fields.Find("Content")!), packet.ToUserName, packet.FromUserName, packet.CreateTime!.Value);
        Assert.Equal(row["msg"], Encoding.UTF8.GetString(message.WrittenSpan));

        var output = new ArrayBufferWriter<byte>();
        new AesEnvelope(row["appid"], [Given.Key(row["encoding_aes_key"])]).Seal(
            output, message.WrittenSpan, 0, row["token"], row["timestamp"], row["nonce"], Encoding.ASCII.GetBytes(row["random16"]));
        Assert.Equal(row["response_body"].Trim(), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory, MemberData(nameof(NegativeNames))]
    public void Fails_with_the_code_of_the_sample_code(string name)
    {
        var row = new Row(Negative, name);
        var code = int.Parse(row["expect_code"], System.Globalization.CultureInfo.InvariantCulture);
        if (!EncodingAesKey.TryParse(row["encoding_aes_key"], out var key, out _))
        {
            Assert.Equal(EnvelopeFault.IllegalKey, (EnvelopeFault)code);
            return;
        }

        var opened = new AesEnvelope(row["appid"], [key]).Open(row["token"], row["timestamp"], row["nonce"], row["msg_signature"], row["encrypt"]);

        Assert.Equal(code, (int)opened.Fault);
        Assert.Equal(-1, opened.KeyIndex);
        Assert.True(opened.Message.IsEmpty);
    }

    [Fact]
    public void Tries_the_keys_in_order_and_says_which_one_opened()
    {
        var row = new Row(Vectors, "previous-key-noncanonical");
        var envelope = new AesEnvelope(Samples.AppId, [Given.Key(Samples.AesKey), Given.Key(Samples.PreviousAesKey)]);

        var opened = envelope.Open(row["token"], row["timestamp"], row["nonce"], row["msg_signature"], row["ciphertext_base64"]);

        Assert.Equal((EnvelopeFault.None, 1), (opened.Fault, opened.KeyIndex));
    }

    [Fact]
    public void A_wrong_AppID_is_reported_even_when_a_later_key_yields_garbage()
    {
        var row = new Row(Negative, "other-appid");
        var envelope = new AesEnvelope(row["appid"], [Given.Key(Samples.AesKey), Given.Key(Samples.PreviousAesKey)]);

        var opened = envelope.Open(row["token"], row["timestamp"], row["nonce"], row["msg_signature"], row["encrypt"]);

        Assert.Equal(EnvelopeFault.WrongAppId, opened.Fault);
    }

    [Fact]
    public void The_derived_random_bytes_repeat_for_the_same_message_and_differ_for_others()
    {
        var envelope = new AesEnvelope(Samples.AppId, [Given.Key(Samples.AesKey), Given.Key(Samples.PreviousAesKey)]);
        string Random(string message, int key)
        {
            var random = new byte[AesEnvelope.RandomLength];
            envelope.RandomFor(Encoding.UTF8.GetBytes(message), key, random);
            return Convert.ToHexString(random);
        }

        Assert.Equal(Random("a", 0), Random("a", 0));
        Assert.Equal(3, new[] { Random("a", 0), Random("b", 0), Random("a", 1) }.Distinct().Count());
    }

    [Theory]
    [InlineData(42, "An EncodingAESKey has exactly 43 characters; this one has 42.")]
    [InlineData(44, "An EncodingAESKey has exactly 43 characters; this one has 44.")]
    public void A_key_of_another_length_is_refused_with_a_sentence(int length, string sentence)
    {
        Assert.False(EncodingAesKey.TryParse(new string('a', length), out _, out var error));
        Assert.Equal(sentence, error);
    }

    [Fact]
    public void A_key_with_other_characters_is_refused_without_showing_it()
    {
        Assert.False(EncodingAesKey.TryParse("Wc7Actors0Edge1Vector2Key3Canonical4Bits5A+", out _, out var error));
        Assert.Equal("An EncodingAESKey holds only A-Z, a-z and 0-9; character 43 is none of them.", error);
    }

    [Fact]
    public void No_secret_is_shown()
    {
        Assert.Equal("EncodingAESKey (hidden)", Given.Key(Samples.AesKey).ToString());
        Assert.Equal("wx5c1d9e07a3b8f642 (Safe)", Given.Account(SecurityMode.Safe).ToString());
    }

    private sealed class Row(JsonElement rows, string name)
    {
        private readonly JsonElement _row = rows.EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);

        public string this[string property] => _row.GetProperty(property).ToString();
    }
}

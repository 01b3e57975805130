using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Turns packets of one account into bodies and signed query strings. Safe to use from any thread.</summary>
internal sealed class PushSigner
{
    private PushSigner(AccountSetup setup, AesEnvelope? envelope) => (Setup, Envelope) = (setup, envelope);

    /// <summary>The account's token, original id and security mode.</summary>
    public AccountSetup Setup { get; }

    /// <summary>Encrypts, and opens answers; null in plaintext mode.</summary>
    public AesEnvelope? Envelope { get; }

    /// <summary>The signer of an account.</summary>
    /// <param name="setup">Its console settings.</param>
    /// <param name="signer">The signer.</param>
    /// <param name="error">Why there is none: encryption without a key.</param>
    public static bool TryCreate(AccountSetup setup, [NotNullWhen(true)] out PushSigner? signer, [NotNullWhen(false)] out Sentence? error)
    {
        signer = null;
        error = null;
        AesEnvelope? envelope = null;
        if (setup.Security != SecurityMode.Plaintext)
        {
            if (!EncodingAesKey.TryParse(setup.AesKey, out var key, out var fault))
            {
                error = new Sentence(
                    $"The account is in {setup.Security} mode, but its EncodingAESKey cannot be used: {fault}",
                    $"账号为{(setup.Security == SecurityMode.Safe ? "安全" : "兼容")}模式，但其 EncodingAESKey 不可用：{KeyFault(setup.AesKey ?? "")}");
                return false;
            }
            envelope = new AesEnvelope(setup.AppId, [key]);
        }
        signer = new PushSigner(setup, envelope);
        return true;
    }

    private static string KeyFault(string key) => key.Length != EncodingAesKey.Length
        ? $"应为 {EncodingAesKey.Length} 个字符，现为 {key.Length} 个。"
        : $"只能由 A-Z、a-z、0-9 组成，第 {1 + key.AsSpan().IndexOfAnyExcept(KeyCharacters)} 个字符不符。";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Writes a packet, encrypts it if the mode wants it, and signs.</summary>
    /// <param name="plain">Gets the plain packet; empty before.</param>
    /// <param name="wire">Gets the body when it is not the plain packet; empty before, and after it in plaintext mode.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="now">Its seconds become the timestamp.</param>
    /// <param name="nonce">Digits.</param>
    /// <returns>The query string without question mark; the same for every delivery.</returns>
    public string Sign(ArrayBufferWriter<byte> plain, ArrayBufferWriter<byte> wire, SimulatedPacket packet, DateTimeOffset now, string nonce)
    {
        PacketXml.Write(plain, Setup.OriginalId, packet);
        var query = new ArrayBufferWriter<byte>(256);
        Sign(query, wire, plain.WrittenSpan, Setup.OriginalId, packet.From, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), nonce);
        return Encoding.UTF8.GetString(query.WrittenSpan);
    }

    /// <summary>Encrypts a packet that is bytes already, whatever they are, if the mode wants it, and signs. Allocates nothing in plaintext mode.</summary>
    /// <param name="query">Gets the query string without question mark; the same for every delivery.</param>
    /// <param name="wire">Gets the body when it is not the packet itself; nothing in plaintext mode.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="to">Its ToUserName, which stands outside the envelope too.</param>
    /// <param name="from">Its FromUserName; empty when it has none, and then the query names none.</param>
    /// <param name="timestamp">Seconds since 1970, in digits.</param>
    /// <param name="nonce">Digits.</param>
    public void Sign(
        IBufferWriter<byte> query, IBufferWriter<byte> wire, ReadOnlySpan<byte> packet, string to, string from, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce)
    {
        var text = new XmlOutput(query);
        text.Raw("signature="u8);
        WriteSignature(query, timestamp, nonce, []);
        text.Raw("&timestamp="u8);
        text.Text(timestamp);
        text.Raw("&nonce="u8);
        text.Text(nonce);
        if (from.Length > 0)
        {
            text.Raw("&openid="u8);
            text.Text(Uri.EscapeDataString(from));
        }
        if (Envelope is null) return;

        Span<byte> random = stackalloc byte[AesEnvelope.RandomLength];
        Envelope.RandomFor(packet, 0, random);
        var encrypt = Envelope.Encrypt(packet, 0, random);
        if (Setup.Security == SecurityMode.Safe || !PacketXml.TryWriteCompatible(wire, packet, encrypt)) PacketXml.WriteSafe(wire, to, encrypt);
        text.Raw("&encrypt_type=aes&msg_signature="u8);
        WriteSignature(query, timestamp, nonce, encrypt);
    }

    private void WriteSignature(IBufferWriter<byte> query, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt)
    {
        const int length = 40;
        CallbackSignature.Write(Setup.Token, timestamp, nonce, encrypt, query.GetSpan(length));
        query.Advance(length);
    }

    /// <summary>The query string of a URL verification.</summary>
    public string SignEcho(DateTimeOffset now, string nonce, string echo) =>
        EchoQuery(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), nonce, echo);

    private string EchoQuery(string timestamp, string nonce, string echo) =>
        $"signature={CallbackSignature.Compute(Setup.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&echostr={echo}";
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var query = $"{SignedQuery(timestamp, nonce)}&openid={Uri.EscapeDataString(packet.From)}";
        if (Envelope is null) return query;

        Span<byte> random = stackalloc byte[AesEnvelope.RandomLength];
        Envelope.RandomFor(plain.WrittenSpan, 0, random);
        var encrypt = Envelope.Encrypt(plain.WrittenSpan, 0, random);
        if (Setup.Security == SecurityMode.Safe) PacketXml.WriteSafe(wire, Setup.OriginalId, encrypt);
        else PacketXml.WriteCompatible(wire, Setup.OriginalId, packet, encrypt);
        return $"{query}&encrypt_type=aes&msg_signature={CallbackSignature.Compute(Setup.Token, timestamp, nonce, encrypt)}";
    }

    /// <summary>The query string of a URL verification.</summary>
    public string SignEcho(DateTimeOffset now, string nonce, string echo) =>
        $"{SignedQuery(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), nonce)}&echostr={echo}";

    private string SignedQuery(string timestamp, string nonce) =>
        $"signature={CallbackSignature.Compute(Setup.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}";
}

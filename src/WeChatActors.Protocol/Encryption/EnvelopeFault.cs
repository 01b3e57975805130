namespace WeChatActors.Protocol;

/// <summary>Why an encrypted push cannot be opened. The values are the codes of WeChat's sample code; they never go over the wire.</summary>
/// <remarks>Source: WeChat docs, 消息加解密说明.</remarks>
public enum EnvelopeFault
{
    /// <summary>It was opened.</summary>
    None = 0,

    /// <summary><c>msg_signature</c> does not fit: another token, or <c>signature</c> in its place.</summary>
    WrongSignature = -40001,

    /// <summary>The EncodingAESKey is not 43 letters and digits, or there is none.</summary>
    IllegalKey = -40004,

    /// <summary>The packet inside is for another AppID.</summary>
    WrongAppId = -40005,

    /// <summary>The ciphertext is not whole AES blocks.</summary>
    NotDecryptable = -40007,

    /// <summary>The padding or the length inside is impossible: usually the wrong key.</summary>
    CorruptPlaintext = -40008,

    /// <summary>Encrypt is not base64; a <c>+</c> may have become a blank.</summary>
    NotBase64 = -40010,
}

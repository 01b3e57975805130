namespace WeChatActors.Protocol;

/// <summary>Why a body is not a packet: one value for every cause an operator may want to tell apart and count.</summary>
public enum PacketFault
{
    /// <summary>No bytes, or only white space.</summary>
    Empty,

    /// <summary>The body does not begin with an element: JSON, a form, plain text.</summary>
    NotXml,

    /// <summary>The body breaks a rule of XML 1.0 or of its namespaces.</summary>
    NotWellFormed,

    /// <summary>The body ends before the packet does.</summary>
    UnexpectedEnd,

    /// <summary>Bytes that are no UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A character that XML 1.0 does not allow, plain or as a reference.</summary>
    IllegalCharacter,

    /// <summary>Another encoding than UTF-8, by byte order mark or by declaration.</summary>
    UnsupportedEncoding,

    /// <summary>Another version of XML than 1.0.</summary>
    UnsupportedVersion,

    /// <summary>A document type declaration.</summary>
    DocumentType,

    /// <summary>Elements nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>More elements than the limit.</summary>
    TooManyElements,

    /// <summary>More attributes on one element, or namespace prefixes in force, than the limit.</summary>
    TooManyAttributes,

    /// <summary>A path of element names longer than the limit.</summary>
    NameTooLong,

    /// <summary>The root element is not <c>xml</c>, or is in a namespace.</summary>
    WrongRoot,

    /// <summary>An element that every packet needs is missing or empty.</summary>
    MissingElement,

    /// <summary>An element that says who, when or what came twice.</summary>
    DuplicateElement,

    /// <summary>An event, or a message without MsgId, has no readable CreateTime: nothing tells it from its retry.</summary>
    NoDeliveryKey,

    /// <summary>The sender is not of an OpenID's form.</summary>
    InvalidSender,

    /// <summary>MsgType or Event is not a word of letters, digits and a few signs.</summary>
    InvalidKind,

    /// <summary>The packet is for another account.</summary>
    ForeignAccount,

    /// <summary>The body is longer than <see cref="Callback.MaxBodyBytes"/>.</summary>
    TooLarge,

    /// <summary>A plaintext push to an account in safe mode.</summary>
    PlaintextRefused,

    /// <summary>A safe-mode body where plaintext is read: the account is set to plaintext here, or the push says so.</summary>
    UnexpectedlyEncrypted,

    /// <summary>An <c>encrypt_type</c> that is neither <c>aes</c> nor <c>raw</c>.</summary>
    UnknownEncryptType,

    /// <summary>No Encrypt element, or an empty one, in an encrypted push (code -40002).</summary>
    MissingEncrypt,

    /// <summary>Two Encrypt elements (code -40002).</summary>
    DuplicateEncrypt,

    /// <summary><c>msg_signature</c> does not fit Encrypt (code -40001).</summary>
    WrongMsgSignature,

    /// <summary>Encrypt is not base64 (code -40010).</summary>
    NotBase64,

    /// <summary>Encrypt cannot be decrypted: no key, or not whole blocks (code -40007).</summary>
    NotDecryptable,

    /// <summary>What was decrypted has a wrong padding or length: usually a wrong key (code -40008).</summary>
    CorruptPlaintext,

    /// <summary>What was decrypted names another AppID (code -40005).</summary>
    WrongAppId,

    /// <summary>The envelope and the packet inside name different accounts.</summary>
    EnvelopeDiffers,
}

using System.Text;
using System.Xml.Linq;

namespace WeChatActors.Testing;

/// <summary>What came back for a request, to the byte.</summary>
public sealed record PushAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The reply of a plain answer.</summary>
    public XElement Reply() => XElement.Parse(Text);

    /// <summary>The text of a plain text reply.</summary>
    public string ReplyText() => Reply().Element("Content")!.Value;

    /// <summary>The reply inside an encrypted answer, whose signature must fit.</summary>
    public XElement Opened(Credentials credentials)
    {
        var envelope = XElement.Parse(Text);
        Assert.Equal(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"], envelope.Elements().Select(element => element.Name.LocalName));
        var encrypt = envelope.Element("Encrypt")!.Value;
        Assert.Equal(
            credentials.Sign(envelope.Element("TimeStamp")!.Value, envelope.Element("Nonce")!.Value, encrypt),
            envelope.Element("MsgSignature")!.Value);
        return XElement.Parse(credentials.Decrypt(encrypt));
    }
}

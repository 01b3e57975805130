namespace WeChatActors.Protocol;

/// <summary>Says when two packets of one account are the same packet delivered again.</summary>
/// <param name="Value"><c>msg:SENDER:MSGID</c> for messages; <c>evt:SENDER:CREATETIME:EVENT:HASH</c> for events, where HASH is
/// the first 8 hex digits of SHA-1 over lines <c>path=value</c> of all leaf elements but the common ones, in document order.
/// The two key spaces never meet.</param>
public readonly record struct DeliveryKey(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

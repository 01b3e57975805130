namespace WeChatActors.Protocol;

/// <summary>Says when two packets of one account are the same packet delivered again.</summary>
/// <remarks>A message's key is made of strings that its packet holds anyway; the whole of it is written only for whoever asks.</remarks>
public readonly struct DeliveryKey : IEquatable<DeliveryKey>
{
    private const string OfMessages = "msg:";

    // Of a message the sender, else the whole key.
    private readonly string _text;
    private readonly string? _msgId;

    /// <summary>A key as it is written.</summary>
    /// <param name="value">See <see cref="Value"/>.</param>
    public DeliveryKey(string value) => _text = value;

    private DeliveryKey(string sender, string msgId) => (_text, _msgId) = (sender, msgId);

    /// <summary><c>msg:SENDER:MSGID</c> for messages; <c>evt:SENDER:CREATETIME:EVENT:HASH</c> for events, where HASH is
    /// the first 8 hex digits of SHA-1 over lines <c>path=value</c> of all leaf elements but the common ones, in document order.
    /// The two key spaces never meet.</summary>
    public string Value => _msgId is null ? _text : string.Concat(OfMessages, _text, ":", _msgId);

    /// <summary>The key of a message.</summary>
    internal static DeliveryKey OfMessage(string sender, string msgId) => new(sender, msgId);

    /// <summary>The length of <see cref="Value"/>, in characters.</summary>
    public int Length => _msgId is null ? _text.Length : OfMessages.Length + _text.Length + 1 + _msgId.Length;

    /// <summary>Writes <see cref="Value"/> without making a string of it.</summary>
    /// <param name="destination">At least <see cref="Length"/> characters.</param>
    public void CopyTo(Span<char> destination)
    {
        if (_msgId is null)
        {
            _text.CopyTo(destination);
            return;
        }
        OfMessages.CopyTo(destination);
        _text.CopyTo(destination[OfMessages.Length..]);
        destination[OfMessages.Length + _text.Length] = ':';
        _msgId.CopyTo(destination[(OfMessages.Length + _text.Length + 1)..]);
    }

    /// <summary>Whether both are written alike.</summary>
    public bool Equals(DeliveryKey other) =>
        (_msgId is null) == (other._msgId is null) ? _text == other._text && _msgId == other._msgId : Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeliveryKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>Whether both are written alike.</summary>
    public static bool operator ==(DeliveryKey left, DeliveryKey right) => left.Equals(right);

    /// <summary>Whether they are written differently.</summary>
    public static bool operator !=(DeliveryKey left, DeliveryKey right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

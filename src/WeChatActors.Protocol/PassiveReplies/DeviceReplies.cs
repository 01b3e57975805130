namespace WeChatActors.Protocol;

/// <summary>A reply that only packets of the old WeChat hardware platform take. Source: SDK code.</summary>
public abstract record DeviceReply : PassiveReply
{
    private protected DeviceReply() { }
}

/// <summary>Data for the device that spoke.</summary>
/// <param name="DeviceType">As in the packet.</param>
/// <param name="DeviceId">As in the packet.</param>
/// <param name="Content">Base64 of the payload.</param>
/// <param name="SessionId">As in the packet, digits.</param>
public sealed record DeviceTextReply(string DeviceType, string DeviceId, string Content, string SessionId) : DeviceReply
{
    /// <inheritdoc/>
    public override string MsgType => "device_text";
}

/// <summary>The answer to <c>bind</c> and <c>unbind</c>.</summary>
/// <param name="DeviceType">As in the packet.</param>
/// <param name="DeviceId">As in the packet.</param>
/// <param name="Content">Base64 of the payload.</param>
/// <param name="Event">As in the packet.</param>
/// <param name="SessionId">As in the packet, digits.</param>
public sealed record DeviceEventReply(string DeviceType, string DeviceId, string Content, string Event, string SessionId) : DeviceReply
{
    /// <inheritdoc/>
    public override string MsgType => "device_event";
}

/// <summary>The answer to <c>subscribe_status</c> and <c>unsubscribe_status</c>.</summary>
/// <param name="DeviceType">As in the packet.</param>
/// <param name="DeviceId">As in the packet.</param>
/// <param name="Connected">Whether the device is connected.</param>
public sealed record DeviceStatusReply(string DeviceType, string DeviceId, bool Connected) : DeviceReply
{
    /// <inheritdoc/>
    public override string MsgType => "device_status";
}

/// <summary>A page of the hardware platform.</summary>
/// <param name="MessageView">What to show.</param>
/// <param name="MessageAction">What to do.</param>
public sealed record HardwareReply(string MessageView, string MessageAction) : DeviceReply
{
    /// <inheritdoc/>
    public override string MsgType => "hardware";
}

using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user answered the pop-up that asks for subscription notices (订阅通知).</summary>
public sealed record SubscribeMsgPopupEvent : Event
{
    /// <inheritdoc/>
    public SubscribeMsgPopupEvent() { }

    [SetsRequiredMembers]
    internal SubscribeMsgPopupEvent(ref PacketSource source) : base(ref source)
    {
        Choices = source.Items("SubscribeMsgPopupEvent/List/", SubscribeChoice.Read);
    }

    /// <summary>One per template of the pop-up.</summary>
    public ItemList<SubscribeChoice> Choices { get; init; } = ItemList<SubscribeChoice>.Empty;
}

/// <summary>The user changed subscriptions in the settings page; only switching off is reported.</summary>
public sealed record SubscribeMsgChangeEvent : Event
{
    /// <inheritdoc/>
    public SubscribeMsgChangeEvent() { }

    [SetsRequiredMembers]
    internal SubscribeMsgChangeEvent(ref PacketSource source) : base(ref source)
    {
        Choices = source.Items("SubscribeMsgChangeEvent/List/", SubscribeChoice.Read);
        if (Choices.Count == 0) Choices = source.Items("SubscribeMsgPopupEvent/List/", SubscribeChoice.Read);
    }

    /// <summary>One per template. The wrapper of the pop-up event is accepted too: the official sample long showed it.</summary>
    public ItemList<SubscribeChoice> Choices { get; init; } = ItemList<SubscribeChoice>.Empty;
}

/// <summary>What the user chose for one template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="Status"><c>accept</c> or <c>reject</c>.</param>
/// <param name="PopupScene">1 web page, 2 article, 0 seen from Mini Programs; null in a change event.</param>
public sealed record SubscribeChoice(string? TemplateId, string? Status, int? PopupScene)
{
    /// <summary>Whether the user accepts notices of the template.</summary>
    public bool Accepted => Status == "accept";

    internal static SubscribeChoice Read(ref ItemSource item) =>
        new(item.Text("TemplateId"), item.Text("SubscribeStatusString"), item.Int("PopupScene"));
}

/// <summary>The delivery result of one subscription notice.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="MsgId">Id returned by the send API, as digits.</param>
/// <param name="ErrorCode">0 for success.</param>
/// <param name="ErrorStatus">Text, <c>success</c> for 0.</param>
public sealed record SubscribeMsgResult(string? TemplateId, string? MsgId, int? ErrorCode, string? ErrorStatus);

/// <summary>WeChat delivered, or failed to deliver, a subscription notice.</summary>
public sealed record SubscribeMsgSentEvent : Event
{
    /// <inheritdoc/>
    public SubscribeMsgSentEvent() { }

    [SetsRequiredMembers]
    internal SubscribeMsgSentEvent(ref PacketSource source) : base(ref source)
    {
        Results = source.Items("SubscribeMsgSentEvent/List/", static (ref ItemSource item) => new SubscribeMsgResult(item.Text("TemplateId"), item.Text("MsgID") ?? item.Text("MsgId"), item.Int("ErrorCode"), item.Text("ErrorStatus")));
    }

    /// <summary>One per notice; one in all samples.</summary>
    public ItemList<SubscribeMsgResult> Results { get; init; } = ItemList<SubscribeMsgResult>.Empty;
}

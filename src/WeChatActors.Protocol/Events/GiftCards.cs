using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A gift card was bought (<c>giftcard_pay_done</c>), given (<c>giftcard_send_to_friend</c>) or taken (<c>giftcard_user_accept</c>).</summary>
public sealed record GiftCardEvent : Event
{
    /// <inheritdoc/>
    public GiftCardEvent() { }

    [SetsRequiredMembers]
    internal GiftCardEvent(ref PacketSource source) : base(ref source)
    {
        PageId = source.Text("PageId");
        OrderId = source.Text("OrderId");
        IsChatRoom = source.Flag("IsChatRoom");
        IsReturnBack = source.Flag("IsReturnBack");
    }

    /// <summary>The shop page.</summary>
    public string? PageId { get; init; }

    /// <summary>The order.</summary>
    public string? OrderId { get; init; }

    /// <summary>Whether it is a gift in a group; null when bought.</summary>
    public bool? IsChatRoom { get; init; }

    /// <summary>Whether it came back; only of a gift given.</summary>
    public bool? IsReturnBack { get; init; }
}

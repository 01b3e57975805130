using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A card template passed review (<c>card_pass_check</c>) or was refused (<c>card_not_pass_check</c>).</summary>
public sealed record CardCheckEvent : AccountEvent
{
    /// <inheritdoc/>
    public CardCheckEvent() { }

    [SetsRequiredMembers]
    internal CardCheckEvent(ref PacketSource source) : base(ref source)
    {
        CardId = source.Text("CardId");
        RefuseReason = source.Text("RefuseReason");
    }

    /// <summary>Id of the card template.</summary>
    public string? CardId { get; init; }

    /// <summary>Why it was refused; also sent, without meaning, for a card that passed.</summary>
    public string? RefuseReason { get; init; }

    /// <summary>Whether the template passed.</summary>
    public bool Passed => Kind == "card_pass_check";
}

/// <summary>A card runs out: 100 or fewer of more than 200 are left. At most every 12 hours.</summary>
public sealed record CardSkuRemindEvent : AccountEvent
{
    /// <inheritdoc/>
    public CardSkuRemindEvent() { }

    [SetsRequiredMembers]
    internal CardSkuRemindEvent(ref PacketSource source) : base(ref source)
    {
        CardId = source.Text("CardId");
        Detail = source.Text("Detail");
    }

    /// <summary>Id of the card template.</summary>
    public string? CardId { get; init; }

    /// <summary>English sentence with the remaining quantity; its wording is WeChat's.</summary>
    public string? Detail { get; init; }
}

/// <summary>The account's coupon credits (券点) moved.</summary>
public sealed record CardPayOrderEvent : AccountEvent
{
    /// <inheritdoc/>
    public CardPayOrderEvent() { }

    [SetsRequiredMembers]
    internal CardPayOrderEvent(ref PacketSource source) : base(ref source)
    {
        OrderId = source.Text("OrderId");
        Status = source.Text("Status");
        CreateOrderTime = source.Long("CreateOrderTime");
        PayFinishTime = source.Long("PayFinishTime");
        Desc = source.Text("Desc");
        FreeCoinCount = source.Long("FreeCoinCount");
        PayCoinCount = source.Long("PayCoinCount");
        RefundFreeCoinCount = source.Long("RefundFreeCoinCount");
        RefundPayCoinCount = source.Long("RefundPayCoinCount");
        OrderType = source.Text("OrderType");
        Memo = source.Text("Memo");
        ReceiptInfo = source.Text("ReceiptInfo");
    }

    /// <summary>The order.</summary>
    public string? OrderId { get; init; }

    /// <summary>Such as <c>ORDER_STATUS_FINANCE_SUCC</c>.</summary>
    public string? Status { get; init; }

    /// <summary>When it was ordered, seconds since 1970 UTC.</summary>
    public long? CreateOrderTime { get; init; }

    /// <summary>When it was paid, seconds since 1970 UTC; 0 when unpaid.</summary>
    public long? PayFinishTime { get; init; }

    /// <summary>Payment method.</summary>
    public string? Desc { get; init; }

    /// <summary>Free credits left.</summary>
    public long? FreeCoinCount { get; init; }

    /// <summary>Paid credits left.</summary>
    public long? PayCoinCount { get; init; }

    /// <summary>Free credits moved.</summary>
    public long? RefundFreeCoinCount { get; init; }

    /// <summary>Paid credits moved.</summary>
    public long? RefundPayCoinCount { get; init; }

    /// <summary>Such as <c>ORDER_TYPE_WXPAY</c> or <c>ORDER_TYPE_REFUND</c>.</summary>
    public string? OrderType { get; init; }

    /// <summary>Remark.</summary>
    public string? Memo { get; init; }

    /// <summary>Receipt.</summary>
    public string? ReceiptInfo { get; init; }
}

/// <summary>A sub-merchant of a third party was reviewed.</summary>
public sealed record CardMerchantCheckResultEvent : AccountEvent
{
    /// <inheritdoc/>
    public CardMerchantCheckResultEvent() { }

    [SetsRequiredMembers]
    internal CardMerchantCheckResultEvent(ref PacketSource source) : base(ref source)
    {
        MerchantId = source.Text("MerchantId");
        IsPass = source.Flag("IsPass");
        Reason = source.Text("Reason");
    }

    /// <summary>The sub-merchant.</summary>
    public string? MerchantId { get; init; }

    /// <summary>Whether it passed.</summary>
    public bool? IsPass { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }
}

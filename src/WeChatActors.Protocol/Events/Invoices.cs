using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A user authorised, or refused, an electronic invoice for an order.</summary>
public sealed record UserAuthorizeInvoiceEvent : Event
{
    /// <inheritdoc/>
    public UserAuthorizeInvoiceEvent() { }

    [SetsRequiredMembers]
    internal UserAuthorizeInvoiceEvent(ref PacketSource source) : base(ref source)
    {
        SuccOrderId = source.Text("SuccOrderId");
        FailOrderId = source.Text("FailOrderId");
        AuthorizeAppId = source.Text("AuthorizeAppId");
        Source = source.Text("Source", "source");
    }

    /// <summary>The order, on success; exactly one of the two is filled.</summary>
    public string? SuccOrderId { get; init; }

    /// <summary>The order, on failure.</summary>
    public string? FailOrderId { get; init; }

    /// <summary>AppID that made the page link.</summary>
    public string? AuthorizeAppId { get; init; }

    /// <summary><c>web</c>, <c>app</c>, <c>wxa</c> or <c>wap</c>.</summary>
    public string? Source { get; init; }
}

/// <summary>The status of an invoice card changed.</summary>
public sealed record UpdateInvoiceStatusEvent : Event
{
    /// <inheritdoc/>
    public UpdateInvoiceStatusEvent() { }

    [SetsRequiredMembers]
    internal UpdateInvoiceStatusEvent(ref PacketSource source) : base(ref source)
    {
        Status = source.Text("Status");
        CardId = source.Text("CardId");
        Code = source.Text("Code");
    }

    /// <summary>Such as <c>INVOICE_REIMBURSE_LOCK</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Invoice template.</summary>
    public string? CardId { get; init; }

    /// <summary>Invoice code.</summary>
    public string? Code { get; init; }
}

/// <summary>A user sent an invoice title by scanning the merchant's code.</summary>
public sealed record SubmitInvoiceTitleEvent : Event
{
    /// <inheritdoc/>
    public SubmitInvoiceTitleEvent() { }

    [SetsRequiredMembers]
    internal SubmitInvoiceTitleEvent(ref PacketSource source) : base(ref source)
    {
        Title = source.Text("title");
        Phone = source.Text("phone");
        TaxNo = source.Text("tax_no");
        Address = source.Text("addr");
        BankType = source.Text("bank_type");
        BankNo = source.Text("bank_no");
        Attachment = source.Text("attach");
        TitleType = source.Text("title_type");
    }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Tax number.</summary>
    public string? TaxNo { get; init; }

    /// <summary>Address.</summary>
    public string? Address { get; init; }

    /// <summary>Bank.</summary>
    public string? BankType { get; init; }

    /// <summary>Bank account.</summary>
    public string? BankNo { get; init; }

    /// <summary>Text the merchant put into the code.</summary>
    public string? Attachment { get; init; }

    /// <summary><c>InvoiceUserTitlePersonType</c> or <c>InvoiceUserTitleBusinessType</c>.</summary>
    public string? TitleType { get; init; }
}

/// <summary>Unified invoicing (<c>cloud_invoice_invoiceresult_event</c>) ended.</summary>
public sealed record CloudInvoiceResultEvent : AccountEvent
{
    /// <inheritdoc/>
    public CloudInvoiceResultEvent() { }

    [SetsRequiredMembers]
    internal CloudInvoiceResultEvent(ref PacketSource source) : base(ref source)
    {
        RequestNo = source.Text("fpqqlsh");
        SellerTaxNo = source.Text("nsrsbh");
        Status = source.Int("status");
    }

    /// <summary>Number of the invoice request (fpqqlsh).</summary>
    public string? RequestNo { get; init; }

    /// <summary>Tax number of the seller (nsrsbh).</summary>
    public string? SellerTaxNo { get; init; }

    /// <summary>Result code.</summary>
    public int? Status { get; init; }
}

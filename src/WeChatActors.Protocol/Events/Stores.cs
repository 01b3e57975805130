using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A store (门店) was reviewed.</summary>
public sealed record PoiCheckNotifyEvent : AccountEvent
{
    /// <inheritdoc/>
    public PoiCheckNotifyEvent() { }

    [SetsRequiredMembers]
    internal PoiCheckNotifyEvent(ref PacketSource source) : base(ref source)
    {
        UniqId = source.Text("UniqId");
        PoiId = source.Text("PoiId");
        Result = source.Text("Result");
        Message = source.Text("Msg", "msg");
    }

    /// <summary>The merchant's own id.</summary>
    public string? UniqId { get; init; }

    /// <summary>WeChat's store id, as digits.</summary>
    public string? PoiId { get; init; }

    /// <summary><c>succ</c> or <c>fail</c>.</summary>
    public string? Result { get; init; }

    /// <summary>Text or reason.</summary>
    public string? Message { get; init; }
}

/// <summary>A review of the store Mini Program: <c>apply_merchant_audit_info</c>, <c>modify_store_audit_info</c>, <c>add_store_audit_info</c> or <c>create_map_poi_audit_info</c>.</summary>
public sealed record StoreAuditEvent : AccountEvent
{
    /// <inheritdoc/>
    public StoreAuditEvent() { }

    [SetsRequiredMembers]
    internal StoreAuditEvent(ref PacketSource source) : base(ref source)
    {
        AuditId = source.Text("audit_id");
        Status = source.Int("status");
        Reason = source.Text("reason");
        IsUpgrade = source.Int("is_upgrade");
        PoiId = source.Text("poiid");
        MapPoiId = source.Text("map_poi_id");
        StoreName = source.Text("name");
        Address = source.Text("address");
        Latitude = source.Number("latitude");
        Longitude = source.Number("longitude");
        ReviewerRemark = source.Text("sh_remark");
    }

    /// <summary>The review, as digits.</summary>
    public string? AuditId { get; init; }

    /// <summary>1 passed, 2 in review, 3 refused.</summary>
    public int? Status { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>Only of a new store.</summary>
    public int? IsUpgrade { get; init; }

    /// <summary>Only of a new store: its id.</summary>
    public string? PoiId { get; init; }

    /// <summary>Only of a new map point: its id, as digits.</summary>
    public string? MapPoiId { get; init; }

    /// <summary>Only of a new map point.</summary>
    public string? StoreName { get; init; }

    /// <summary>Only of a new map point.</summary>
    public string? Address { get; init; }

    /// <summary>Only of a new map point: degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Only of a new map point: degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>Only of a new map point.</summary>
    public string? ReviewerRemark { get; init; }
}

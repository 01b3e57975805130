using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>An order of the old WeChat shop (微信小店) was paid.</summary>
public sealed record MerchantOrderEvent : Event
{
    /// <inheritdoc/>
    public MerchantOrderEvent() { }

    [SetsRequiredMembers]
    internal MerchantOrderEvent(ref PacketSource source) : base(ref source)
    {
        OrderId = source.Text("OrderId");
        OrderStatus = source.Int("OrderStatus");
        ProductId = source.Text("ProductId");
        SkuInfo = source.Text("SkuInfo");
    }

    /// <summary>The order.</summary>
    public string? OrderId { get; init; }

    /// <summary>2 paid.</summary>
    public int? OrderStatus { get; init; }

    /// <summary>The product.</summary>
    public string? ProductId { get; init; }

    /// <summary><c>id:vid</c> pairs divided by semicolons.</summary>
    public string? SkuInfo { get; init; }
}

using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A user did something with a card (微信卡券). Source: WeChat Official Accounts docs, 卡券事件推送.</summary>
public abstract record UserCardEvent : Event
{
    private protected UserCardEvent() { }

    [SetsRequiredMembers]
    private protected UserCardEvent(ref PacketSource source) : base(ref source)
    {
        CardId = source.Text("CardId");
        UserCardCode = source.Text("UserCardCode");
    }

    /// <summary>Id of the card template.</summary>
    public string? CardId { get; init; }

    /// <summary>Code of this user's card.</summary>
    public string? UserCardCode { get; init; }
}

/// <summary>A user took a card, or got it from a friend.</summary>
public sealed record UserGetCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserGetCardEvent() { }

    [SetsRequiredMembers]
    internal UserGetCardEvent(ref PacketSource source) : base(ref source)
    {
        IsGiveByFriend = source.Flag("IsGiveByFriend");
        FriendUserName = source.Text("FriendUserName");
        OuterId = source.Text("OuterId");
        OuterStr = source.Text("OuterStr");
        OldUserCardCode = source.Text("OldUserCardCode");
        IsRestoreMemberCard = source.Flag("IsRestoreMemberCard");
        IsRecommendByFriend = source.Flag("IsRecommendByFriend");
        UnionId = source.Text("UnionId");
    }

    /// <summary>Whether a friend gave it.</summary>
    public bool? IsGiveByFriend { get; init; }

    /// <summary>OpenID of the giver; null when taken.</summary>
    public string? FriendUserName { get; init; }

    /// <summary>Old scene number, <c>0</c> when unused.</summary>
    public string? OuterId { get; init; }

    /// <summary>Scene string given when the card was put out.</summary>
    public string? OuterStr { get; init; }

    /// <summary>Code before it was given away.</summary>
    public string? OldUserCardCode { get; init; }

    /// <summary>Whether a deleted member card was restored.</summary>
    public bool? IsRestoreMemberCard { get; init; }

    /// <summary>Whether a friend recommended it.</summary>
    public bool? IsRecommendByFriend { get; init; }

    /// <summary>The user's union id.</summary>
    public string? UnionId { get; init; }
}

/// <summary>A user gives a card away, or it comes back.</summary>
public sealed record UserGiftingCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserGiftingCardEvent() { }

    [SetsRequiredMembers]
    internal UserGiftingCardEvent(ref PacketSource source) : base(ref source)
    {
        IsReturnBack = source.Flag("IsReturnBack");
        FriendUserName = source.Text("FriendUserName");
        IsChatRoom = source.Flag("IsChatRoom");
    }

    /// <summary>Whether it came back because nobody took it.</summary>
    public bool? IsReturnBack { get; init; }

    /// <summary>OpenID of the receiver of a gift to one person.</summary>
    public string? FriendUserName { get; init; }

    /// <summary>Whether it was given in a group.</summary>
    public bool? IsChatRoom { get; init; }
}

/// <summary>A user deleted a card.</summary>
public sealed record UserDelCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserDelCardEvent() { }

    [SetsRequiredMembers]
    internal UserDelCardEvent(ref PacketSource source) : base(ref source) { }
}

/// <summary>A card was redeemed.</summary>
public sealed record UserConsumeCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserConsumeCardEvent() { }

    [SetsRequiredMembers]
    internal UserConsumeCardEvent(ref PacketSource source) : base(ref source)
    {
        ConsumeSource = source.Text("ConsumeSource");
        LocationName = source.Text("LocationName");
        LocationId = source.Text("LocationId");
        StaffOpenId = source.Text("StaffOpenId");
        VerifyCode = source.Text("VerifyCode");
        RemarkAmount = source.Text("RemarkAmount");
        OuterStr = source.Text("OuterStr");
    }

    /// <summary><c>FROM_API</c>, <c>FROM_MP</c> (console) or <c>FROM_MOBILE_HELPER</c>.</summary>
    public string? ConsumeSource { get; init; }

    /// <summary>The store.</summary>
    public string? LocationName { get; init; }

    /// <summary>Store id; only in newer packets.</summary>
    public string? LocationId { get; init; }

    /// <summary>OpenID of the clerk.</summary>
    public string? StaffOpenId { get; init; }

    /// <summary>Self-service code.</summary>
    public string? VerifyCode { get; init; }

    /// <summary>Amount noted.</summary>
    public string? RemarkAmount { get; init; }

    /// <summary>Scene string given when the card was put out.</summary>
    public string? OuterStr { get; init; }
}

/// <summary>A user paid through the card's pay button (买单).</summary>
public sealed record UserPayFromPayCellEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserPayFromPayCellEvent() { }

    [SetsRequiredMembers]
    internal UserPayFromPayCellEvent(ref PacketSource source) : base(ref source)
    {
        TransId = source.Text("TransId");
        LocationId = source.Text("LocationId");
        Fee = source.Long("Fee");
        OriginalFee = source.Long("OriginalFee");
    }

    /// <summary>WeChat Pay transaction number.</summary>
    public string? TransId { get; init; }

    /// <summary>Store id.</summary>
    public string? LocationId { get; init; }

    /// <summary>Paid, in fen (1/100 yuan).</summary>
    public long? Fee { get; init; }

    /// <summary>Before discount, in fen (1/100 yuan).</summary>
    public long? OriginalFee { get; init; }
}

/// <summary>A user opened a member card whose template has need_push_on_view set.</summary>
public sealed record UserViewCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserViewCardEvent() { }

    [SetsRequiredMembers]
    internal UserViewCardEvent(ref PacketSource source) : base(ref source) =>
        OuterStr = source.Text("OuterStr");

    /// <summary>Scene string given when the card was put out.</summary>
    public string? OuterStr { get; init; }
}

/// <summary>A follower entered the chat from a card.</summary>
public sealed record UserEnterSessionFromCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UserEnterSessionFromCardEvent() { }

    [SetsRequiredMembers]
    internal UserEnterSessionFromCardEvent(ref PacketSource source) : base(ref source) { }
}

/// <summary>Points or balance of a member card changed.</summary>
public sealed record UpdateMemberCardEvent : UserCardEvent
{
    /// <inheritdoc/>
    public UpdateMemberCardEvent() { }

    [SetsRequiredMembers]
    internal UpdateMemberCardEvent(ref PacketSource source) : base(ref source)
    {
        ModifyBonus = source.Long("ModifyBonus");
        ModifyBalance = source.Long("ModifyBalance");
    }

    /// <summary>Change of points; negative for less.</summary>
    public long? ModifyBonus { get; init; }

    /// <summary>Change of the balance in fen (1/100 yuan); negative for less.</summary>
    public long? ModifyBalance { get; init; }
}

/// <summary>A user activated a member card by form.</summary>
public sealed record SubmitMemberCardUserInfoEvent : UserCardEvent
{
    /// <inheritdoc/>
    public SubmitMemberCardUserInfoEvent() { }

    [SetsRequiredMembers]
    internal SubmitMemberCardUserInfoEvent(ref PacketSource source) : base(ref source) { }
}

using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>User data or an authorisation changed. The packet's sender is WeChat's push service; the user is in <see cref="OpenId"/>.</summary>
/// <remarks>Duties to delete data follow from these events. Source: WeChat Official Accounts docs, 授权变更.</remarks>
public abstract record AuthorizationEvent : Event
{
    private protected AuthorizationEvent() { }

    [SetsRequiredMembers]
    private protected AuthorizationEvent(ref PacketSource source) : base(ref source)
    {
        OpenId = source.OpenId("OpenID", "openid");
        UnionId = source.Text("UnionID", "unionid");
        AppId = source.Text("AppID", "appid");
        RevokeInfo = source.Text("RevokeInfo", "revokeinfo");
    }

    /// <summary>The user; null when the element is missing or not of an OpenID's form.</summary>
    public OpenId? OpenId { get; init; }

    /// <summary>The user's union id; null when WeChat left it out.</summary>
    public string? UnionId { get; init; }

    /// <summary>The AppID to which the authorisation belongs.</summary>
    public string? AppId { get; init; }

    /// <summary>What was withdrawn, such as <c>205</c> for nickname and avatar or <c>206</c> for position; null otherwise.</summary>
    public string? RevokeInfo { get; init; }

    /// <summary>The conversation of <see cref="OpenId"/>, not of the sender.</summary>
    public override OpenId? Conversation => OpenId;
}

/// <summary>The profile of a user changed after a risk clean-up.</summary>
public sealed record UserInfoModifiedEvent : AuthorizationEvent
{
    /// <inheritdoc/>
    public UserInfoModifiedEvent() { }

    [SetsRequiredMembers]
    internal UserInfoModifiedEvent(ref PacketSource source) : base(ref source) { }
}

/// <summary>A user withdrew an authorisation: delete the data concerned.</summary>
public sealed record UserAuthorizationRevokeEvent : AuthorizationEvent
{
    /// <inheritdoc/>
    public UserAuthorizationRevokeEvent() { }

    [SetsRequiredMembers]
    internal UserAuthorizationRevokeEvent(ref PacketSource source) : base(ref source) { }
}

/// <summary>A user closed the WeChat account: delete everything.</summary>
public sealed record UserAuthorizationCancellationEvent : AuthorizationEvent
{
    /// <inheritdoc/>
    public UserAuthorizationCancellationEvent() { }

    [SetsRequiredMembers]
    internal UserAuthorizationCancellationEvent(ref PacketSource source) : base(ref source) { }
}

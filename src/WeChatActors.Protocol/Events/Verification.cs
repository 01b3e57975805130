using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The account's verification (微信认证) got or nears the end of its term: <c>qualification_verify_success</c>, <c>naming_verify_success</c>, <c>annual_renew</c> or <c>verify_expired</c>.</summary>
public sealed record VerificationTermEvent : AccountEvent
{
    /// <inheritdoc/>
    public VerificationTermEvent() { }

    [SetsRequiredMembers]
    internal VerificationTermEvent(ref PacketSource source) : base(ref source) =>
        ExpiredTime = source.Long("ExpiredTime");

    /// <summary>When the verification expires or has expired, seconds since 1970 UTC.</summary>
    public long? ExpiredTime { get; init; }
}

/// <summary>A step of the account's verification failed: <c>qualification_verify_fail</c> or <c>naming_verify_fail</c>. After the latter the account keeps its interface rights.</summary>
public sealed record VerificationFailedEvent : AccountEvent
{
    /// <inheritdoc/>
    public VerificationFailedEvent() { }

    [SetsRequiredMembers]
    internal VerificationFailedEvent(ref PacketSource source) : base(ref source)
    {
        FailTime = source.Long("FailTime");
        FailReason = source.Text("FailReason");
    }

    /// <summary>When it failed, seconds since 1970 UTC.</summary>
    public long? FailTime { get; init; }

    /// <summary>The reason.</summary>
    public string? FailReason { get; init; }
}

/// <summary>A newer step of the account's verification: <c>wx_verify_pay_succ</c>, <c>wx_verify_dispatch</c>, <c>wx_verify_refill</c> or <c>wx_verify_fail</c>. Source: one SDK.</summary>
public sealed record VerificationStepEvent : AccountEvent
{
    /// <inheritdoc/>
    public VerificationStepEvent() { }

    [SetsRequiredMembers]
    internal VerificationStepEvent(ref PacketSource source) : base(ref source)
    {
        RefillTime = source.Long("RefillTime");
        RefillReason = source.Text("RefillReason");
    }

    /// <summary>Only of a refill: its time stamp, seconds since 1970 UTC.</summary>
    public long? RefillTime { get; init; }

    /// <summary>Only of a refill: what to fill in again.</summary>
    public string? RefillReason { get; init; }
}

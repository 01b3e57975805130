namespace WeChatActors.Engine;

/// <summary>Why a packet was set aside.</summary>
public enum SetAsideReason
{
    /// <summary>It concerns the account, not a follower.</summary>
    AccountLevel,

    /// <summary>A kind this version does not know.</summary>
    Unknown,

    /// <summary>It could not be read.</summary>
    Malformed,

    /// <summary>Its turn failed every time it was tried.</summary>
    Poison,
}

/// <summary>A packet that no conversation takes.</summary>
/// <param name="Account">The account's alias.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="Reason">Why it was set aside.</param>
/// <param name="Detail">One sentence about it.</param>
/// <param name="Body">The body as received; what is longer than <see cref="MaxBodyBytes"/> is not kept.</param>
public sealed record SetAsidePacket(string Account, DateTimeOffset At, SetAsideReason Reason, string Detail, ReadOnlyMemory<byte> Body)
{
    /// <summary>The bytes of a body that are kept.</summary>
    public const int MaxBodyBytes = 4096;
}

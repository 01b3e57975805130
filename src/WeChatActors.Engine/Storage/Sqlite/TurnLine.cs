namespace WeChatActors.Engine;

/// <summary>A line of the log, serialised.</summary>
internal readonly ref struct TurnLine
{
    /// <summary>Its number in the conversation.</summary>
    public required long Seq { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    /// <summary>The key of its cause.</summary>
    public required ReadOnlySpan<byte> Cause { get; init; }

    /// <summary>What came and what was decided.</summary>
    public required ReadOnlySpan<byte> Turn { get; init; }

    /// <summary>Whether it changes the state.</summary>
    public bool HasState { get; init; }

    /// <summary>The state after it.</summary>
    public ReadOnlySpan<byte> State { get; init; }

    /// <summary>Whether anything was ever granted.</summary>
    public bool HasLedger { get; init; }

    /// <summary>The ledger after it.</summary>
    public ReadOnlySpan<byte> Ledger { get; init; }

    /// <summary>When the last window ends, milliseconds since 1970 UTC; null when nothing may be pushed.</summary>
    public long? ClosesAt { get; init; }

    /// <summary>How many messages may be pushed; null for none.</summary>
    public long? Left { get; init; }

    /// <summary>Whether what stands before it in the conversation goes.</summary>
    public bool Erases { get; init; }

    /// <summary>Number of the first of the lines before it whose states go; 0 for none.</summary>
    public long ForgetsFrom { get; init; }
}

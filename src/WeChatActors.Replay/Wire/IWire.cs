namespace WeChatActors.Replay;

/// <summary>The way to a target.</summary>
internal interface IWire
{
    /// <summary>A connection that is not open yet.</summary>
    IWireConnection Create();
}

/// <summary>One connection to a target, opened when it is first needed and kept alive from delivery to delivery. One exchange at a time.</summary>
internal interface IWireConnection : IDisposable
{
    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">Head and body as bytes.</param>
    /// <param name="rested">Whether the connection has been idle since its last answer, so that the other side may have closed it.</param>
    /// <returns>What came. Never throws for anything the other side does.</returns>
    ValueTask<WireAnswer> Exchange(ReadOnlyMemory<byte> request, bool rested);

    /// <summary>Ends the exchange under way, from any thread, because it is late; the connection is of no more use. Never throws, also
    /// after the exchange, once more or when the connection is disposed.</summary>
    void Abort();
}

/// <summary>What came for one request.</summary>
/// <param name="Fault">None when a whole HTTP answer came, whatever its status.</param>
/// <param name="Why">The fault in one sentence; empty when there is none.</param>
/// <param name="Status">The status; 0 without an answer.</param>
/// <param name="Location">Where a redirect points to.</param>
/// <param name="Body">The body; valid until the next exchange.</param>
internal readonly record struct WireAnswer(DeliveryFault Fault, string Why, int Status, string? Location, ReadOnlyMemory<byte> Body)
{
    /// <summary>No whole answer.</summary>
    public static WireAnswer Failed(DeliveryFault fault, string why) => new(fault, why, 0, null, default);
}

namespace WeChatActors.Replay;

/// <summary>Plays what captures hold: offsets count from the first packet.</summary>
/// <param name="reader">The captures.</param>
/// <param name="repeat">Whether they begin again when they end, for as long as anybody asks. Captures without packets end all the same.</param>
internal sealed class CaptureSource(CaptureReader reader, bool repeat = false) : IPacketSource
{
    private IAsyncEnumerator<CapturedPacket>? _packets;
    private readonly CapturedTimes _times = new();
    private TimeSpan _base;
    private TimeSpan _last;
    private long _given;

    /// <summary>The captures.</summary>
    public CaptureReader Reader => reader;

    /// <summary>How many pauses between packets were longer than <see cref="CapturedTimes.Longest"/>, and are not any more.</summary>
    public long Shortened => _times.Shortened;

    /// <summary>The packet after the first of them.</summary>
    public CapturedPacket? FirstShortened { get; private set; }

    /// <summary>Whether the captures were read to their end, once at least.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<PlannedPacket?> Next(CancellationToken ct)
    {
        // The reading outlives the call that began it, so it is not ended with it.
        _packets ??= reader.GetAsyncEnumerator(CancellationToken.None);
        if (!await _packets.MoveNextAsync())
        {
            HasEnded = true;
            if (!repeat || _given == 0) return null;
            await _packets.DisposeAsync();
            _packets = reader.GetAsyncEnumerator(CancellationToken.None);
            if (!await _packets.MoveNextAsync()) return null;
            // The pause between two rounds is the usual one between two packets.
            var round = _last - _base;
            _base = _last + TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, round.Ticks / _given));
            _given = 0;
            _last = _base;
            _times.Begin();
        }
        ct.ThrowIfCancellationRequested();
        var packet = _packets.Current;
        _given++;
        _last += _times.Pause(packet.At);
        if (_times.Shortened > 0) FirstShortened ??= packet;
        return new PlannedPacket(_last, packet.Xml, packet.From, packet.Kind) { Captured = packet };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_packets is { } packets) await packets.DisposeAsync();
    }
}

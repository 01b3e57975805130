namespace WeChatActors.Replay;

/// <summary>Plays what captures hold: offsets count from the first packet.</summary>
/// <param name="reader">The captures.</param>
/// <param name="repeat">Whether they begin again when they end, for as long as anybody asks. Captures without packets end all the same.</param>
internal sealed class CaptureSource(CaptureReader reader, bool repeat = false) : IPacketSource
{
    private IAsyncEnumerator<CapturedPacket>? _packets;
    private DateTimeOffset _first;
    private TimeSpan _base;
    private TimeSpan _last;
    private long _given;

    /// <summary>The captures.</summary>
    public CaptureReader Reader => reader;

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
        }
        ct.ThrowIfCancellationRequested();
        var packet = _packets.Current;
        if (_given++ == 0) _first = packet.At;
        var offset = _base + (packet.At - _first);
        // What came later than the reader could wait for it has its turn now.
        if (offset < _last) offset = _last;
        _last = offset;
        return new PlannedPacket(offset, packet.Xml, packet.From, packet.Kind) { Captured = packet };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_packets is { } packets) await packets.DisposeAsync();
    }
}

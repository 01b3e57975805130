namespace WeChatActors.Server;

/// <summary>Lets a bounded number of lines through per second, so that hostile traffic cannot fill the log.</summary>
/// <param name="time">The clock.</param>
/// <param name="perSecond">How many pass in one second.</param>
internal sealed class LogGate(TimeProvider time, int perSecond)
{
    private readonly Lock _lock = new();
    private long _second;
    private int _passed;
    private long _muted;

    /// <summary>Whether one may pass now.</summary>
    /// <param name="muted">How many were held back since the last one that passed.</param>
    public bool Opens(out long muted)
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        lock (_lock)
        {
            if (now != _second) (_second, _passed) = (now, 0);
            if (_passed >= perSecond)
            {
                _muted++;
                muted = 0;
                return false;
            }
            _passed++;
            (muted, _muted) = (_muted, 0);
            return true;
        }
    }
}

namespace WeChatActors.Engine;

/// <summary>How long something takes as a rule: a mean and a deviation in which what is long ago counts less. Any thread.</summary>
/// <remarks>The shares are those by which TCP estimates round trips: an eighth of each new time, a quarter of its distance from the mean.</remarks>
internal sealed class ExpectedTime
{
    /// <summary>Fewer say nothing.</summary>
    public const int Needed = 3;

    private readonly Lock _gate = new();
    private int _samples;
    private double _mean;
    private double _deviation;

    /// <summary>Adds a time that something took.</summary>
    public void Add(TimeSpan took)
    {
        lock (_gate)
        {
            var off = took.Ticks - _mean;
            if (_samples == 0) (_mean, _deviation) = (took.Ticks, took.Ticks / 2.0);
            else (_mean, _deviation) = (_mean + off / 8, _deviation + (Math.Abs(off) - _deviation) / 4);
            if (_samples < Needed) _samples++;
        }
    }

    /// <summary>The mean and the deviation together; null before there are enough times.</summary>
    public TimeSpan? Read()
    {
        lock (_gate) return _samples < Needed ? null : TimeSpan.FromTicks((long)(_mean + _deviation));
    }
}

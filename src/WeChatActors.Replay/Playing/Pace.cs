namespace WeChatActors.Replay;

/// <summary>When the packets of a run leave.</summary>
internal abstract record Pace
{
    private Pace() { }

    /// <summary>As they came, so many times faster.</summary>
    /// <param name="Times">From above 0 to <see cref="Most"/>; 1 is life.</param>
    public sealed record Speed(double Times) : Pace
    {
        /// <summary>The most that is taken.</summary>
        public const double Most = 1_000_000;
    }

    /// <summary>Evenly, whatever their own times are.</summary>
    /// <param name="PerSecond">Packets in a second, from above 0 to <see cref="Most"/>.</param>
    public sealed record Rate(double PerSecond) : Pace
    {
        /// <summary>The most that is taken.</summary>
        public const double Most = 10_000_000;
    }

    /// <summary>As fast as the target answers: a closed loop, in which the next packet takes the place of one that ended.</summary>
    public sealed record Saturate : Pace;
}

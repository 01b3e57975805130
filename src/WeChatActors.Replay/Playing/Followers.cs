namespace WeChatActors.Replay;

/// <summary>In whose names the packets of a run are sent.</summary>
internal abstract record Followers
{
    private Followers() { }

    /// <summary>In those they came from.</summary>
    public sealed record Keep : Followers;

    /// <summary>Each follower becomes so many, who all do the same at the same time; the first of them keeps the name.</summary>
    /// <param name="Times">1 to <see cref="Most"/>.</param>
    public sealed record Multiply(int Times) : Followers
    {
        /// <summary>The most that is taken.</summary>
        public const int Most = 1_000_000;
    }

    /// <summary>Each follower gets a name that the seed gives; so every seed brings strangers.</summary>
    public sealed record Random : Followers;
}

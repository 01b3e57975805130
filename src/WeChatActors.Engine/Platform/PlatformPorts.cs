using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What every call needs.</summary>
/// <param name="Tokens">The tokens of all accounts.</param>
/// <param name="Transport">Makes attempts.</param>
/// <param name="Options">How calls are made.</param>
/// <param name="Time">The clock.</param>
/// <param name="Notice">Hears what an operator must know.</param>
internal sealed record PlatformPorts(ITokens Tokens, PlatformTransport Transport, PlatformOptions Options, TimeProvider Time, Action<PlatformNotice> Notice)
{
    /// <summary>How long a caller waits before he tries again what was not sent.</summary>
    public static readonly TimeSpan WorthAnother = TimeSpan.FromSeconds(10);

    private long _pauses;

    /// <summary>A clock that never goes back, in ticks.</summary>
    public long Ticks => Time.GetElapsedTime(0, Time.GetTimestamp()).Ticks;

    /// <summary>The pause before a repetition: twice as long each time, a quarter more or less by chance, so that those that failed
    /// together do not come back together.</summary>
    /// <param name="repeats">How often the call was repeated before.</param>
    public TimeSpan Pause(int repeats) => TimeSpan.FromMilliseconds(
        Math.Round(Options.Pause.TotalMilliseconds * (1 << repeats) * (0.75 + 0.5 * Chance(Options.Seed, Interlocked.Increment(ref _pauses)))));

    // From 0 to 1, the same for the same seed and number.
    private static double Chance(int seed, long number) => SplitMix64.Unit(SplitMix64.Mix(((ulong)(uint)seed << 32) + (ulong)number * SplitMix64.Step));
}

namespace WeChatActors.Protocol;

/// <summary>Chance from a seed: the same number for the same seed on every machine, neighbouring seeds without likeness.</summary>
/// <remarks>Not for secrets. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
public static class SplitMix64
{
    /// <summary>How far two neighbouring states of a stream lie apart.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The number that belongs to a state.</summary>
    public static ulong Mix(ulong state)
    {
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The next number of a stream.</summary>
    public static ulong Next(ref ulong state) => Mix(state += Step);

    /// <summary>A number as a part of one, from 0 to below 1.</summary>
    public static double Unit(ulong number) => (number >> 11) / (double)(1UL << 53);
}

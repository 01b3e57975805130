namespace WeChatActors.Rules;

/// <summary>Chance from a seed: the same seed and site give the same number; sites are independent of each other.</summary>
internal static class Chance
{
    /// <summary>A number from 0 to below a count.</summary>
    public static int Pick(ulong seed, ulong site, int count) =>
        (int)Math.BigMul(SplitMix64(seed ^ SplitMix64(site)), (ulong)count, out _);

    /// <summary>Names a place in the files.</summary>
    public static ulong Site(int file, int line, int column) =>
        SplitMix64(SplitMix64(SplitMix64((ulong)file) + (ulong)line) + (ulong)column);

    // Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private static ulong SplitMix64(ulong state)
    {
        var z = state + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

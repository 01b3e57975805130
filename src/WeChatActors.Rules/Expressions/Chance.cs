using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Chance from a seed: the same seed and site give the same number; sites are independent of each other.</summary>
internal static class Chance
{
    /// <summary>A number from 0 to below a count.</summary>
    public static int Pick(ulong seed, ulong site, int count) =>
        (int)Math.BigMul(Next(seed ^ Next(site)), (ulong)count, out _);

    /// <summary>Names a place in the files.</summary>
    public static ulong Site(int file, int line, int column) =>
        Next(Next(Next((ulong)file) + (ulong)line) + (ulong)column);

    private static ulong Next(ulong state) => SplitMix64.Next(ref state);
}

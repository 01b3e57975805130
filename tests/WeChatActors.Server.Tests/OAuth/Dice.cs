namespace WeChatActors.Server.Tests.OAuth;

/// <summary>Chance that comes out the same for the same seed.</summary>
internal static class Dice
{
    public static Chance Of(int seed)
    {
        var random = new Random(seed);
        return bytes => random.NextBytes(bytes);
    }
}

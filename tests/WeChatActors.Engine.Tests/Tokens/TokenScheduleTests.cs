namespace WeChatActors.Engine.Tests;

public sealed class TokenScheduleTests
{
    [Theory]
    [InlineData(TokenManner.Stable)]
    [InlineData(TokenManner.Classic)]
    public void Whatever_goes_wrong_all_nodes_have_a_good_token_again_soon_after(TokenManner manner)
    {
        for (var seed = 1; seed <= 25; seed++) Run(seed, manner, clocksJump: false);
    }

    [Theory]
    [InlineData(TokenManner.Stable)]
    [InlineData(TokenManner.Classic)]
    public void Also_when_clocks_jump(TokenManner manner)
    {
        for (var seed = 1001; seed <= 1025; seed++) Run(seed, manner, clocksJump: true);
    }

    private static void Run(int seed, TokenManner manner, bool clocksJump)
    {
        try
        {
            var world = new TokenWorld(seed, manner, nodes: 1 + seed % 4, clocksJump);
            world.Rage(TimeSpan.FromHours(1 + seed % 7));
            world.Heal();
            world.Calm(TimeSpan.FromHours(3));
            world.CheckHistory();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
        }
    }
}

using System.Globalization;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Runs worlds, and makes one in which a promise breaks as small as it easily gets.</summary>
internal static class Search
{
    /// <summary>The promise that breaks in a world; null for none.</summary>
    public static string? BrokenIn(int seed, Mutation broken = Mutation.None, List<UserAct>? acts = null, bool days = false, Action<World>? ran = null)
    {
        try
        {
            var world = new World(seed, broken, acts, days: days);
            world.Run();
            ran?.Invoke(world);
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error is BrokenPromiseException ? error.Message : error.ToString();
        }
    }

    /// <summary>What happens in the smallest such world that leaving out single acts leads to.</summary>
    public static string Tell(int seed, Mutation broken = Mutation.None, bool days = false)
    {
        var acts = new World(seed, broken, days: days).Acts;
        for (var i = acts.Count - 1; i >= 0; i--)
        {
            List<UserAct> fewer = [.. acts];
            fewer.RemoveAt(i);
            if (i < fewer.Count) fewer[i] = fewer[i] with { After = fewer[i].After + acts[i].After };
            if (BrokenIn(seed, broken, fewer, days) is not null) acts = fewer;
        }
        var world = new World(seed, broken, acts, traces: true, days);
        var promise = "";
        try
        {
            world.Run();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            promise = error is BrokenPromiseException ? error.Message : error.ToString();
        }
        return string.Create(CultureInfo.InvariantCulture, $"World {seed}: {promise}\n{world.Trace}");
    }
}

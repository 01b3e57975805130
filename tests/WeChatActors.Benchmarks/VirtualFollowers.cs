using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Benchmarks;

/// <summary>What a crowd that follows one account of the simulator costs: a person, an OpenID and an open window each.</summary>
internal static class VirtualFollowers
{
    public static void Measure(int followers)
    {
        var setup = new AccountSetup { Alias = "bench", AppId = Bench.AppId, AppSecret = "", OriginalId = "gh_7f3c19ab02de", Token = Bench.Token };
        var platform = new Platform(new SimulatorOptions { Accounts = [setup], People = [] }, new SimulatedClock(TimeProvider.System));
        var account = platform.Accounts["bench"];
        var before = Live();
        for (var i = 0; i < followers; i++) platform.Invite(null);
        var now = platform.Clock.GetUtcNow();
        foreach (var follower in account.Followers)
        {
            follower.Subscribed = true;
            follower.SubscribedAt = now;
            follower.Windows.Grant(WindowScene.UserMessage, now, WindowRules.Current);
        }
        var bytes = Live() - before;
        GC.KeepAlive(platform);
        Console.WriteLine($"followers: {followers:N0} virtual followers of one account, {bytes / (double)followers:N0} bytes each on the heap, {bytes / 1e6:N0} MB in all (limit 200 MB for 100,000)");
        Bench.Note("followers.mb", bytes / 1e6 / followers * 100_000);
    }

    private static long Live()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

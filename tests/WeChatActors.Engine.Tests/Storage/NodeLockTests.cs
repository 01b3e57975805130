using System.Diagnostics;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class NodeLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_in_one_process_see_each_other_live_and_end()
    {
        using var one = NodeLock.Take(_folder.File());
        var two = NodeLock.Take(_folder.File());
        Assert.NotEqual(one.Name, two.Name);
        for (var i = 0; i < 3; i++) Assert.True(one.IsAlive(two.Name));
        Assert.True(two.IsAlive(one.Name));
        Assert.True(one.IsAlive(one.Name));
        two.Dispose();
        Assert.False(one.IsAlive(two.Name));
        Assert.False(one.IsAlive("0123456789ab"));
    }

    [Fact]
    public void The_file_of_a_process_that_was_killed_counts_as_dead_and_is_cleared_away_by_the_next()
    {
        var left = _folder.File("test.db.node-0123456789ab");
        File.WriteAllText(left, "");
        using (var one = NodeLock.Take(_folder.File("other.db")))
        {
            Assert.True(File.Exists(left)); // of another database
        }
        using var two = NodeLock.Take(_folder.File());
        Assert.False(two.IsAlive("0123456789ab"));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_ends_with_it_however_it_ends()
    {
        if (OperatingSystem.IsWindows()) return;
        using var here = NodeLock.Take(_folder.File());
        var file = _folder.File("test.db.node-aaaaaaaaaaaa");
        // flock(1) holds the lock for as long as the command below it lives.
        using var other = Process.Start(new ProcessStartInfo("flock", ["--exclusive", "--no-fork", file, "sh", "-c", "echo locked; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync());
        Assert.True(here.IsAlive("aaaaaaaaaaaa"));
        other.Kill();
        await other.WaitForExitAsync();
        Assert.False(here.IsAlive("aaaaaaaaaaaa"));
    }

    [Fact]
    public void Many_that_ask_at_once_do_not_take_each_other_for_the_owner()
    {
        var dead = NodeLock.Take(_folder.File());
        using var here = NodeLock.Take(_folder.File());
        dead.Dispose();
        File.WriteAllText(_folder.File($"test.db.node-{dead.Name}"), "");
        var alive = 0;
        Parallel.For(0, 2000, _ => { if (here.IsAlive(dead.Name)) Interlocked.Increment(ref alive); });
        Assert.Equal(0, alive);
    }

    [Fact]
    public async Task Many_that_come_at_once_all_keep_their_names()
    {
        var locks = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => NodeLock.Take(_folder.File()))));
        Assert.Equal(40, locks.Select(one => one.Name).Distinct().Count());
        Assert.All(locks, one => Assert.All(locks, other => Assert.True(one.IsAlive(other.Name))));
        foreach (var one in locks) one.Dispose();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_folder.File())!));
    }
}

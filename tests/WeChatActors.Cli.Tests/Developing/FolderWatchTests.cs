namespace WeChatActors.Cli.Tests.Developing;

public sealed class FolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Many_changes_are_one_when_it_has_been_quiet_for_a_moment()
    {
        var (time, calls) = (new VirtualTime(), 0);
        using var watch = new FolderWatch([], () => { calls++; return []; }, Assert.Fail, time);

        watch.Touch();
        time.Advance(FolderWatch.Quiet - VirtualTime.OneTick);
        watch.Touch();
        time.Advance(FolderWatch.Quiet - VirtualTime.OneTick);
        Assert.Equal(0, calls);

        time.Advance(VirtualTime.OneTick);
        Assert.Equal(1, calls);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_file_that_never_rests_is_read_once_a_second()
    {
        var (time, calls) = (new VirtualTime(), 0);
        using var watch = new FolderWatch([], () => { calls++; return []; }, Assert.Fail, time);

        for (var i = 0; i < 100; i++)
        {
            watch.Touch();
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.InRange(calls, 4, 5);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("rename")]
    [InlineData("delete")]
    [InlineData("create")]
    public async Task Sees_a_file_however_it_is_saved(string how)
    {
        var file = _folder.File("a.yaml", "1");
        var other = _folder.File("a.yaml~", "2");
        var seen = new Signal();
        using var watch = new FolderWatch([_folder.File("")], seen.Set, Assert.Fail, TimeProvider.System);

        switch (how)
        {
            case "write": File.WriteAllText(file, "2"); break;
            case "rename": File.Move(other, file, overwrite: true); break;
            case "delete": File.Delete(file); break;
            default: _folder.File("b.yaml", "1"); break;
        }

        await seen.Wait(Patience);
    }

    [Fact]
    public async Task Watches_the_folders_that_a_change_brought_up_and_reads_again_for_them()
    {
        var later = _folder.File("later");
        var (first, second, third) = (new Signal(), new Signal(), new Signal());
        var calls = 0;
        using var watch = new FolderWatch(
            [_folder.File("")], () => { (++calls switch { 1 => first, 2 => second, _ => third }).Set(); return [later]; }, Assert.Fail, TimeProvider.System);

        Directory.CreateDirectory(later);
        await first.Wait(Patience);
        await second.Wait(Patience);

        _folder.File(Path.Combine("later", "a.yaml"), "1");
        await third.Wait(Patience);
    }

    [Fact]
    public async Task A_folder_that_was_removed_and_made_again_is_watched_again()
    {
        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        var calls = 0;
        var seen = new List<Signal> { new(), new() };
        using var watch = new FolderWatch([_folder.File(""), inner], () =>
        {
            if (File.Exists(Path.Combine(inner, "again"))) seen[1].Set();
            else if (Directory.Exists(inner) && ++calls > 0) seen[0].Set();
            return [];
        }, Assert.Fail, TimeProvider.System);

        Directory.Delete(inner);
        Directory.CreateDirectory(inner);
        await seen[0].Wait(Patience);
        File.WriteAllText(Path.Combine(inner, "again"), "");
        await seen[1].Wait(Patience);
    }

    [Fact]
    public void Nothing_is_read_after_the_end()
    {
        var (time, calls) = (new VirtualTime(), 0);
        var watch = new FolderWatch([], () => { calls++; return []; }, Assert.Fail, time);
        watch.Touch();
        watch.Dispose();
        watch.Touch();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, calls);
    }

    private sealed class Signal
    {
        private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IEnumerable<string> Set()
        {
            _source.TrySetResult();
            return [];
        }

        public Task Wait(TimeSpan patience) => _source.Task.WaitAsync(patience);
    }
}

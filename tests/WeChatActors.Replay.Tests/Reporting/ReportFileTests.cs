namespace WeChatActors.Replay.Tests.Reporting;

public sealed class ReportFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_at_once_and_nothing_is_left_beside_it()
    {
        var path = Path.Combine(_folder, "run.json");
        Assert.Null(ReportFile.Write(path, text => text.Write("old 你好")));
        Assert.Null(ReportFile.Write(path, text =>
        {
            text.Write("new");
            Assert.Equal("old 你好", File.ReadAllText(path));
        }));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["run.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_disk_that_fills_up_leaves_the_old_file_and_says_so()
    {
        var path = Path.Combine(_folder, "run.json");
        File.WriteAllText(path, "old");
        Assert.Equal($"{path} could not be written: it broke; name a file that may be written.", ReportFile.Write(path, _ => throw new IOException("it broke.")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["run.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        if (!File.Exists("/dev/full")) return;
        foreach (var length in new[] { 1, 100_000 })
            Assert.Equal(
                "/dev/full could not be written: no space left on the disk; make room there, or name a file on another disk.", ReportFile.Write("/dev/full", text => text.Write(new string('x', length))));
    }

    [Fact]
    public void A_folder_that_is_missing_or_given_instead_of_a_file_is_named()
    {
        var missing = Path.Combine(_folder, "reports", "run.html");
        Assert.Equal($"{missing} could not be written: its folder does not exist; create it first.", ReportFile.Write(missing, text => text.Write("x")));
        Assert.Equal($"{_folder} could not be written: it is a folder; name a file in it.", ReportFile.Write(_folder, text => text.Write("x")));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var (real, link) = (Path.Combine(_folder, "real.json"), Path.Combine(_folder, "link.json"));
        File.CreateSymbolicLink(link, real);
        Assert.Null(ReportFile.Write(link, text => text.Write("x")));
        Assert.Equal("x", File.ReadAllText(real));
        Assert.Equal(real, new FileInfo(link).LinkTarget);
    }
}

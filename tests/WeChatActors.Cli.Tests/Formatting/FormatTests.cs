namespace WeChatActors.Cli.Tests.Formatting;

public class FormatTests
{
    private const string Untidy = "rules:\n- {exact: a,   reply: 'x'}   # said\nversion: 1\n";
    private const string Tidy = "version: 1\nrules:\n  - {exact: a, reply: x}     # said\n";

    [Fact]
    public async Task Files_are_changed_in_place_and_listed()
    {
        using var folder = new Folder();
        var (first, second) = (folder.File("a.yaml", Untidy), folder.File("b.yaml", Tidy));
        Assert.Equal(new Ran(ExitCode.Done, first + "\n", "1 file changed, 1 file had the layout\n"), await Ran.Command("fmt", folder.File("")));
        Assert.Equal((Tidy, Tidy), (File.ReadAllText(first), File.ReadAllText(second)));
        Assert.Equal(new Ran(ExitCode.Done, "", "no files changed, 2 files had the layout\n"), await Ran.Command("fmt", first, second));
        Assert.Equal(2, Directory.GetFiles(folder.File("")).Length);
    }

    [Fact]
    public async Task A_check_lists_what_would_change_and_changes_nothing()
    {
        using var folder = new Folder();
        var path = folder.File("a.yaml", Untidy);
        Assert.Equal(new Ran(ExitCode.Failed, path + "\n", "1 file would change, no files had the layout\n"), await Ran.Command("fmt", "--check", path));
        Assert.Equal(Untidy, File.ReadAllText(path));
    }

    [Fact]
    public async Task Standard_input_is_written_to_standard_output()
    {
        Assert.Equal(new Ran(ExitCode.Done, Tidy, ""), await Ran.Command(new StringReader(Untidy), "fmt", "-"));
        Assert.Equal(new Ran(ExitCode.Failed, "", ""), await Ran.Command(new StringReader(Untidy), "fmt", "-", "--check"));
    }

    [Fact]
    public async Task What_is_no_yaml_is_told_and_left_as_it_is()
    {
        using var folder = new Folder();
        var path = folder.File("a.yaml", "version: 1\nrules: [\n");
        var ran = await Ran.Command("fmt", path, "nowhere.yaml");
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.Contains($"{path}:", ran.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.yaml cannot be read", ran.Error, StringComparison.Ordinal);
        Assert.Equal("version: 1\nrules: [\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new Folder();
        var path = folder.File("a.yaml", Untidy);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder.File("link.yaml"), path);
        await Ran.Command("fmt", folder.File("link.yaml"));
        Assert.Equal(path, new FileInfo(folder.File("link.yaml")).LinkTarget);
        Assert.Equal(Tidy, File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}

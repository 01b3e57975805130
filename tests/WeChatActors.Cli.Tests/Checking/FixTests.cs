namespace WeChatActors.Cli.Tests.Checking;

public class FixTests
{
    [Fact]
    public async Task What_is_mechanical_is_mended_told_and_left_alone_the_next_time()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "# mine\nrules:\n- {exact: yes,   repyl: [微笑]}   # said\n");
        var ran = await Ran.Command("check", "--fix", path);
        Assert.Equal("# mine\nversion: 1\nrules:\n- {exact: \"yes\",   reply: \"[微笑]\"}   # said\n", File.ReadAllText(path));
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Out));
        Assert.Equal(
            $"""
            {path}:2:1: writes 'version: 1' at the beginning [missing-version]
            {path}:3:11: puts 'yes' in quotes [yaml11]
            {path}:3:18: writes 'reply' for 'repyl' [unknown-key]
            {path}:4:27: puts '[微笑]' in quotes [emoticon]
            4 mistakes mended.
            {path}: 1 rule, no errors, no warnings

            """,
            ran.Error);
        Assert.StartsWith("Nothing to mend without a person.\n", (await Ran.Command("check", "--fix", path)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Included_files_are_mended_where_they_are()
    {
        using var folder = new Folder();
        var included = folder.File("a.yaml", "version: 1\nrules: [{exact: on, reply: x}]\n");
        var path = folder.File("r.yaml", "version: 1\ninclude: a.yaml\n");
        await Ran.Command("check", "--fix", path);
        Assert.Equal("version: 1\nrules: [{exact: \"on\", reply: x}]\n", File.ReadAllText(included));
    }

    [Fact]
    public async Task What_a_person_has_to_decide_is_reported_as_ever()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{exact: a, xyz: b}]\n");
        var ran = await Ran.Command("check", "--fix", path);
        Assert.Equal(ExitCode.Misused, ran.Code);
        Assert.Contains("'xyz' is not a key of a rule", ran.Out, StringComparison.Ordinal);
        Assert.Equal("version: 1\nrules: [{exact: a, xyz: b}]\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_strict_check_reports_hints()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{exact: a, do: [{set: {seen: x}}, {reply: z}], tests: [{in: a, out: z}]}]\n");
        Assert.Equal((ExitCode.Misused, $"{path}:2:32: warning: no expression reads user.seen; take it out, unless people look at it in the console. [unread-variable]\n"),
            (await Ran.Command("check", "--strict", path)) is var ran ? (ran.Code, ran.Out) : default);
        Assert.Equal((ExitCode.Done, ""), (await Ran.Command("check", path)) is var calm ? (calm.Code, calm.Out) : default);
    }
}
